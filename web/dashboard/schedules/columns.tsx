import type { ScheduleAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { schedulesTexts } from "../texts/schedules.ts";
import { Status } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { Day } from "./day.tsx";
import { Rhythm } from "./rhythm.tsx";
import { ScheduledAmount } from "./scheduled-amount.tsx";

/** A schedule as one line of a table. */
export function useScheduleColumns(): Column<ScheduleAnswer>[] {
  const t = useTexts(schedulesTexts);
  return [
    {
      key: "amount",
      header: t.columns.amount,
      phone: "title",
      cell: (schedule) => <ScheduledAmount schedule={schedule} />,
    },
    { key: "status", header: t.columns.status, phone: "corner", cell: ({ status }) => <Status state={status} /> },
    { key: "dates", header: t.columns.dates, cell: (schedule) => <Rhythm schedule={schedule} /> },
    { key: "customer", header: t.columns.customer, cell: ({ charge }) => <Id id={charge?.customer ?? ""} /> },
    {
      key: "next",
      header: t.columns.next,
      cell: ({ next_occurrences_on: [next] }) => (next ? <Day on={next} /> : <span className="quiet">{t.ended}</span>),
    },
    {
      key: "created",
      header: t.columns.created,
      end: true,
      phone: "hidden",
      cell: ({ created_at }) => <Time at={created_at} />,
    },
  ];
}
