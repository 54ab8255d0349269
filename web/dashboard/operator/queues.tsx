import type { z } from "zod";
import type { queuesShape } from "../../../src/api/merchant/operator.shape.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useTeamAnswer } from "../queries.ts";
import { operatorTexts } from "../texts/operator.ts";
import { shellTexts } from "../texts/shell.ts";
import { timeText } from "../time.ts";
import { Badge } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import { Section, Sheets } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

type Answer = z.output<typeof queuesShape.schema>;
type Queue = Answer["data"][number];
type Broken = Answer["failures"]["data"][number];
type Host = Answer["webhooks"][number];

/** Upper bound of the gateway's counts, so that a look is cheap for any backlog. */
const countedTo = 10_000;

/** Queues of due jobs, reloaded every few seconds while the view is open. */
export function Queues() {
  const t = useTexts(operatorTexts);
  const words = useTexts(shellTexts);
  const { language } = useLanguage();
  const queues = useTeamAnswer<Answer>("operator/queues", { every: 5_000 });
  const count = (number: number) => (
    <span className="number">{number >= countedTo ? t.atMost : number.toLocaleString("en")}</span>
  );
  const columns: readonly Column<Queue>[] = [
    { key: "queue", header: t.queue, cell: ({ queue }) => t.queues[queue], phone: "title" },
    { key: "due", header: t.due, end: true, cell: ({ due }) => count(due) },
    { key: "failing", header: t.failing, end: true, cell: ({ failing }) => count(failing) },
    {
      key: "oldest",
      header: t.oldest,
      end: true,
      cell: ({ oldest_due_at: at }) => (at ? <Time at={at} form="relative" /> : "–"),
    },
  ];
  const hosts: readonly Column<Host>[] = [
    { key: "host", header: t.host, cell: ({ host }) => <code>{host}</code>, phone: "title" },
    {
      key: "mode",
      header: t.mode,
      phone: "corner",
      cell: ({ livemode }) => <Badge tone={livemode ? "good" : "warn"}>{livemode ? words.live : words.test}</Badge>,
    },
    { key: "name", header: t.merchant, cell: ({ name }) => name },
    { key: "id", header: t.account, cell: ({ account }) => <Id id={account} /> },
    { key: "due", header: t.due, end: true, cell: ({ due }) => count(due) },
    { key: "sending", header: t.sending, end: true, cell: ({ sending }) => count(sending) },
    { key: "failing", header: t.failing, end: true, cell: ({ failing }) => count(failing) },
    {
      key: "oldest",
      header: t.oldestMade,
      end: true,
      cell: ({ oldest_created_at: at }) => <Time at={at} form="relative" />,
    },
  ];
  const broken: readonly Column<Broken>[] = [
    { key: "work", header: t.work, cell: ({ work }) => <code>{work}</code>, phone: "title" },
    { key: "count", header: t.failing, cell: ({ count }) => t.times(count), phone: "corner" },
    { key: "last", header: t.lastAt, cell: ({ last_at: at }) => <Time at={at} form="relative" /> },
    { key: "error", header: t.lastError, cell: ({ last_error: error }) => error },
  ];
  return (
    <Answered answer={queues}>
      {({ data, webhooks, failures }) => (
        <Sheets>
          <Section flush>
            <Table label={t.tabs.queues} rows={data} columns={columns} keyOf={({ queue }) => queue} />
          </Section>
          <Section title={t.hosts} lead={t.hostsLead} flush={webhooks.length > 0}>
            {webhooks.length > 0 ? (
              <Table
                label={t.hosts}
                rows={webhooks}
                columns={hosts}
                keyOf={({ account, host }) => `${account} ${host}`}
              />
            ) : (
              <p className="quiet">{t.noHosts}</p>
            )}
          </Section>
          <Section
            title={t.failures}
            lead={t.failuresLead(timeText(failures.since, "full", language))}
            flush={failures.data.length > 0}
          >
            {failures.data.length > 0 ? (
              <Table label={t.failures} rows={failures.data} columns={broken} keyOf={({ work }) => work} />
            ) : (
              <p className="quiet">{t.noFailures}</p>
            )}
          </Section>
        </Sheets>
      )}
    </Answered>
  );
}
