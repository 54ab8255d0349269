import { expect, test } from "vitest";
import { expiryFault, expiryOf, expiryShown, grouped, numberFault, securityCodeFault } from "./card-input.ts";

test.each([
  ["4242424242424242", "4242 4242 4242 4242"],
  ["42424", "4242 4"],
  ["4242-4242 4242 4242", "4242 4242 4242 4242"],
  ["378282246310005", "3782 822463 10005"],
  ["6240008631401148123", "6240 0086 3140 1148 123"],
  ["", ""],
])("the number %s stands as %s", (typed, shown) => {
  expect(grouped(typed)).toBe(shown);
});

test.each([
  ["1", "1"],
  ["9", "09/"],
  ["09", "09/"],
  ["0930", "09/30"],
  ["930", "09/30"],
  ["9/30", "09/30"],
  ["09/2030", "09/30"],
  ["09 / 30", "09/30"],
  ["12-2030", "12/30"],
  ["12/203", "12/203"],
])("the expiry date %s stands as %s", (typed, shown) => {
  expect(expiryShown(typed)).toBe(shown);
});

test("the slash after the month can be deleted", () => {
  expect(expiryShown("09", true)).toBe("09");
});

test("a card is good until its month has ended", () => {
  const lastDay = new Date(2026, 0, 31, 23, 59);
  expect(expiryFault("01/26", lastDay, false)).toBeNull();
  expect(expiryFault("12/25", lastDay, false)).toBe("expired");
  expect(expiryFault("13/26", lastDay, false)).toBe("expiryWrong");
  expect(expiryFault("", lastDay, false)).toBe("expiryMissing");
  expect(expiryFault("", lastDay, true)).toBeNull();
  expect(expiryOf("01/26")).toEqual({ month: 1, year: 2026 });
});

test.each([
  ["4242 4242 4242 4242", null],
  ["4242 4242 4242 4241", "numberWrong"],
  ["4242", "numberWrong"],
  ["9999 9999 9999 9999", "brandUnknown"],
  ["", "numberMissing"],
])("the fault of the number %s is %s", (typed, fault) => {
  expect(numberFault(typed)).toBe(fault);
});

test("American Express has four digits where the others have three", () => {
  expect(securityCodeFault("123", "4242")).toBeNull();
  expect(securityCodeFault("1234", "4242")).toBe("securityCodeWrong");
  expect(securityCodeFault("1234", "3782")).toBeNull();
});
