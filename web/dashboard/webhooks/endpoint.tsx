import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { webhookShape, webhookTestShape } from "../../../src/api/event/webhook.shape.ts";
import { laidOut } from "../exact.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { useAct } from "../queries.ts";
import { shellTexts } from "../texts/shell.ts";
import { webhookTexts } from "../texts/webhooks.ts";
import { isTaken } from "../timeline/http-status.tsx";
import { ActButton } from "../ui/act-button.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Icon } from "../ui/icon.tsx";
import { Section } from "../ui/layout.tsx";
import { More } from "../ui/more.tsx";
import { Notice } from "../ui/notice.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Refused } from "../ui/state.tsx";
import { fullAddress } from "./full-address.ts";

export type Webhook = z.output<typeof webhookShape.schema>;
type TestResult = z.output<typeof webhookTestShape.schema>;

/** The main endpoint: its address, and a test event. */
export function Endpoint({ webhook }: { webhook: Webhook }) {
  const t = useTexts(webhookTexts);
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const test = useAct<Record<string, never>, TestResult>("webhook/test");
  const remove = useAct<{ uri: null }>("webhook", {
    refreshes: ["webhook"],
    said: t.removed,
    onDone: () => setRemoving(false),
  });
  return (
    <Section
      title={t.endpoint}
      lead={t.endpointLead}
      actions={
        webhook.uri !== null &&
        !editing && (
          <>
            <ActButton right="settings" variant="default" onClick={() => setEditing(true)}>
              {t.change}
            </ActButton>
            <ActButton
              right="webhooks"
              leftSection={<Icon name="send" size={16} />}
              loading={test.isPending}
              onClick={() => test.mutate({})}
            >
              {t.test}
            </ActButton>
          </>
        )
      }
    >
      <Stack gap="sm">
        {editing ? (
          <EndpointForm uri={webhook.uri ?? ""} close={() => setEditing(false)} remove={() => setRemoving(true)} />
        ) : webhook.uri === null ? (
          <Notice tone="warn" icon="warning">
            <Stack gap="xs" align="flex-start">
              <span>
                <strong>{t.noEndpoint}.</strong> {t.noEndpointHint}
              </span>
              <ActButton right="settings" onClick={() => setEditing(true)}>
                {t.setEndpoint}
              </ActButton>
            </Stack>
          </Notice>
        ) : (
          <Copyable text={webhook.uri} of={t.address} />
        )}
        <Refused error={test.error} />
        <div aria-live="polite">{test.data && !test.isPending && <Result result={test.data} />}</div>
      </Stack>
      <Confirm
        opened={removing}
        close={() => setRemoving(false)}
        title={t.removeTitle}
        action={t.remove}
        danger
        busy={remove.isPending}
        error={remove.error}
        act={() => remove.mutate({ uri: null }, { onSuccess: () => setEditing(false) })}
      >
        <p>{t.removeHint}</p>
      </Confirm>
    </Section>
  );
}

function EndpointForm({ uri, close, remove }: { uri: string; close: () => void; remove: () => void }) {
  const t = useTexts(webhookTexts);
  const words = useTexts(shellTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [typed, setTyped] = useState(uri);
  const save = useAct<{ uri: string }>("webhook", { refreshes: ["webhook"], said: t.saved, onDone: close });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const uri = fullAddress(typed, mode);
        setTyped(uri);
        save.mutate({ uri });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t.address}
          description={mode === "test" ? t.addressHintTest : t.addressHintLive}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
          maw={640}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Refused error={toldPlainly(save.error, language)} />
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          {uri && (
            <Button variant="subtle" color="red.9" c="var(--c-bad)" onClick={remove}>
              {t.remove}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function Result({ result }: { result: TestResult }) {
  const t = useTexts(webhookTexts);
  const { status, error, latency_ms: ms, request } = result;
  const taken = isTaken(status);
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <Stack gap="xs">
      <Notice tone={taken ? "good" : "bad"} icon={taken ? "check" : "warning"}>
        <strong>{taken ? t.testOk(ms) : status === null ? t.testFailed(error ?? "") : t.testNotOk(status, ms)}</strong>{" "}
        {t.testNote}
      </Notice>
      <More summary={t.showRequest}>
        <Stack gap="xs">
          <CodeBlock label={t.headers} code={headers.join("\n")} />
          <CodeBlock label={t.body} code={laidOut(request.body)} height={280} />
        </Stack>
      </More>
    </Stack>
  );
}
