import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Day,
  datesOf,
  dayAfter,
  inWords,
  lastDayOfMonth,
  ordinals,
  type Plan,
  type Recurrence,
  weekdays,
} from "./calendar.ts";

const plan = (recurrence: Recurrence, startOn: Day, endOn: Day): Plan => ({ recurrence, startOn, endOn });
const every = (every: number, rest: object): Recurrence => ({ every, ...rest }) as Recurrence;

describe("recorded schedules", () => {
  test.each<[string, Recurrence, Day, Day, Day, string, number, Day, Day]>([
    [
      "every second day",
      every(2, { period: "day" }),
      "2025-03-20",
      "2025-05-20",
      "2025-03-22",
      "Every 2 day(s)",
      30,
      "2025-03-22",
      "2025-05-19",
    ],
    [
      "every tenth day",
      every(10, { period: "day" }),
      "2017-11-10",
      "2017-12-31",
      "2017-11-10",
      "Every 10 day(s)",
      6,
      "2017-11-10",
      "2017-12-30",
    ],
    [
      "working days",
      every(1, { period: "week", weekdays: weekdays.slice(0, 5) }),
      "2019-05-23",
      "2020-05-23",
      "2019-05-24",
      "Every 1 week(s) on Monday, Tuesday, Wednesday, Thursday, and Friday",
      30,
      "2019-05-24",
      "2019-07-04",
    ],
    [
      "Mondays and Fridays",
      every(1, { period: "week", weekdays: ["monday", "friday"] }),
      "2017-12-01",
      "2018-05-01",
      "2017-12-01",
      "Every 1 week(s) on Monday and Friday",
      30,
      "2017-12-01",
      "2018-03-12",
    ],
    [
      "the 15th",
      every(1, { period: "month", daysOfMonth: [15] }),
      "2017-12-15",
      "2018-03-15",
      "2017-12-15",
      "Every 1 month(s) on the 15th",
      4,
      "2017-12-15",
      "2018-03-15",
    ],
    [
      "several days of a month",
      every(1, { period: "month", daysOfMonth: [3, 9, 11, 13, 26] }),
      "2021-04-18",
      "2022-04-18",
      "2021-04-19",
      "Every 1 month(s) on the 3rd, 9th, 11th, 13th, and 26th",
      30,
      "2021-04-26",
      "2021-10-13",
    ],
    [
      "the last Friday",
      every(1, { period: "month", weekdayOfMonth: "last_friday" }),
      "2019-05-23",
      "2020-05-23",
      "2019-05-23",
      "Every 1 month(s) on the last Friday",
      12,
      "2019-05-31",
      "2020-04-24",
    ],
  ])("%s", (_, recurrence, startOn, endOn, from, words, count, first, last) => {
    const dates = datesOf(plan(recurrence, startOn, endOn), from, 30);
    expect([inWords(recurrence), dates.length, dates[0], dates.at(-1)]).toEqual([words, count, first, last]);
  });
});

test.each<[string, Recurrence, Day, Day, Day[]]>([
  [
    "every second week counts from the week of the start, which begins on Monday",
    every(2, { period: "week", weekdays: ["monday"] }),
    "2026-12-02",
    "2026-12-31",
    ["2026-12-14", "2026-12-28"],
  ],
  [
    "every third month counts from the month of the start, even where its own day has passed",
    every(3, { period: "month", daysOfMonth: [1] }),
    "2026-11-30",
    "2027-06-30",
    ["2027-02-01", "2027-05-01"],
  ],
  [
    "the 28th exists in a February without leap day",
    every(1, { period: "month", daysOfMonth: [28] }),
    "2027-02-01",
    "2027-03-01",
    ["2027-02-28"],
  ],
  [
    "days go over 29 February of a leap year",
    every(1, { period: "day" }),
    "2028-02-28",
    "2028-03-01",
    ["2028-02-28", "2028-02-29", "2028-03-01"],
  ],
  [
    "days leave out 29 February of 2100, which is no leap year",
    every(1, { period: "day" }),
    "2100-02-28",
    "2100-03-01",
    ["2100-02-28", "2100-03-01"],
  ],
  [
    "the last Tuesday may be the fifth, even a leap day",
    every(1, { period: "month", weekdayOfMonth: "last_tuesday" }),
    "2028-02-01",
    "2028-02-29",
    ["2028-02-29"],
  ],
  [
    "the last Monday may be the fourth",
    every(1, { period: "month", weekdayOfMonth: "last_monday" }),
    "2028-02-01",
    "2028-02-29",
    ["2028-02-28"],
  ],
  [
    "the second Monday",
    every(1, { period: "month", weekdayOfMonth: "2nd_monday" }),
    "2026-12-01",
    "2027-01-31",
    ["2026-12-14", "2027-01-11"],
  ],
  [
    "a year ends",
    every(1, { period: "week", weekdays: ["thursday", "friday"] }),
    "2026-12-31",
    "2027-01-01",
    ["2026-12-31", "2027-01-01"],
  ],
  ["no date between start and end", every(1, { period: "week", weekdays: ["sunday"] }), "2026-11-30", "2026-12-05", []],
  [
    "an interval beyond the calendar has its first date only",
    every(999_999_999_999_999, { period: "month", daysOfMonth: [3] }),
    "2026-12-03",
    "9999-12-31",
    ["2026-12-03"],
  ],
])("%s", (_, recurrence, startOn, endOn, dates) => {
  expect(datesOf(plan(recurrence, startOn, endOn), startOn, 30)).toEqual(dates);
});

test("a schedule of 99 years ends on its last date", () => {
  const weekly = plan(every(1, { period: "week", weekdays: ["friday"] }), "2017-10-20", "2116-10-20");
  expect(datesOf(weekly, "2017-10-20", 10_000)).toHaveLength(5_166);
  expect(datesOf(weekly, "2116-10-10", 30)).toEqual(["2116-10-16"]);
});

const anyDay = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 86_400_000, max: Date.UTC(2399, 11, 31) / 86_400_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));
const anyEvery = fc.integer({ min: 1, max: 40 });
const anyRecurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ every: anyEvery, period: fc.constant("day" as const) }),
  fc.record({
    every: anyEvery,
    period: fc.constant("week" as const),
    weekdays: fc.subarray([...weekdays], { minLength: 1 }),
  }),
  fc.record({
    every: anyEvery,
    period: fc.constant("month" as const),
    daysOfMonth: fc
      .uniqueArray(fc.integer({ min: 1, max: lastDayOfMonth }), { minLength: 1, maxLength: 6 })
      .map((days) => days.sort((one, other) => one - other)),
  }),
  fc.record({
    every: anyEvery,
    period: fc.constant("month" as const),
    weekdayOfMonth: fc
      .tuple(fc.constantFrom(...ordinals), fc.constantFrom(...weekdays))
      .map(([ordinal, weekday]) => `${ordinal}_${weekday}` as const),
  }),
);
const anyPlan = fc
  .record({ recurrence: anyRecurrence, startOn: anyDay, endOn: anyDay })
  .filter(({ startOn, endOn }) => startOn <= endOn);

describe("any plan", () => {
  test("dates are in order, each once, and between start and end", () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const dates = datesOf(plan, plan.startOn, 60);
        expect(dates).toEqual([...new Set(dates)].sort());
        for (const date of dates) expect(date >= plan.startOn && date <= plan.endOn).toBe(true);
      }),
    );
  });

  test("going on after a date gives the rest of the dates", () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(30), (plan, at) => {
        const dates = datesOf(plan, plan.startOn, 60);
        const date = dates[at];
        if (date) expect(datesOf(plan, dayAfter(date), 59 - at)).toEqual(dates.slice(at + 1));
      }),
    );
  });

  test("each date has the weekday or the day of the month that was asked for, and no such day is left out within a period", () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const { recurrence, startOn, endOn } = plan;
        const dates = new Set(datesOf(plan, startOn, 40));
        const last = [...dates].at(-1) ?? startOn;
        const step = { ...recurrence, every: 1 };
        for (const date of datesOf({ recurrence: step, startOn, endOn }, startOn, 200)) {
          if (date > last) break;
          if (recurrence.every === 1) expect(dates.has(date)).toBe(true);
          if (recurrence.period === "week") expect(recurrence.weekdays).toContain(weekdayOf(date));
          if ("daysOfMonth" in recurrence) expect(recurrence.daysOfMonth).toContain(Number(date.slice(8)));
          if ("weekdayOfMonth" in recurrence) expect(recurrence.weekdayOfMonth).toContain(weekdayOf(date));
        }
      }),
      { numRuns: 50 },
    );
  });
});

function weekdayOf(date: Day): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString("en", { weekday: "long", timeZone: "UTC" }).toLowerCase();
}
