import { useState } from "react";
import type { FaultsAnswer, RuleAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { AddDialog } from "../faults/add-dialog.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { faultsTexts } from "../texts/faults.ts";
import { ActButton } from "../ui/act-button.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** Upper bound of rules on the page, which is that of a list. */
const limit = 100;

/** Faults on purpose of the test account: what they are for, how often they were applied, and a dialog that adds one. */
export function Faults() {
  const t = useTexts(faultsTexts);
  const { language } = useLanguage();
  const [adding, setAdding] = useState(false);
  const faults = useAnswer<FaultsAnswer>("test/faults");
  const query = { limit, order: "reverse_chronological" };
  const rules = useAnswer<{ data: RuleAnswer[] }>("test/rules", { query, every: 5_000 });
  const acting = { method: "DELETE" as const, refreshes: ["test/rules"], said: t.removed };
  const remove = useAct<RuleAnswer>(({ id }) => `test/rules/${id}`, acting);
  const removeAll = useAct<void>("test/rules", acting);
  const columns: Column<RuleAnswer>[] = [
    { key: "fault", header: t.columns.fault, phone: "title", cell: ({ fault }) => fault },
    { key: "of", header: t.columns.of, cell: (rule) => describe(rule) || t.everything },
    {
      key: "applied",
      header: t.columns.applied,
      end: true,
      cell: ({ applied, times }) =>
        t.often(counted(applied, language), times === null ? null : counted(times, language)),
    },
    { key: "created", header: t.columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
    {
      key: "remove",
      header: t.remove,
      bare: true,
      end: true,
      cell: (rule) => (
        <ActButton right="money" size="compact-sm" variant="default" of={rule.id} onClick={() => remove.mutate(rule)}>
          {t.remove}
        </ActButton>
      ),
    },
  ];
  return (
    <>
      <PageHead
        title={t.title}
        lead={t.lead}
        actions={
          <>
            <ActButton
              right="money"
              variant="default"
              disabled={rules.data?.data.length === 0}
              onClick={() => removeAll.mutate()}
            >
              {t.removeAll}
            </ActButton>
            <ActButton right="money" disabled={!faults.data} onClick={() => setAdding(true)}>
              {t.add}
            </ActButton>
          </>
        }
      />
      <Section flush>
        <Answered answer={rules}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={t.emptyTitle} icon="faults">
                {t.emptyHint}
              </Empty>
            ) : (
              <Table label={t.title} rows={data} columns={columns} keyOf={({ id }) => id} />
            )
          }
        </Answered>
      </Section>
      {adding && faults.data && <AddDialog faults={faults.data} close={() => setAdding(false)} />}
    </>
  );
}

/** Conditions and parameters of a rule, in a few words. */
function describe({ on: { metadata, ...conditions }, by, code, events }: RuleAnswer): string {
  const values = [...Object.values(conditions), by, code, events === "*" ? null : events];
  const pairs = Object.entries(metadata ?? {}).map(([key, value]) => (value === true ? key : `${key}=${value}`));
  return [...values.filter((value) => value !== null), ...pairs].join(", ");
}
