import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inMainUnits, minorOf, percentOf, times } from "./money.ts";

describe("a percentage is exact and rounded half-up", () => {
  test.each([
    [10_950, "7.0", 767], // 766.5: a recording proves that a half goes up
    [3_650, "7.0", 256], // 255.5
    [12_345, "3.65", 451], // 450.5925
    [20, "7.0", 1], // 1.4
    [50, "1", 1], // 0.5
    [49, "1", 0], // 0.49
    [1_000_000, "4.80", 48_000],
    [0, "3.65", 0],
    [150_000, "0.0", 0],
    [15_000_000, "100", 15_000_000],
  ])("%i × %s % is %i", (amount, percent, expected) => {
    expect(percentOf(amount, percent)).toBe(expected);
  });

  test("for every amount and rate it is the nearest whole number, and the upper one of two", () => {
    const hundredths = fc.nat(10_000);
    fc.assert(
      fc.property(fc.nat(500_000_000_000), hundredths, (amount, rate) => {
        const percent = `${Math.trunc(rate / 100)}.${String(rate % 100).padStart(2, "0")}`;
        // result − ½ ≤ amount × rate / 10,000 < result + ½, all multiplied by 20,000
        const distance = 2n * BigInt(amount) * BigInt(rate) - 20_000n * BigInt(percentOf(amount, percent));
        expect(distance >= -10_000n && distance < 10_000n).toBe(true);
      }),
    );
  });

  test("negative amounts are not rounded, since half-up does not define the direction", () => {
    expect(() => percentOf(-1, "3.65")).toThrow(RangeError);
  });

  test.each(["", "-1", "+1", "1.", ".5", "1,5", "1e2", " 1", "٣"])("%j is not a decimal", (text) => {
    expect(() => percentOf(100, text)).toThrow(RangeError);
  });
});

describe("a decimal times a whole number is exact", () => {
  test.each([
    ["0.74", 4, "2.96"],
    ["0.80", 6, "4.80"],
    ["1.16", 36, "41.76"],
    ["0.05", 1, "0.05"],
    ["0.05", 0, "0.00"],
    ["7", 3, "21"],
    ["0.1", 3, "0.3"], // 0.30000000000000004 in binary
  ])("%s × %i is %s", (decimal, factor, expected) => {
    expect(times(decimal, factor)).toBe(expected);
  });

  test("it equals repeated addition", () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.integer({ min: 1, max: 60 }), (hundredths, factor) => {
        const decimal = inMainUnits(hundredths, "THB").replace(",", "");
        expect(minorOf(times(decimal, factor))).toBe(hundredths * factor);
      }),
    );
  });
});

describe("main units become minor units exactly or not at all", () => {
  test.each([
    ["10.0", 2, 1_000],
    ["0.0", 2, 0],
    ["1", 2, 100],
    ["0.01", 2, 1],
    ["0.010", 2, 1],
    ["25", 0, 25],
    ["25.0", 0, 25],
  ])("%s with %i decimals is %i", (decimal, exponent, expected) => {
    expect(minorOf(decimal, exponent)).toBe(expected);
  });

  test.each([
    ["0.001", 2],
    ["10.005", 2],
    ["0.5", 0],
  ])("%s with %i decimals is refused", (decimal, exponent) => {
    expect(() => minorOf(decimal, exponent)).toThrow("finer than the currency");
  });
});

describe("amounts for people are in main units", () => {
  test.each([
    [150_000, "THB", "1,500.00"],
    [2_000, "THB", "20.00"],
    [5, "THB", "0.05"],
    [0, "THB", "0.00"],
    [100_000_000, "THB", "1,000,000.00"],
    [-756, "THB", "-7.56"],
    [1_500, "JPY", "1,500"],
    [0, "JPY", "0"],
    [99, "USD", "0.99"],
  ])("%i %s is %s", (amount, currency, expected) => {
    expect(inMainUnits(amount, currency)).toBe(expected);
  });
});
