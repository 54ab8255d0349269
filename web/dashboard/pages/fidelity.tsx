import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { FidelityAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { usePageTitle } from "../frame/page-title.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { Go } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { fidelityTexts } from "../texts/fidelity.ts";
import { Badge } from "../ui/badge.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";

type Row = FidelityAnswer["endpoints"][number];
type Line = Row["differences"][number];

const spans = ["2h", "1d", "7d", "30d"] as const;

/** What a test account answered otherwise than its shadow upstream. */
export function Fidelity() {
  const t = useTexts(fidelityTexts);
  const [since, setSince] = useState<string>("1d");
  const report = useAnswer<FidelityAnswer>("test/fidelity", { query: { since } });
  const choice = (
    <NativeSelect
      label={t.since}
      value={since}
      onChange={({ currentTarget }) => setSince(currentTarget.value)}
      data={spans.map((value) => ({ value, label: t.spans[value] }))}
    />
  );
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} actions={choice} />
      <Answered answer={report}>{(fidelity) => <Report fidelity={fidelity} />}</Answered>
    </>
  );
}

function Report({ fidelity }: { fidelity: FidelityAnswer }) {
  const t = useTexts(fidelityTexts);
  const { language } = useLanguage();
  const { requests, same, differing, skipped, unanswered, waiting, active, account, endpoints, events } = fidelity;
  const number = (count: number) => counted(count, language);
  if (!active && requests === 0)
    return (
      <Section>
        <Empty title={t.noneTitle} icon="fidelity">
          {t.noneHint} <code>chamra shadow start {account}</code>
        </Empty>
      </Section>
    );
  return (
    <Sheets>
      <Section>
        <Facts
          facts={[
            [t.requests, number(requests)],
            [t.same, number(same)],
            [t.different, number(differing)],
            [t.notSent, number(skipped)],
            [t.notAnswered, number(unanswered)],
            waiting > 0 ? [t.waiting, number(waiting)] : null,
          ]}
        />
      </Section>
      <Section title={t.byEndpoint} flush>
        {endpoints.length === 0 ? (
          <Empty title={t.emptyTitle} icon="fidelity">
            {t.emptyHint}
          </Empty>
        ) : (
          <Endpoints rows={endpoints} />
        )}
      </Section>
      <Section title={t.events}>
        {events.problem === null ? (
          <p>{t.eventsSame(number(events.same), number(events.objects))}</p>
        ) : (
          <p lang="en">{t.eventsProblem(events.problem)}</p>
        )}
        <Lines lines={events.differences} />
      </Section>
    </Sheets>
  );
}

function Endpoints({ rows }: { rows: readonly Row[] }) {
  const t = useTexts(fidelityTexts);
  const { language } = useLanguage();
  const number = (count: number) => <span className="number">{counted(count, language)}</span>;
  const columns: Column<Row>[] = [
    { key: "endpoint", header: t.endpoint, phone: "title", cell: ({ endpoint }) => <code>{endpoint}</code> },
    { key: "outcome", header: t.different, phone: "corner", cell: (row) => <Outcome row={row} /> },
    { key: "requests", header: t.requests, end: true, cell: ({ requests }) => number(requests) },
    { key: "same", header: t.same, end: true, cell: ({ same }) => number(same) },
    { key: "notSent", header: t.notSent, end: true, cell: ({ skipped }) => number(skipped) },
    { key: "notAnswered", header: t.notAnswered, end: true, cell: ({ unanswered }) => number(unanswered) },
  ];
  // the request log has no requests that only read and were answered
  const below = ({ endpoint, differences, reasons }: Row) =>
    differences.length + reasons.length === 0 ? null : (
      <Lines lines={[...differences, ...reasons]} linked={!endpoint.startsWith("GET ")} />
    );
  return <Table label={t.byEndpoint} rows={rows} columns={columns} keyOf={({ endpoint }) => endpoint} below={below} />;
}

function Outcome({ row: { differing, same } }: { row: Row }) {
  const t = useTexts(fidelityTexts);
  const { language } = useLanguage();
  if (differing > 0) return <Badge tone="bad">{t.differences(counted(differing, language))}</Badge>;
  return same > 0 ? <Badge tone="good">{t.allSame}</Badge> : <Badge tone="quiet">{t.notCompared}</Badge>;
}

/** Lines of the report, which are in English as requests are; of requests each leads to an example. */
function Lines({ lines, linked = false }: { lines: readonly Line[]; linked?: boolean }) {
  const t = useTexts(fidelityTexts);
  const { language } = useLanguage();
  return (
    <ul>
      {lines.map(({ line, count, example }) => (
        <li key={line}>
          <code lang="en">{line}</code> · {t.times(counted(count, language))}
          {linked && (
            <>
              {" "}
              · <Go to={`/requests/${example}`}>{t.example}</Go>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
