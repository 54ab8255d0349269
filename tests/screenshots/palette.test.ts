import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { inFewColours } from "./palette.ts";

function picture(colours: readonly (readonly [number, number, number])[]): Buffer {
  const png = new PNG({ width: colours.length, height: 1 });
  for (const [at, [red, green, blue]] of colours.entries()) png.data.set([red, green, blue, 255], at * 4);
  return PNG.sync.write(png);
}

const coloursOf = (png: Buffer) => {
  const { data } = PNG.sync.read(png);
  return Array.from({ length: data.length / 4 }, (_, at) => [...data.subarray(at * 4, at * 4 + 3)]);
};

test("a picture of few colours keeps every one of them", () => {
  const colours = [
    [255, 255, 255],
    [0, 0, 0],
    [15, 107, 92],
    [15, 107, 92],
  ] as const;
  expect(coloursOf(inFewColours(picture(colours)))).toEqual(colours);
});

test("a picture of many colours keeps near to each", () => {
  const colours = Array.from({ length: 256 }, (_, at) => [at, 255 - at, at] as const);
  const few = coloursOf(inFewColours(picture(colours), 64));
  expect(new Set(few.map(String)).size).toBeLessThanOrEqual(64);
  for (const [at, [red = 0]] of few.entries()) expect(Math.abs(red - at)).toBeLessThan(16);
});
