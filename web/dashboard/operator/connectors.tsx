import type { z } from "zod";
import type { connectorsShape } from "../../../src/api/merchant/operator.shape.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useTeamAnswer } from "../queries.ts";
import { operatorTexts } from "../texts/operator.ts";
import { shellTexts } from "../texts/shell.ts";
import { timeText } from "../time.ts";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./operator.module.css";

type Answer = z.output<typeof connectorsShape.schema>;
type Connector = Answer["data"][number];

const answers = ["approved", "declined", "pending", "unknown"] as const;
const bankTones = { simulated: "info", live: "good", none: "quiet" } as const;

/** Health of the banks. An unknown answer is no decline: the bank is asked again, and the operator should know. */
export function Connectors() {
  const t = useTexts(operatorTexts);
  const words = useTexts(shellTexts);
  const { language } = useLanguage();
  const connectors = useTeamAnswer<Answer>("operator/connectors", { every: 5_000 });
  const columns: readonly Column<Connector>[] = [
    {
      key: "name",
      header: t.connector,
      phone: "title",
      cell: ({ label, mode }) => (
        <>
          <strong>{label[language]}</strong> <span className="quiet">{words[mode]}</span>
        </>
      ),
    },
    {
      key: "bank",
      header: t.bank,
      phone: "corner",
      cell: ({ bank, resting }) =>
        resting && resting.accounts > 0 ? (
          <Badge tone="bad">{t.resting(resting.accounts)}</Badge>
        ) : (
          <Badge tone={bankTones[bank]}>{t.banks[bank]}</Badge>
        ),
    },
    ...answers.map(
      (answer): Column<Connector> => ({
        key: answer,
        header: t.answers[answer],
        end: true,
        cell: ({ answers: given }) => <span className="number">{given[answer].count}</span>,
      }),
    ),
    { key: "last", header: t.lastAnswer, end: true, cell: (connector) => <Last connector={connector} /> },
    {
      key: "unknown",
      header: t.lastUnknown,
      cell: ({ last_unknown: last }) =>
        last ? (
          <span className={classes.why}>
            <Time at={last.at} form="relative" /> <span className="quiet small">{last.why}</span>
          </span>
        ) : (
          "–"
        ),
    },
  ];
  return (
    <Answered answer={connectors}>
      {({ data, counted, since }) => (
        <Section lead={t.connectorsLead(counted, timeText(since, "full", language))} title={t.tabs.connectors} flush>
          <Table
            label={t.tabs.connectors}
            rows={data}
            columns={columns}
            keyOf={({ name, mode }) => `${name} ${mode}`}
          />
        </Section>
      )}
    </Answered>
  );
}

function Last({ connector }: { connector: Connector }) {
  const t = useTexts(operatorTexts);
  const times = answers.flatMap((answer) => connector.answers[answer].last_at ?? []).sort();
  const last = times.at(-1);
  return last ? <Time at={last} form="relative" /> : <span className="quiet">{t.neverAsked}</span>;
}
