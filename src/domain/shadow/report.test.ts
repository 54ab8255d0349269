import { expect, test } from "vitest";
import { compareEvents, reportOf } from "./report.ts";
import type { Comparison } from "./shadow.ts";

const row = (given: Partial<Comparison>): Comparison => ({
  id: "one",
  account: "account_test_1",
  endpoint: "GET /balance",
  outcome: "same",
  reason: null,
  differences: [],
  createdAt: 0,
  ...given,
});

test("a report tells by endpoint what differed, each line once with its number and an example, the worst endpoint first", () => {
  const report = reportOf([
    row({}),
    row({ id: "two", endpoint: "POST /charges", outcome: "differs", differences: ["a", "b"] }),
    row({ id: "three", endpoint: "POST /charges", outcome: "differs", differences: ["b"] }),
    row({ id: "four", endpoint: "POST /charges", outcome: "skipped", reason: "why" }),
    row({ id: "five", endpoint: "POST /charges", outcome: "unanswered", reason: "why" }),
  ]);
  expect(report).toEqual([
    {
      ...{ endpoint: "POST /charges", requests: 4, same: 0, differing: 2, skipped: 1, unanswered: 1 },
      differences: [
        { line: "b", count: 2, example: "two" },
        { line: "a", count: 1, example: "two" },
      ],
      reasons: [{ line: "why", count: 2, example: "four" }],
    },
    {
      ...{ endpoint: "GET /balance", requests: 1, same: 1, differing: 0, skipped: 0, unanswered: 0 },
      differences: [],
      reasons: [],
    },
  ]);
});

test("of many differences in one place the three most frequent are told, and how many more there are", () => {
  const differing = (id: string, ...differences: string[]) => row({ id, outcome: "differs", differences });
  const [{ differences } = { differences: [] }] = reportOf([
    ...["1", "2", "3", "4"].map((id) =>
      differing(id, `charge.net: here ${id}, there 0`, "charge.paid: here 1, there 2"),
    ),
    differing("5", "charge.net: here 1, there 0"),
    differing("6", "charge.net: here 5, there 0"),
  ]);
  expect(differences).toEqual([
    { line: "charge.paid: here 1, there 2", count: 4, example: "1" },
    { line: "charge.net: here 1, there 0", count: 2, example: "1" },
    { line: "charge.net: here 2, there 0", count: 1, example: "2" },
    { line: "charge.net: here 3, there 0", count: 1, example: "3" },
    { line: "charge.net: 2 other differences", count: 2, example: "4" },
  ]);
});

test("events are the same by their order and distances, whenever the first was", () => {
  const events = (...times: number[]) =>
    times.map((at, index) => ({ key: index === 0 ? "charge.create" : "charge.complete", at }));
  expect(compareEvents("charge", events(0, 5_000), events(1_000_000, 1_060_000))).toEqual([]);
  expect(compareEvents("charge", events(0), events(0, 1))).toEqual([
    "events of a charge: here charge.create; there charge.create, charge.complete",
  ]);
  expect(compareEvents("charge", events(0, 5_000), events(0, 70_000))).toEqual([
    "events of a charge: charge.complete here 5 s after the first, there 70 s",
  ]);
});
