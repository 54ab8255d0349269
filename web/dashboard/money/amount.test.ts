import { integer, property, assert as propertyHolds } from "fast-check";
import { describe, expect, test } from "vitest";
import { readAmount, writeAmount } from "./amount.ts";

describe("typed amounts are read to the minor unit", () => {
  test.each([
    ["1234.5", 123450],
    ["1,234.50", 123450],
    ["฿ 1,234.50", 123450],
    ["THB 20", 2000],
    ["20 thb", 2000],
    ["0.01", 1],
    [".5", 50],
    ["5.", 500],
    ["007", 700],
    ["๑,๒๓๔.๕๐", 123450],
    ["0.29", 29], // 0.29 * 100 is 28.999999999999996
    ["1150.10", 115010],
  ])("%s", (typed, amount) => expect(readAmount(typed)).toEqual({ amount }));
});

describe("text that is no amount is refused with its reason", () => {
  test.each([
    ["", "empty"],
    ["  ", "empty"],
    ["฿", "empty"],
    [".", "unreadable"],
    ["-5", "unreadable"],
    ["1e3", "unreadable"],
    ["1.2.3", "unreadable"],
    ["ten", "unreadable"],
    ["1.234", "too_fine"],
    ["1234567890123", "too_large"],
  ])("%j", (typed, fault) => expect(readAmount(typed)).toEqual({ fault }));
});

test("every amount that is written is read back the same", () => {
  propertyHolds(
    property(integer({ min: 0, max: 99_999_999_999_999 }), (amount) => {
      expect(readAmount(writeAmount(amount))).toEqual({ amount });
    }),
  );
});
