import { type EventAnswer, happenedAt } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { homeCurrency } from "../money/amount.ts";
import { Money } from "../money/shown.tsx";
import { eventKeyTexts, eventsTexts } from "../texts/events.ts";
import { isTaken } from "../timeline/http-status.tsx";
import { Badge } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** Columns of the table of events. Accounts on the older API version have events of another shape, so every field is checked. */
export function useEventColumns(): Column<EventAnswer>[] {
  const { columns } = useTexts(eventsTexts);
  const names: Record<string, string> = useTexts(eventKeyTexts);
  return [
    {
      key: "key",
      header: columns.key,
      phone: "title",
      cell: ({ key }) => (
        <>
          {names[key]} <code className="quiet">{key}</code>
        </>
      ),
    },
    { key: "about", header: columns.about, cell: (event) => <About data={event.data} /> },
    { key: "delivery", header: columns.delivery, phone: "corner", cell: (event) => <Heard event={event} /> },
    { key: "id", header: columns.id, phone: "hidden", cell: ({ id }) => <Id id={id} /> },
    { key: "created", header: columns.created, end: true, cell: (event) => <Time at={happenedAt(event)} /> },
  ];
}

function About({ data }: { data: unknown }) {
  const { amount, currency, id } = data as { amount?: number; currency?: string; id?: string }; // a charge or a refund, of any API version
  return (
    <>
      {amount !== undefined && <Money amount={amount} currency={currency?.toUpperCase() ?? homeCurrency()} />}{" "}
      {id !== undefined && <Id id={id} />}
    </>
  );
}

/** Whether an endpoint accepted it, by the last attempt. */
function Heard({ event }: { event: EventAnswer }) {
  const t = useTexts(eventsTexts);
  const tries = ("webhook_deliveries" in event ? event.webhook_deliveries : []) as { status: number | null }[]; // typed as in the shape
  const last = tries.at(-1);
  if (!last) return <Badge tone="quiet">{t.notSent}</Badge>;
  const taken = tries.some(({ status }) => isTaken(status));
  return taken ? <Badge tone="good">{t.delivered}</Badge> : <Badge tone="bad">{t.failing}</Badge>;
}
