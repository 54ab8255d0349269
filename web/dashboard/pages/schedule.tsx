import { useState } from "react";
import type { OccurrenceAnswer, ScheduleAnswer } from "../answers.ts";
import classes from "../charge/charge.module.css";
import { Metadata } from "../charge/facts.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { Go, useParameter } from "../navigation.tsx";
import { RecipientName } from "../payouts/recipient-name.tsx";
import { useAnswer } from "../queries.ts";
import { changedBySchedules } from "../schedules/changed.ts";
import { Day, useDayText } from "../schedules/day.tsx";
import { Rhythm } from "../schedules/rhythm.tsx";
import own from "../schedules/schedule.module.css";
import { ScheduledAmount } from "../schedules/scheduled-amount.tsx";
import { scheduleTexts } from "../texts/schedules.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Copyable } from "../ui/copy.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";
import { Id } from "../ui/id.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { plainly } from "../ui/refusal.ts";
import { Answered, Missing } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** One schedule: the dates ahead, and what happened on those that have passed. */
export function Schedule() {
  const t = useTexts(scheduleTexts);
  const id = useParameter("id");
  const answer = useAnswer<ScheduleAnswer>(`schedules/${id}`);
  return (
    <Answered answer={answer} lines={8} missing={<Missing id={id} list={{ to: "/schedules", name: t.back }} />}>
      {(schedule) => <View schedule={schedule} />}
    </Answered>
  );
}

function View({ schedule }: { schedule: ScheduleAnswer }) {
  const t = useTexts(scheduleTexts);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageHead
        above={schedule.transfer ? <Go to="/payouts">{t.backToPayouts}</Go> : <Go to="/schedules">{t.back}</Go>}
        title={
          <span className={classes.title}>
            <ScheduledAmount schedule={schedule} /> <Status state={schedule.status} />
          </span>
        }
        lead={
          <span className={classes.lead}>
            <Rhythm schedule={schedule} />
            <Copyable text={schedule.id} />
          </span>
        }
        actions={
          !schedule.deleted && (
            <ActButton right="schedules" variant="default" onClick={() => setDeleting(true)}>
              {t.delete}
            </ActButton>
          )
        }
      />
      <div className={classes.columns}>
        <Sheets>
          {schedule.status === "suspended" && (
            <Notice tone="warn" icon="warning">
              {schedule.transfer ? t.suspendedPayout : t.suspended}
            </Notice>
          )}
          <Occurrences schedule={schedule} />
        </Sheets>
        <div className={classes.side}>
          <Sheets>
            <Next dates={schedule.next_occurrences_on} />
            <Details schedule={schedule} />
            {schedule.charge && <Metadata metadata={schedule.charge.metadata} />}
          </Sheets>
        </div>
      </div>
      {deleting && <Deletion schedule={schedule} close={() => setDeleting(false)} />}
    </>
  );
}

/** How many of the dates ahead are written out. */
const datesShown = 5;

function Next({ dates }: { dates: readonly string[] }) {
  const t = useTexts(scheduleTexts);
  const more = dates.length - datesShown;
  const last = dates.at(-1);
  return (
    <Section title={t.next} lead={dates.length > 0 && t.nextHint}>
      {dates.length === 0 && <p className="quiet">{t.noneAhead}</p>}
      <ul className={own.dates}>
        {dates.slice(0, datesShown).map((date) => (
          <li key={date}>
            <Day on={date} />
          </li>
        ))}
      </ul>
      {more > 0 && last !== undefined && <More count={more} last={last} />}
    </Section>
  );
}

function More({ count, last }: { count: number; last: string }) {
  const t = useTexts(scheduleTexts);
  const day = useDayText(last);
  return <p className="quiet small">{t.moreDates(count, day)}</p>;
}

function Occurrences({ schedule }: { schedule: ScheduleAnswer }) {
  const t = useTexts(scheduleTexts);
  const { language } = useLanguage();
  const pages = useListed<OccurrenceAnswer>(`schedules/${schedule.id}/occurrences`);
  const columns: Column<OccurrenceAnswer>[] = [
    {
      key: "date",
      header: t.columns.date,
      phone: "title",
      cell: ({ scheduled_on, retry_on }) => (
        <>
          <Day on={scheduled_on} />
          {retry_on !== null && <Retry on={retry_on} />}
        </>
      ),
    },
    {
      key: "status",
      header: t.columns.status,
      cell: ({ status, message }) => (
        <>
          <Status state={status} />{" "}
          {message !== null && <span className="quiet small">{plainly(message, language)}</span>}
        </>
      ),
    },
    {
      key: "charge",
      header: schedule.transfer ? t.transfer : t.columns.charge,
      cell: ({ result }) =>
        result === null ? (
          <span className="quiet">{t.noCharge}</span>
        ) : (
          <Go to={schedule.transfer ? "/payouts" : `/charges/${result}`}>
            <Id id={result} />
          </Go>
        ),
    },
    {
      key: "processed",
      header: t.columns.processed,
      end: true,
      cell: ({ processed_at }) => <Time at={processed_at} />,
    },
  ];
  return (
    <Section title={t.occurrences} flush>
      <Listing
        label={t.occurrences}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<p className={`quiet ${own.none}`}>{t.notYet}</p>}
      />
    </Section>
  );
}

function Retry({ on }: { on: string }) {
  const t = useTexts(scheduleTexts);
  const day = useDayText(on);
  return (
    <>
      <br />
      <span className="quiet small">{t.retry(day)}</span>
    </>
  );
}

function Details({ schedule }: { schedule: ScheduleAnswer }) {
  const t = useTexts(scheduleTexts);
  const { charge, transfer, start_on, end_on, created_at, ended_at } = schedule;
  return (
    <Section title={t.details}>
      <Facts
        facts={[
          [t.dates, <Rhythm key="dates" schedule={schedule} />],
          [t.start, <Day key="start" on={start_on} />],
          [t.end, <Day key="end" on={end_on} />],
          transfer ? [t.recipient, <RecipientName key="recipient" id={transfer.recipient} />] : null,
          charge
            ? [
                t.customer,
                <Go key="customer" to={`/customers/${charge.customer}`}>
                  <Id id={charge.customer} />
                </Go>,
              ]
            : null,
          charge ? [t.card, charge.default_card ? t.defaultCard : <Id key="card" id={charge.card ?? ""} />] : null,
          charge && charge.description !== null ? [t.description, charge.description] : null,
          [t.created, <Time key="at" at={created_at} form="full" />],
          ended_at === null ? null : [t.endedAt, <Time key="ended" at={ended_at} form="full" />],
        ]}
      />
    </Section>
  );
}

function Deletion({ schedule, close }: { schedule: ScheduleAnswer; close: () => void }) {
  const t = useTexts(scheduleTexts);
  return (
    <DeleteDialog
      path={`schedules/${schedule.id}`}
      title={t.deleteTitle}
      action={t.delete}
      said={t.deleted}
      refreshes={changedBySchedules}
      close={close}
    >
      <p>{schedule.transfer ? t.deletePayoutHint : t.deleteHint}</p>
    </DeleteDialog>
  );
}
