import { expect, test } from "vitest";
import { rateOf, stepsOf, successOf, volumeOf } from "./series.ts";

const point = (at: string, method: string, decided: number, successful: number, amount: number) => ({
  at,
  method,
  charges: decided + 1, // one is open
  decided,
  successful,
  failed: decided - successful,
  amount,
});

const period = {
  from: "2026-01-13T17:00:00Z",
  to: "2026-01-16T03:00:00Z",
  step_seconds: 86_400,
  series: [
    point("2026-01-13T17:00:00Z", "card", 3, 2, 200_000),
    point("2026-01-14T17:00:00Z", "card", 0, 0, 0),
    point("2026-01-15T17:00:00Z", "card", 1, 0, 0),
    point("2026-01-15T17:00:00Z", "mobile_banking_kbank", 2, 2, 300_001),
  ],
};

test("quiet steps are there too", () => {
  expect(stepsOf(period)).toEqual(["2026-01-13T17:00:00.000Z", "2026-01-14T17:00:00.000Z", "2026-01-15T17:00:00.000Z"]);
});

test.each([
  [
    "on the hour the hour that begins",
    3_600,
    "2026-01-15T17:00:00Z",
    "2026-01-16T03:00:00Z",
    11,
    "2026-01-16T03:00:00.000Z",
  ],
  [
    "at midnight the first hour of the day",
    3_600,
    "2026-01-15T17:00:00Z",
    "2026-01-15T17:00:00Z",
    1,
    "2026-01-15T17:00:00.000Z",
  ],
  [
    "at midnight the day that begins",
    86_400,
    "2026-01-13T17:00:00Z",
    "2026-01-15T17:00:00Z",
    3,
    "2026-01-15T17:00:00.000Z",
  ],
])("%s has its place", (_, step_seconds, from, to, count, last) => {
  const steps = stepsOf({ from, to, step_seconds, series: [] });
  expect([steps.length, steps.at(-1)]).toEqual([count, last]);
});

test("nothing paid is zero, but where nothing was decided there is no success rate", () => {
  expect(volumeOf(period, (method) => method)).toEqual([
    { name: "card", values: [200_000, 0, 0] },
    { name: "mobile_banking_kbank", values: [0, 0, 300_001] },
  ]);
  expect(successOf(period, (method) => method)).toEqual([
    { name: "card", values: [667, null, 0] },
    { name: "mobile_banking_kbank", values: [null, null, 1_000] },
  ]);
});

test("one of three is 33.3 %", () => expect(rateOf({ successful: 1, decided: 3 })).toBe(333));
