import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../domain/base/time.ts";
import { defaultSchedule, formatSchedule, nextAttemptAt, parseSchedule, type Schedule } from "./schedule.ts";

const firstAt = 1_700_000_000_000;
const noJitter = () => 0.5;

describe("the default schedule", () => {
  const schedule = parsed(defaultSchedule);

  test("waits 1 and 5 and 15 minutes, then 1, 3, 6, 12, 24, 48 and 48 hours, and tries once more on the last day", () => {
    const waits = [1, 5, 15, 60, 180, 360, 720, 1440, 2880, 2880].map(minutes);
    const rest = days(7) - waits.reduce((sum, wait) => sum + wait);
    expect(waitsOf(schedule, noJitter)).toEqual([...waits, rest]);
  });

  test("is printed as it is written", () => {
    expect(formatSchedule(schedule)).toBe(defaultSchedule);
  });

  test.each([
    [0, 54],
    [0.5, 60],
    [1, 66],
  ])("waits between 54 and 66 seconds for the first retry (chance %d: %d s)", (chance, wait) => {
    const next = nextAttemptAt(schedule, { attemptsMade: 1, firstAt, now: firstAt }, () => chance);
    expect(next).toBe(firstAt + seconds(wait));
  });
});

describe("whatever the schedule", () => {
  const moments = fc.record({ attemptsMade: fc.integer({ min: 1, max: 1_000 }), elapsed: fc.nat(days(800)) });

  test("the next try is later than now and not after the end of the schedule", () => {
    fc.assert(
      fc.property(schedules(), moments, chances(), (schedule, { attemptsMade, elapsed }, chance) => {
        const now = firstAt + elapsed;
        const next = nextAttemptAt(schedule, { attemptsMade, firstAt, now }, () => chance);
        if (next === null) return;
        expect(next).toBeGreaterThan(now);
        expect(next).toBeLessThanOrEqual(firstAt + schedule.giveUpAfter);
        expect(Number.isSafeInteger(next)).toBe(true);
      }),
    );
  });

  test("we give up when the time is over, and not before", () => {
    fc.assert(
      fc.property(schedules(), moments, chances(), (schedule, { attemptsMade, elapsed }, chance) => {
        const next = nextAttemptAt(schedule, { attemptsMade, firstAt, now: firstAt + elapsed }, () => chance);
        expect(next === null).toBe(elapsed >= schedule.giveUpAfter);
      }),
    );
  });

  test("tries end, and no wait differs by more than a tenth from the schedule", () => {
    fc.assert(
      fc.property(longSchedules(), fc.infiniteStream(chances()), (schedule, stream) => {
        const waits = waitsOf(schedule, () => stream.next().value);
        const shortest = Math.min(...schedule.delays) * 0.9;
        expect(waits.length).toBeLessThanOrEqual(Math.ceil(schedule.giveUpAfter / shortest) + 1);
        expect(waits.reduce((sum, wait) => sum + wait)).toBe(schedule.giveUpAfter);
        for (const [index, wait] of waits.slice(0, -1).entries()) {
          const planned = schedule.delays[Math.min(index, schedule.delays.length - 1)] ?? 0;
          expect(Math.abs(wait - planned)).toBeLessThanOrEqual(planned / 10 + 1);
        }
      }),
    );
  });

  test("format then parse gives it back", () => {
    fc.assert(
      fc.property(schedules(), (schedule) => {
        expect(parseSchedule(formatSchedule(schedule))).toEqual(schedule);
      }),
    );
  });
});

describe("as a setting", () => {
  test("the default end is seven days", () => {
    expect(parseSchedule("30s, 5m,12h")).toEqual({
      delays: [seconds(30), minutes(5), hours(12)],
      giveUpAfter: days(7),
    });
  });

  test.each([
    ["", '"" is not a duration such as 30s, 5m, 12h or 7d'],
    ["1m,,5m", '"" is not a duration such as 30s, 5m, 12h or 7d'],
    ["1m,soon", '"soon" is not a duration such as 30s, 5m, 12h or 7d'],
    ["0m", '"0m" is not a duration such as 30s, 5m, 12h or 7d'],
    ["1.h", '"1.h" is not a duration such as 30s, 5m, 12h or 7d'],
    ["-1h", '"-1h" is not a duration such as 30s, 5m, 12h or 7d'],
    ["9999d", '"9999d" is not a duration such as 30s, 5m, 12h or 7d'],
    ["1m until never", '"never" is not a duration such as 30s, 5m, 12h or 7d'],
    ["1m until 1h until 2h", '"1m until 1h until 2h" says "until" more than once'],
    ["2h until 1h", '"2h until 1h" gives up before the first retry'],
  ])("%j is refused: %s", (text, fault) => {
    expect(parseSchedule(text)).toBe(fault);
  });

  test("any text gives a schedule or a sentence", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const answer = parseSchedule(text);
        if (typeof answer === "string") expect(answer).toMatch(/\w+ \w+/);
        else expect(answer).toEqual({ delays: expect.any(Array), giveUpAfter: expect.any(Number) });
      }),
    );
  });
});

function parsed(text: string): Schedule {
  const schedule = parseSchedule(text);
  if (typeof schedule === "string") throw new Error(schedule);
  return schedule;
}

/** The waits between tries when every try fails at once. */
function waitsOf(schedule: Schedule, random: () => number): number[] {
  const waits: number[] = [];
  for (let now = firstAt, attemptsMade = 1; ; attemptsMade += 1) {
    const next = nextAttemptAt(schedule, { attemptsMade, firstAt, now }, random);
    if (next === null) return waits;
    waits.push(next - now);
    now = next;
  }
}

function chances() {
  return fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
}

function schedules(longestGiveUp = days(365), shortestDelay = 1) {
  const delay = fc.integer({ min: shortestDelay, max: 86_400 * 3 }).map(seconds);
  return fc
    .record({
      delays: fc.array(delay, { minLength: 1, maxLength: 12 }),
      giveUpAfter: fc.integer({ min: 1, max: longestGiveUp / 1_000 }),
    })
    .map(
      ({ delays: [first = 1_000, ...others], giveUpAfter }): Schedule => ({
        delays: [first, ...others],
        giveUpAfter: Math.max(first, seconds(giveUpAfter)),
      }),
    );
}

/** Schedules with few enough tries to walk through all of them. */
function longSchedules() {
  return schedules(days(7), 600);
}
