import { integer, property, assert as propertyHolds } from "fast-check";
import { describe, expect, test } from "vitest";
import { linePath, niceScale, shownLabels, stack } from "./scale.ts";
import { largest } from "./series.ts";

describe("an axis ends at a round number at or above the largest value", () => {
  test.each([
    [0, 1],
    [1, 1],
    [3, 3],
    [7, 8],
    [100, 100],
    [101, 150],
    [12345, 15000],
  ])("%i → %i", (largest, max) => expect(niceScale(largest).max).toBe(max));

  test("for any value", () => {
    propertyHolds(
      property(integer({ min: 0, max: 2 ** 50 }), (largest) => {
        const { max, ticks } = niceScale(largest);
        expect(max).toBeGreaterThanOrEqual(largest);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBe(max);
      }),
    );
  });
});

test("bars stand on each other, and a missing value takes no room", () => {
  expect(stack([10, null, 5])).toEqual([
    { from: 0, to: 10 },
    { from: 10, to: 10 },
    { from: 10, to: 15 },
  ]);
});

test("a line breaks where a value is missing", () => {
  expect(linePath([{ x: 0, y: 1 }, { x: 10, y: 2.005 }, null, { x: 30, y: 4 }])).toBe("M0 1L10 2.01M30 4");
});

test("labels thin out evenly and keep the last", () => {
  expect(shownLabels(7, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(shownLabels(24, 6)).toEqual([3, 7, 11, 15, 19, 23]);
  expect(shownLabels(30, 8)).toEqual([1, 5, 9, 13, 17, 21, 25, 29]);
});

test("the largest of many series keep their colour, and the rest are added up", () => {
  const many = [1, 2, 3, 4, 5, 6, 7, 8].map((size) => ({ name: `m${size}`, values: [size, null] }));
  const kept = largest(many, "others");
  expect(kept.map(({ name }) => name)).toEqual(["m8", "m7", "m6", "m5", "m4", "others"]);
  expect(kept.at(-1)?.values).toEqual([6, 0]);
  expect(largest(many.slice(0, 2), "others").map(({ name }) => name)).toEqual(["m2", "m1"]);
});
