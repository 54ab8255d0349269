import fc from "fast-check";
import { expect, test } from "vitest";
import { firstReference, ourReference } from "./references.ts";

const lower = "0123456789abcdefghijklmnopqrstuvwxyz";
const upper = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const textOf = (letters: string, length: number) =>
  fc.array(fc.constantFrom(...letters), { minLength: length, maxLength: length }).map((each) => each.join(""));

test("every form of our references fits into SCB's 20 capitals and digits, and is found again", () => {
  const ours = fc.oneof(
    textOf(lower, 19).map((rest) => `chrg_${rest}`),
    textOf(lower, 19).map((rest) => `chrg_test_${rest}`),
    textOf(upper, 19),
    textOf(lower + upper.slice(10), 16),
  );
  fc.assert(
    fc.property(ours, (reference) => {
      const ref1 = firstReference(reference);
      expect(ref1).toMatch(/^[A-Z0-9]{20}$/);
      expect(ourReference(ref1)).toBe(reference);
    }),
  );
});

test("the smallest and the largest reference of 16 letters and digits keep their length", () => {
  for (const reference of ["0".repeat(16), "z".repeat(16), "0000000000000001"])
    expect(ourReference(firstReference(reference))).toBe(reference);
});

test.each([
  "",
  "REFERENCE1",
  "X".repeat(20),
  "P123",
  `R${"Z".repeat(19)}`,
  `p${"0".repeat(19)}`,
  `P${"0".repeat(18)}-`,
])("%j is no reference of ours", (text) => {
  expect(ourReference(text)).toBeUndefined();
});

test("a reference of another form is a defect", () => {
  expect(() => firstReference("order 17")).toThrow(RangeError);
});
