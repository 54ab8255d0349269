import { Tabs } from "@mantine/core";
import { useTexts } from "../language.tsx";
import { webhookTexts } from "../texts/webhooks.ts";
import { CodeBlock } from "../ui/code.tsx";
import { Section } from "../ui/layout.tsx";
import { sampleNames, samples } from "./samples.ts";

/** Sample code that verifies signatures, to copy into the receiver. */
export function VerifySamples() {
  const t = useTexts(webhookTexts);
  return (
    <Section title={t.verify} lead={t.verifyLead}>
      <Tabs defaultValue="node" keepMounted={false}>
        <Tabs.List mb="sm" aria-label={t.sampleLanguage}>
          {sampleNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {samples[name].label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {sampleNames.map((name) => (
          <Tabs.Panel key={name} value={name}>
            <CodeBlock label={samples[name].label} code={samples[name].code} height={420} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}
