import { Tabs } from "@mantine/core";
import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { useSearchParts } from "../navigation.tsx";
import { Accounts } from "../operator/accounts.tsx";
import { Approvals } from "../operator/approvals.tsx";
import { Connectors } from "../operator/connectors.tsx";
import { Queues } from "../operator/queues.tsx";
import { Rates } from "../operator/rates.tsx";
import { operatorTexts } from "../texts/operator.ts";
import { PageHead } from "../ui/layout.tsx";

const parts = {
  approvals: Approvals,
  accounts: Accounts,
  queues: Queues,
  connectors: Connectors,
  rates: Rates,
} as const;
type Part = keyof typeof parts;

/** The server, for its operator. */
export function Operator() {
  const t = useTexts(operatorTexts);
  const [{ part = "approvals" }, change] = useSearchParts();
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} />
      <Tabs value={part} onChange={(chosen) => change({ part: chosen ?? undefined })} keepMounted={false}>
        <Tabs.List mb="md" aria-label={t.sections}>
          {(Object.keys(parts) as Part[]).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.entries(parts).map(([name, View]) => (
          <Tabs.Panel key={name} value={name}>
            <View />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
