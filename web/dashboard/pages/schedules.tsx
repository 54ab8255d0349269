import { useState } from "react";
import type { ScheduleAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { CreateDialog } from "../schedules/create-dialog.tsx";
import { Day } from "../schedules/day.tsx";
import { Rhythm } from "../schedules/rhythm.tsx";
import { ScheduledAmount } from "../schedules/scheduled-amount.tsx";
import { schedulesTexts } from "../texts/schedules.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** Schedules that charge customers, newest first; those that pay out are on the page of payouts. */
export function Schedules() {
  const t = useTexts(schedulesTexts);
  const [creating, create] = useState(false);
  const pages = useListed<ScheduleAnswer>("charges/schedules");
  const columns: Column<ScheduleAnswer>[] = [
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
  const button = (
    <ActButton right="schedules" onClick={() => create(true)}>
      {t.create}
    </ActButton>
  );
  return (
    <>
      <PageHead
        title={t.title}
        actions={
          <>
            <DownloadCsv what="schedules" query={{}} />
            {button}
          </>
        }
      />
      <Section flush>
        <Listing
          label={t.title}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/schedules/${id}`}
          empty={
            <Empty title={t.emptyTitle} icon="schedules">
              {t.emptyHint}
            </Empty>
          }
        />
      </Section>
      {creating && <CreateDialog close={() => create(false)} />}
    </>
  );
}
