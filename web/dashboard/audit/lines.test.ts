import { expect, test } from "vitest";
import { type Act, linesOf } from "./lines.ts";

let number = 0;
const row = (at: string, patch: Partial<Act> = {}): Act => {
  number += 1;
  return {
    number,
    at: `2026-01-15T03:00:${at}Z`,
    member: { id: "memb_test_1", name: "Malee" },
    key: null,
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

/** Numbers of the rows of each line, of a log that is given oldest first. */
const linesFrom = (...rows: Act[]) =>
  linesOf(rows.toReversed()).map(({ act, echo }) =>
    [act, echo].map((one) => one && one.number - (rows[0]?.number ?? 0)),
  );

test("what was noted before and after the bank was asked is one line, though others did something meanwhile", () => {
  const other = { member: { id: "memb_test_2", name: "Anan" } };
  expect(linesFrom(row("00"), row("00", other), row("01"), row("01", other))).toEqual([
    [1, 3],
    [0, 2],
  ]);
});

test("two refunds right after each other are two lines", () => {
  expect(linesFrom(row("00"), row("00"), row("01"), row("01"))).toEqual([
    [2, 3],
    [0, 1],
  ]);
});

test.each([
  ["much later", row("03")],
  ["on another charge", row("00", { object_id: "chrg_test_2" })],
  ["of another kind", row("00", { act: "POST /charges/:id/reverse" })],
])("what is done %s is a line of its own", (_, other) => {
  expect(linesFrom(row("00"), { ...other, number: number + 1 })).toHaveLength(2);
});

test("what asks no bank is never taken for an echo", () => {
  const tried = { act: "POST /sign-in", object_id: null };
  expect(linesFrom(row("00", tried), row("00", tried))).toHaveLength(2);
});
