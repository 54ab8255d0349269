import { useState } from "react";
import type { ScheduleAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { TransferScheduleDialog } from "../schedules/create-dialog.tsx";
import { Day } from "../schedules/day.tsx";
import { Rhythm } from "../schedules/rhythm.tsx";
import { ScheduledAmount } from "../schedules/scheduled-amount.tsx";
import { payoutsTexts } from "../texts/payouts.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { RecipientName } from "./recipient-name.tsx";

/** Schedules of transfers. */
export function TransferSchedules() {
  const t = useTexts(payoutsTexts);
  const [creating, create] = useState(false);
  const pages = useListed<ScheduleAnswer>("transfers/schedules");
  const columns: Column<ScheduleAnswer>[] = [
    {
      key: "amount",
      header: t.scheduleColumns.amount,
      phone: "title",
      cell: (schedule) => <ScheduledAmount schedule={schedule} />,
    },
    {
      key: "status",
      header: t.scheduleColumns.status,
      phone: "corner",
      cell: ({ status }) => <Status state={status} />,
    },
    { key: "dates", header: t.scheduleColumns.dates, cell: (schedule) => <Rhythm schedule={schedule} /> },
    {
      key: "to",
      header: t.scheduleColumns.to,
      cell: ({ transfer }) => <RecipientName id={transfer?.recipient ?? ""} />,
    },
    {
      key: "next",
      header: t.scheduleColumns.next,
      end: true,
      cell: ({ next_occurrences_on: [next] }) => (next ? <Day on={next} /> : <span className="quiet">{t.none}</span>),
    },
  ];
  return (
    <Section
      title={t.schedules}
      flush
      actions={
        <ActButton right="payouts" variant="default" onClick={() => create(true)}>
          {t.createSchedule}
        </ActButton>
      }
    >
      <Listing
        label={t.schedules}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        to={({ id }) => `/schedules/${id}`}
        empty={
          <Empty title={t.noSchedules} icon="schedules">
            {t.noSchedulesHint}
          </Empty>
        }
      />
      {creating && <TransferScheduleDialog close={() => create(false)} />}
    </Section>
  );
}
