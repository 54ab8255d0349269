import fc from "fast-check";
import { expect, test } from "vitest";
import { colorSheet, contrast, partsOf, shadesOf } from "./palette.ts";

const grounds = { light: ["#ffffff", "#eef1f0"], dark: ["#18211f", "#0e1413"] } as const;
const color = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, "0")}`);

test("contrast is that of the published examples", () => {
  expect(contrast(partsOf("#ffffff"), partsOf("#000000"))).toBeCloseTo(21);
  expect(contrast(partsOf("#767676"), partsOf("#ffffff"))).toBeCloseTo(4.54, 2); // the lightest grey that passes on white
});

test("whatever colour a merchant has, its buttons and links can be read on every ground, and what stands on its buttons", () => {
  fc.assert(
    fc.property(color, fc.constantFrom("light" as const, "dark" as const), (chosen, scheme) => {
      const { main, onMain, hover } = shadesOf(chosen, scheme);
      for (const ground of grounds[scheme])
        expect(contrast(partsOf(main), partsOf(ground))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(partsOf(main), partsOf(onMain))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(partsOf(hover), partsOf(onMain))).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 2_000 },
  );
});

test("a colour that can be read already stays as it is", () => {
  expect(shadesOf("#0f6b5c", "light").main).toBe("#0f6b5c");
  expect(shadesOf("#4fc3ae", "dark").main).toBe("#4fc3ae");
  expect(colorSheet("#7a1fa2")).toContain("--main: #7a1fa2;");
});
