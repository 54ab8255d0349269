import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Brand, brandOf, isValidNumber, normalizeNumber } from "./card-number.ts";

/** Both ends of every range, and the numbers just outside. */
const leads: [string, Brand | undefined][] = [
  ["4", "Visa"],
  ["50", undefined],
  ["51", "MasterCard"],
  ["55", "MasterCard"],
  ["56", undefined],
  ["2220", undefined],
  ["2221", "MasterCard"],
  ["2720", "MasterCard"],
  ["2721", undefined],
  ["3527", undefined],
  ["3528", "JCB"],
  ["3589", "JCB"],
  ["3590", undefined],
  ["34", "American Express"],
  ["37", "American Express"],
  ["62", "UnionPay"],
  ["81", "UnionPay"],
  ["6011", "Discover"],
  ["643", undefined],
  ["644", "Discover"],
  ["65", "Discover"],
  ["300", "Diners Club"],
  ["305", "Diners Club"],
  ["306", undefined],
  ["3095", "Diners Club"],
  ["36", "Diners Club"],
  ["39", "Diners Club"],
  ["9", undefined],
  ["", undefined],
];

test.each(leads)("a number that starts with %s is of brand %s", (lead, brand) => {
  expect(brandOf(lead.padEnd(lead ? 16 : 0, "0"))).toBe(brand);
});

describe("a number is valid when digits, length and check digit are right", () => {
  test.each([
    ["4242424242424242", true],
    ["4242424242424241", false],
    ["424242424242424", false], // 15 digits: no Visa
    ["42424242424242424242", false],
    ["378282246310005", true], // American Express has 15
    ["36021042000004", true], // Diners Club has 14
    ["6447032400000000001", true], // Discover has up to 19
    ["9999999999999995", true], // of no brand, yet a number
    ["424242424242424x", false],
    ["", false],
  ])("%s: %s", (number, valid) => {
    expect(isValidNumber(number)).toBe(valid);
  });
});

test("one wrong digit is always noticed", () => {
  const valid = "4242424242424242";
  const typo = fc.tuple(fc.nat(15), fc.nat(9)).filter(([place, digit]) => valid[place] !== String(digit));
  fc.assert(
    fc.property(typo, ([place, digit]) => !isValidNumber(`${valid.slice(0, place)}${digit}${valid.slice(place + 1)}`)),
  );
});

test("spaces and dashes between the digits do not count", () => {
  expect(normalizeNumber(" 4242-4242 4242\u00a04242\t")).toBe("4242424242424242");
});
