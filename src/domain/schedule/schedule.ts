import { dateInBangkok } from "../base/bangkok.ts";
import { Refusal, refuseIfAny } from "../base/errors.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { hours, minutes, type Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { EventKey } from "../event/event.ts";
import type { Account } from "../merchant/account.ts";
import { type Charge, isDecided } from "../payment/charge.ts";
import { nextBankingDay } from "../payout/banking-day.ts";
import { type Transfer, transferFailures } from "../payout/transfer-row.ts";
import { type Day, datesOf, dayAfter, type Recurrence } from "./calendar.ts";
import { type Occurrence, type OccurrenceState, occurrenceMoves } from "./occurrence-row.ts";
import { occurrencesShown, type Schedule, type ScheduleState, scheduleMoves } from "./schedule-row.ts";

/** A merchant's request; without `startOn` a schedule starts today. */
export type ScheduleRequest = {
  recurrence: Recurrence;
  startOn: Day | undefined;
  endOn: Day;
  customer: string | null;
  card: string | null;
  recipient: string | null;
  amount: Minor | null;
  balanceBps: number | null;
  currency: string;
  description: string | null;
  metadata: Record<string, unknown>;
};

export type ScheduleIds = { schedule: string; scheduledId: string; occurrence: string };

/** A schedule, its occurrence that was decided on, and all that is saved together. */
export type ScheduleDecision = {
  schedule: Schedule;
  /** The occurrence that is planned next, where this decision plans one. */
  next?: Occurrence | undefined;
  changes: Changes;
  happened: DomainEvent[];
};

/** How often a date is tried, once a day, before the schedule is suspended. Source: the help pages, at most two retries. */
export const attemptsMax = 3;

/** The message of an occurrence whose charge failed. Recorded in 2018. */
const notCaptured = "charge could not be captured";

/** The pause before an occurrence is looked at again whose charge is not decided yet. */
const lookAgainAfter = minutes(1);

/** The longest time between start and end. Recorded: 99 years were accepted. */
const yearsMax = 100;

/** When the occurrences of a day run. Recorded in 2017 and 2018: from 01:30 UTC on, 08:30 in Bangkok. */
export const runAt = (day: Day): Time => Date.parse(`${day}T00:00:00Z`) + hours(1.5);

/**
 * Creates a schedule with its first occurrence, which is due at once where the schedule begins today.
 *
 * @throws Refusal `bad_request` for dates that leave nothing to do
 */
export function createSchedule(
  account: Account,
  { defaultCard }: Pick<Schedule, "defaultCard">,
  request: ScheduleRequest,
  ids: ScheduleIds,
  now: Time,
): ScheduleDecision & { occurrence: Occurrence } {
  const today = dateInBangkok(now);
  const { recurrence, startOn = today, endOn, ...order } = request;
  refuseIfAny("bad_request", dateFaults(startOn, endOn, today));
  const [first, second] = datesOf({ recurrence, startOn, endOn }, startOn, 2);
  if (first === undefined) throw new Refusal("bad_request", "end_date leaves no date on which the schedule occurs");
  const schedule: Schedule = {
    id: ids.schedule,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    state: second === undefined ? "expiring" : "running",
    recurrence,
    startOn,
    endOn,
    nextOn: first,
    scheduledId: ids.scheduledId,
    ...order,
    processed: 0,
    occurrences: [],
    defaultCard,
    createdAt: now,
    endedAt: null,
  };
  const occurrence = nextOccurrence(
    schedule,
    ids.occurrence,
    { on: first, dueAt: first === today ? now : runAt(first) },
    now,
  );
  return {
    schedule,
    occurrence,
    changes: { insert: { schedules: [schedule], occurrences: [occurrence] } },
    happened: [
      scheduleEvent("schedule.create", schedule),
      ...(second === undefined ? [scheduleEvent("schedule.expiring", schedule)] : []),
    ],
  };
}

function dateFaults(startOn: Day, endOn: Day, today: Day): string[] {
  const latest = `${Number(startOn.slice(0, 4)) + yearsMax}${startOn.slice(4)}`;
  return [
    ...(startOn < today ? ["start_date cannot be in the past"] : []),
    ...(endOn < startOn ? ["end_date cannot be before start_date"] : []),
    ...(endOn > latest ? [`end_date cannot be more than ${yearsMax} years after start_date`] : []),
  ];
}

/**
 * Records that the charge or transfer of an occurrence is made, in the commit that makes it: an occurrence has one, however many processes run it.
 *
 * @param transferAmount 0 for a charge
 */
export function beginOccurrence(
  occurrence: Occurrence,
  made: { id: string },
  now: Time,
  transferAmount: Minor = 0,
): Occurrence {
  return move(occurrence, "begin", { result: made.id, transferAmount, begunAt: now, dueAt: now + lookAgainAfter });
}

/** Records what became of an occurrence's charge; while its bank has not decided, only that the occurrence is looked at again. */
export function takeResult(
  schedule: Schedule,
  occurrence: Occurrence,
  charge: Charge,
  nextId: string,
  now: Time,
): ScheduleDecision {
  if (!isDecided(charge)) {
    const waiting = revise(occurrence, { dueAt: now + lookAgainAfter });
    return { schedule, changes: { update: { occurrences: [waiting] } }, happened: [] };
  }
  const paid = charge.state === "captured";
  return settle(
    schedule,
    move(occurrence, paid ? "succeed" : "fail", { message: paid ? null : notCaptured, ...processed(now) }),
    nextId,
    now,
  );
}

/** Records what became of an occurrence's transfer, which succeeds when it is sent. */
export function takeTransfer(
  schedule: Schedule,
  occurrence: Occurrence,
  { state, failureCode }: Transfer,
  nextId: string,
  now: Time,
): ScheduleDecision {
  if (state === "created") {
    const waiting = revise(occurrence, { dueAt: now + lookAgainAfter });
    return { schedule, changes: { update: { occurrences: [waiting] } }, happened: [] };
  }
  const sent = state === "sent" || state === "paid";
  const message = sent ? null : failureCode === null ? "transfer was deleted" : transferFailures[failureCode];
  return settle(schedule, move(occurrence, sent ? "succeed" : "fail", { message, ...processed(now) }), nextId, now);
}

/**
 * Records that nothing could be made for an occurrence: its customer, card or recipient is gone, or what is asked for would be refused.
 *
 * @param message why, as the API tells the merchant
 * @param again whether the date is tried again
 */
export function refuseOccurrence(
  schedule: Schedule,
  occurrence: Occurrence,
  message: string,
  nextId: string,
  now: Time,
  again = true,
): ScheduleDecision {
  return settle(schedule, move(occurrence, "fail", { message, ...processed(now) }), nextId, now, again);
}

/** Records that the part of the balance that an occurrence would pay out is too small for a transfer. */
export const skipOccurrence = (
  schedule: Schedule,
  occurrence: Occurrence,
  nextId: string,
  now: Time,
): ScheduleDecision => settle(schedule, move(occurrence, "skip", processed(now)), nextId, now);

const processed = (now: Time) => ({ processedAt: now, dueAt: null });

/** The day of a retry: the next one for a charge, the next on which banks work for a transfer. */
const retryDay = ({ recipient }: Schedule, now: Time): Day =>
  recipient === null ? dayAfter(dateInBangkok(now)) : dateInBangkok(nextBankingDay(now));

/**
 * Counts a processed occurrence, and plans the one that follows: the retry of a failed one, else the next date.
 * A failed date is tried again before the next date comes, so dates are charged in order.
 */
function settle(before: Schedule, occurrence: Occurrence, nextId: string, now: Time, again = true): ScheduleDecision {
  const shown = [...before.occurrences, occurrence].slice(0, occurrencesShown);
  const schedule = revise(before, { processed: before.processed + 1, occurrences: shown });
  if (before.state === "deleted") return settled(schedule, occurrence);
  if (occurrence.state === "failed" && again) {
    if (occurrence.attempt >= attemptsMax)
      return settled(end(schedule, "suspend", now), occurrence, ["schedule.suspend"]);
    const retryOn = retryDay(schedule, now);
    const planned = { on: occurrence.scheduledOn, dueAt: runAt(retryOn), attempt: occurrence.attempt + 1, retryOn };
    return settled(schedule, occurrence, [], nextOccurrence(schedule, nextId, planned, now));
  }
  const [nextOn, later] = datesOf(schedule, dayAfter(occurrence.scheduledOn), 2);
  if (nextOn === undefined) return settled(end(schedule, "end", now), occurrence, ["schedule.expire"]);
  const last = later === undefined;
  const after = { ...schedule, nextOn, state: last ? moved(schedule.state, "last") : schedule.state };
  const next = nextOccurrence(after, nextId, { on: nextOn, dueAt: runAt(nextOn) }, now);
  return settled(after, occurrence, last ? ["schedule.expiring"] : [], next);
}

function settled(
  schedule: Schedule,
  occurrence: Occurrence,
  keys: readonly ScheduleKey[] = [],
  next?: Occurrence,
): ScheduleDecision {
  return {
    schedule,
    next,
    changes: {
      update: { schedules: [schedule], occurrences: [occurrence] },
      ...(next && { insert: { occurrences: [next] } }),
    },
    happened: keys.map((key) => scheduleEvent(key, schedule)),
  };
}

/**
 * Deletes a schedule for good; it stays readable. A charge that is under way is not stopped, and its occurrence is recorded.
 *
 * @param open the occurrence that is not processed yet
 * @throws Refusal `failed_deletion`
 */
export function deleteSchedule(schedule: Schedule, open: Occurrence | undefined, now: Time): ScheduleDecision {
  if (schedule.state === "deleted") throw new Refusal("failed_deletion", "schedule was already deleted");
  const deleted = end(revise(schedule, {}), "destroy", now);
  const dropped = open?.state === "waiting" ? [move(open, "drop", { dueAt: null })] : [];
  return {
    schedule: deleted,
    changes: { update: { schedules: [deleted], ...(dropped.length > 0 && { occurrences: dropped }) } },
    happened: [scheduleEvent("schedule.destroy", deleted)],
  };
}

/** The schedule after its last occurrence. */
function end(schedule: Schedule, action: "end" | "suspend" | "destroy", now: Time): Schedule {
  return { ...schedule, state: moved(schedule.state, action), nextOn: null, endedAt: schedule.endedAt ?? now };
}

type Planned = { on: Day; dueAt: Time; attempt?: number; retryOn?: Day };

function nextOccurrence(
  schedule: Schedule,
  id: string,
  { on, dueAt, attempt = 1, retryOn }: Planned,
  now: Time,
): Occurrence {
  return {
    id,
    version: 1,
    account: schedule.account,
    livemode: schedule.livemode,
    schedule: schedule.id,
    state: "waiting",
    attempt,
    scheduledOn: on,
    retryOn: retryOn ?? null,
    result: null,
    message: null,
    transferAmount: 0,
    createdAt: now,
    begunAt: null,
    processedAt: null,
    dueAt,
  };
}

/** The occurrence after `action`. An illegal move is a defect: an occurrence would be run or counted twice. */
function move(
  occurrence: Occurrence,
  action: "begin" | "succeed" | "fail" | "skip" | "drop",
  patch: Partial<Occurrence>,
): Occurrence {
  const next = (occurrenceMoves[occurrence.state] as Record<string, OccurrenceState>)[action];
  if (!next) throw new Error(`occurrence ${occurrence.id} is ${occurrence.state} and cannot ${action}`);
  return revise(occurrence, { ...patch, state: next });
}

/** The state of a schedule after `action`. An illegal move is a defect, since rules ask first. */
function moved(state: ScheduleState, action: "last" | "end" | "suspend" | "destroy"): ScheduleState {
  const next = (scheduleMoves[state] as Record<string, ScheduleState>)[action];
  if (!next) throw new Error(`a schedule that is ${state} cannot ${action}`);
  return next;
}

type ScheduleKey = Extract<EventKey, `schedule.${string}`>;

const scheduleEvent = (key: ScheduleKey, row: Schedule): DomainEvent => ({ key, about: { kind: "schedule", row } });
