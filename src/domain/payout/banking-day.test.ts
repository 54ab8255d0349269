import { expect, test } from "vitest";
import { firstRunAfter, nextBankingDay, nextRunAfter, paidAfter } from "./banking-day.ts";

/** A time in Bangkok; 15 January 2026 is a Thursday. */
const bangkok = (text: string): number => Date.parse(`2026-01-${text}:00+07:00`);

test.each([
  ["15T08:59", "15T09:00"],
  ["15T09:00", "16T09:00"],
  ["15T23:59", "16T09:00"],
  ["16T10:00", "19T09:00"],
  ["17T00:00", "19T09:00"],
  ["18T23:59", "19T09:00"],
])("a transfer made on %s is sent on %s", (made, sent) => {
  expect(firstRunAfter(bangkok(made))).toBe(bangkok(sent));
});

test.each([
  ["15T09:00", "15T10:00"],
  ["15T10:00", "16T09:00"],
  ["16T10:00", "19T09:00"],
])("a transfer that could not be sent on %s is tried again on %s", (failed, again) => {
  expect(nextRunAfter(bangkok(failed))).toBe(bangkok(again));
});

test("what is sent is paid on the next banking day", () => {
  expect(paidAfter(bangkok("15T09:00"))).toBe(bangkok("16T09:00"));
  expect(paidAfter(bangkok("16T09:00"))).toBe(bangkok("19T09:00"));
  expect(nextBankingDay(bangkok("17T12:00"))).toBe(bangkok("19T00:00"));
});
