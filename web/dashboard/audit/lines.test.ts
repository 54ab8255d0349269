import { expect, test } from "vitest";
import { type Act, linesOf } from "./lines.ts";

let number = 0;
const row = (request: string | null, patch: Partial<Act> = {}): Act => {
  number += 1;
  return {
    number,
    at: "2026-01-15T03:00:00Z",
    member: { id: "memb_test_1", name: "Malee" },
    key: null,
    request_id: request,
    act: "POST /charges/:id/refunds",
    mode: "test",
    object_id: "chrg_test_1",
    before: {},
    after: {},
    ip: null,
    hash: "",
    ...patch,
  };
};

/** Row numbers of each line; the log is given oldest first. */
const linesFrom = (...rows: Act[]) =>
  linesOf(rows.toReversed()).map(({ act, echo }) =>
    [act, echo].map((one) => one && one.number - (rows[0]?.number ?? 0)),
  );

test("rows from before and after the bank's answer are one line, however long it took and whatever was done meanwhile", () => {
  const later = { at: "2026-01-15T03:00:30Z" };
  expect(linesFrom(row("one"), row("two"), row("two", later), row("one", later))).toEqual([
    [1, 2],
    [0, 3],
  ]);
});

test("two refunds in the same moment are two lines", () => {
  expect(linesFrom(row("one"), row("two"))).toHaveLength(2);
});

test("rows that bear no request, as those from before it was kept, are lines of their own", () => {
  expect(linesFrom(row(null), row(null))).toHaveLength(2);
});

test("acts that ask no bank have a line for each row", () => {
  const changed = { act: "POST /me", object_id: null };
  expect(linesFrom(row("one", changed), row("one", changed))).toHaveLength(2);
});
