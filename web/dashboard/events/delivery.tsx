import type { EventDeliveriesAnswer } from "../../../src/api/event/delivery.shape.ts";
import { AccountTime } from "../frame/account-time.tsx";
import { useTexts } from "../language.tsx";
import { eventsTexts } from "../texts/events.ts";
import { HttpStatus } from "../timeline/http-status.tsx";
import { Badge, Status } from "../ui/badge.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./delivery.module.css";

type Delivery = EventDeliveriesAnswer["deliveries"][number];
type Try = Delivery["tries"][number];

/** One delivery: its state, and all attempts with their answers. */
export function DeliveryOf({ delivery }: { delivery: Delivery }) {
  const t = useTexts(eventsTexts);
  const { uri, due_at, tries } = delivery;
  const columns: Column<Try>[] = [
    { key: "at", header: t.tried, phone: "title", cell: ({ at }) => <Time at={at} form="full" /> },
    {
      key: "answer",
      header: t.answer,
      phone: "corner",
      cell: ({ status }) => (status === null ? <Badge tone="bad">{t.noAnswer}</Badge> : <HttpStatus status={status} />),
    },
    ...(tries.some(({ error }) => error !== null)
      ? [{ key: "error", header: t.error, cell: ({ error }: Try) => error ?? "" }]
      : []),
    {
      key: "latency",
      header: t.latency,
      end: true,
      cell: ({ latency_ms }) => <span className="number">{t.ms(String(latency_ms))}</span>,
    },
  ];
  return (
    <div className={classes.delivery}>
      <p className={classes.head}>
        <code>{uri}</code> <Status state={deliveryStatusOf(delivery)} />
        {due_at && (
          <span className="quiet small">
            {t.nextTry} <AccountTime at={due_at} />
          </span>
        )}
      </p>
      {tries.length > 0 && (
        <Table label={t.triesOf(uri)} rows={tries} columns={columns} keyOf={({ id }) => id} below={answerOf} />
      )}
    </div>
  );
}

const answerOf = ({ answer }: Try) => (answer === null ? null : <Answer text={answer} />);

/** The body of the endpoint's answer, unchanged. */
function Answer({ text }: { text: string }) {
  const t = useTexts(eventsTexts);
  return (
    <div className={classes.answer}>
      <span className="quiet">{t.said}</span>
      <pre>{text}</pre>
    </div>
  );
}

function deliveryStatusOf({ state, attempts }: Delivery) {
  if (state !== "due") return state;
  return attempts === 0 ? "waiting" : "retrying";
}
