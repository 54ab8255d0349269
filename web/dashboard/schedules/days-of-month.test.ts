import { expect, test } from "vitest";
import { readDays } from "./days-of-month.ts";

test.each([
  ["1", [1]],
  ["1, 15", [1, 15]],
  ["28 3", [28, 3]],
  ["29", null],
  ["0", null],
  ["1,", [1]],
  ["", null],
  ["first", null],
])("%s is read as %j", (typed, days) => {
  expect(readDays(typed)).toEqual(days);
});
