import { describe, expect, test } from "vitest";
import { aCharge, anAccount, noon } from "../../../tests/kit/domain-builders.ts";
import { aScheduleRequest } from "../../../tests/kit/schedule-builders.ts";
import { dateInBangkok } from "../base/bangkok.ts";
import { Refusal } from "../base/errors.ts";
import { days, hours, type Time } from "../base/time.ts";
import { type Occurrence, occurrenceMoves } from "./occurrence-row.ts";
import {
  attemptsMax,
  beginOccurrence,
  createSchedule,
  deleteSchedule,
  refuseOccurrence,
  runAt,
  type ScheduleDecision,
  type ScheduleRequest,
  takeResult,
} from "./schedule.ts";
import { type Schedule, type ScheduleState, scheduleMoves } from "./schedule-row.ts";

const today = dateInBangkok(noon);
const inDays = (count: number) => dateInBangkok(noon + days(count));
const ids = { schedule: "schd_1", scheduledId: "rchg_1", occurrence: "occu_1" };

const create = (request: Partial<ScheduleRequest> = {}) =>
  createSchedule(anAccount(), { defaultCard: "card_1" }, aScheduleRequest(request), ids, noon);

const keysOf = ({ happened }: ScheduleDecision) => happened.map(({ key }) => key);
const nextOf = ({ changes }: ScheduleDecision): Occurrence | undefined => changes.insert?.occurrences?.[0];
const processedOf = ({ changes }: ScheduleDecision): Occurrence | undefined => changes.update?.occurrences?.[0];

/** Runs one occurrence and records what became of its charge. */
function run(
  schedule: Schedule,
  occurrence: Occurrence,
  state: "captured" | "failed" | "authorizing",
  at: Time,
): ScheduleDecision {
  const charge = aCharge({ id: `chrg_${occurrence.id}`, state });
  return takeResult(schedule, beginOccurrence(occurrence, charge, at), charge, `${occurrence.id}+`, at);
}

describe("a new schedule", () => {
  test("that begins today runs at once, whatever the time of the day", () => {
    const { schedule, occurrence, happened } = create();
    expect([occurrence.scheduledOn, occurrence.dueAt, occurrence.state]).toEqual([today, noon, "waiting"]);
    expect([schedule.state, schedule.startOn, schedule.nextOn]).toEqual(["running", today, today]);
    expect(happened.map(({ key }) => key)).toEqual(["schedule.create"]);
  });

  test("that begins later runs at 01:30 UTC of its first date", () => {
    const { occurrence } = create({ startOn: inDays(3) });
    expect(occurrence.dueAt).toBe(Date.parse(`${inDays(3)}T01:30:00Z`));
  });

  test("whose first date is its last is expiring from the beginning", () => {
    const decision = create({ startOn: inDays(3), endOn: inDays(3) });
    expect([decision.schedule.state, keysOf(decision)]).toEqual(["expiring", ["schedule.create", "schedule.expiring"]]);
  });

  test("has its day by the clock of Bangkok", () => {
    const evening = Date.parse("2026-01-15T17:30:00Z"); // 00:30 of the 16th in Bangkok
    const { schedule } = createSchedule(anAccount(), { defaultCard: null }, aScheduleRequest(), ids, evening);
    expect(schedule.startOn).toBe("2026-01-16");
  });

  test.each<[string, Partial<ScheduleRequest>]>([
    ["start_date cannot be in the past", { startOn: inDays(-1) }],
    ["end_date cannot be before start_date", { startOn: inDays(2), endOn: inDays(1) }],
    ["end_date cannot be more than 100 years after start_date", { endOn: "2126-12-31" }],
    [
      "end_date leaves no date on which the schedule occurs",
      { recurrence: { every: 1, period: "month", daysOfMonth: [1] }, endOn: inDays(2) },
    ],
  ])("is refused: %s", (message, request) => {
    expect(() => create(request)).toThrow(new Refusal("bad_request", message));
  });
});

describe("an occurrence", () => {
  test("that is paid plans the next date, and is shown", () => {
    const { schedule, occurrence } = create();
    const decision = run(schedule, occurrence, "captured", noon);
    expect(processedOf(decision)).toMatchObject({ state: "successful", message: null, processedAt: noon, dueAt: null });
    expect(nextOf(decision)).toMatchObject({
      scheduledOn: inDays(1),
      retryOn: null,
      attempt: 1,
      createdAt: noon,
      dueAt: runAt(inDays(1)),
    });
    expect([decision.schedule.nextOn, decision.schedule.processed, decision.schedule.occurrences.length]).toEqual([
      inDays(1),
      1,
      1,
    ]);
    expect(keysOf(decision)).toEqual([]);
  });

  test("whose charge is not decided waits, and plans nothing", () => {
    const { schedule, occurrence } = create();
    const decision = run(schedule, occurrence, "authorizing", noon);
    expect(processedOf(decision)).toMatchObject({ state: "charging", processedAt: null });
    expect(processedOf(decision)?.dueAt).toBeGreaterThan(noon);
    expect([nextOf(decision), decision.schedule]).toEqual([undefined, schedule]);
  });

  test("that fails is tried again on the next day, for the same date, which stays the next one", () => {
    const { schedule, occurrence } = create();
    const decision = run(schedule, occurrence, "failed", noon);
    expect(processedOf(decision)).toMatchObject({
      state: "failed",
      message: "charge could not be captured",
      retryOn: null,
    });
    expect(nextOf(decision)).toMatchObject({
      scheduledOn: today,
      retryOn: inDays(1),
      attempt: 2,
      dueAt: runAt(inDays(1)),
    });
    expect([decision.schedule.nextOn, decision.schedule.state]).toEqual([today, "running"]);
  });

  test("that fails late is tried again on the day after that, not in the past", () => {
    const { schedule, occurrence } = create();
    const decision = run(schedule, occurrence, "failed", noon + days(4));
    expect(nextOf(decision)).toMatchObject({ scheduledOn: today, retryOn: inDays(5) });
  });

  test("that is paid at a retry lets the schedule go on with the date after its own", () => {
    const { schedule, occurrence } = create();
    const failed = run(schedule, occurrence, "failed", noon);
    const retry = nextOf(failed) as Occurrence;
    const paid = run(failed.schedule, retry, "captured", runAt(inDays(1)));
    expect(nextOf(paid)).toMatchObject({ scheduledOn: inDays(1), retryOn: null, attempt: 1, dueAt: runAt(inDays(1)) });
  });

  test("that fails three times suspends the schedule for good", () => {
    let decision: ScheduleDecision = create();
    let occurrence = create().occurrence;
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      decision = run(decision.schedule, occurrence, "failed", noon + days(attempt));
      occurrence = nextOf(decision) ?? occurrence;
    }
    expect(keysOf(decision)).toEqual(["schedule.suspend"]);
    expect(nextOf(decision)).toBeUndefined();
    expect(decision.schedule).toMatchObject({
      state: "suspended",
      nextOn: null,
      processed: 3,
      endedAt: noon + days(3),
    });
  });

  test("that cannot be charged fails with the reason and without a charge, and is tried again", () => {
    const { schedule, occurrence } = create();
    const decision = refuseOccurrence(schedule, occurrence, "card card_1 was not found", "occu_2", noon);
    expect(processedOf(decision)).toMatchObject({
      state: "failed",
      result: null,
      message: "card card_1 was not found",
    });
    expect(nextOf(decision)).toMatchObject({ id: "occu_2", attempt: 2 });
  });

  test("before the last makes the schedule expiring, and the last ends it", () => {
    const { schedule, occurrence } = create({ endOn: inDays(1) });
    const first = run(schedule, occurrence, "captured", noon);
    expect([first.schedule.state, keysOf(first)]).toEqual(["expiring", ["schedule.expiring"]]);
    const last = run(first.schedule, nextOf(first) as Occurrence, "captured", noon + days(1));
    expect([last.schedule.state, keysOf(last), nextOf(last)]).toEqual(["expired", ["schedule.expire"], undefined]);
    expect(last.schedule).toMatchObject({ nextOn: null, endedAt: noon + days(1) });
  });

  test("may be retried after the end date", () => {
    const { schedule, occurrence } = create({ endOn: today });
    expect(nextOf(run(schedule, occurrence, "failed", noon))).toMatchObject({ scheduledOn: today, retryOn: inDays(1) });
  });

  test("is never charged twice", () => {
    const { occurrence } = create();
    const begun = beginOccurrence(occurrence, aCharge(), noon);
    expect(() => beginOccurrence(begun, aCharge(), noon)).toThrow("cannot begin");
  });

  test("is never counted twice", () => {
    const { schedule, occurrence } = create();
    const done = run(schedule, occurrence, "captured", noon);
    const charge = aCharge({ state: "captured" });
    expect(() => takeResult(done.schedule, processedOf(done) as Occurrence, charge, "occu_3", noon)).toThrow(
      "cannot succeed",
    );
  });
});

describe("deleting", () => {
  test("drops the occurrence that waits", () => {
    const { schedule, occurrence } = create({ startOn: inDays(1) });
    const decision = deleteSchedule(schedule, occurrence, noon);
    expect(decision.schedule).toMatchObject({ state: "deleted", nextOn: null, endedAt: noon });
    expect(processedOf(decision)).toMatchObject({ state: "dropped", dueAt: null });
    expect(keysOf(decision)).toEqual(["schedule.destroy"]);
  });

  test.each(["captured", "failed"] as const)(
    "lets a charge under way end, and plans nothing when it is %s",
    (state) => {
      const { schedule, occurrence } = create();
      const charge = aCharge({ state });
      const begun = beginOccurrence(occurrence, charge, noon);
      const deleted = deleteSchedule(schedule, begun, noon);
      expect(deleted.changes.update?.occurrences).toBeUndefined();
      const after = takeResult(deleted.schedule, begun, charge, "occu_2", noon + hours(1));
      expect([after.schedule.state, after.schedule.processed, nextOf(after), keysOf(after)]).toEqual([
        "deleted",
        1,
        undefined,
        [],
      ]);
    },
  );

  const states = Object.keys(scheduleMoves) as ScheduleState[];
  test.each(states)("a schedule that is %s", (state) => {
    const { schedule } = create();
    const stored = { ...schedule, state };
    if (state === "deleted")
      expect(() => deleteSchedule(stored, undefined, noon)).toThrow(
        new Refusal("failed_deletion", "schedule was already deleted"),
      );
    else expect(deleteSchedule(stored, undefined, noon).schedule.state).toBe("deleted");
  });
});

test("every state of an occurrence that the API shows is final", () => {
  expect([occurrenceMoves.successful, occurrenceMoves.failed, occurrenceMoves.skipped]).toEqual([{}, {}, {}]);
});
