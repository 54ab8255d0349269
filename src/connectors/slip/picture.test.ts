import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { pictureOf, slipText } from "../../../tests/kit/slip.ts";
import { isPng, textInPicture } from "./picture.ts";

const text = slipText("2026113012345678901");

describe("the code in a picture of a slip", () => {
  test.each<[string, Buffer]>([
    ["small", pictureOf(text, 3)],
    ["of many pixels", pictureOf(text, 60)],
    ["on transparent paper", pictureOf(text, 6, [0, 0, 0, 0])],
  ])("is read where the picture is %s", (_, picture) => {
    expect(isPng(picture)).toBe(true);
    expect(textInPicture(picture)).toBe(text);
  });

  test("is none where the picture has none", () => {
    expect(textInPicture(PNG.sync.write(new PNG({ width: 40, height: 40, fill: true })))).toBeNull();
  });

  test("is not looked for in what is no whole picture, nor in one that would fill the memory", () => {
    const picture = pictureOf(text, 3);
    expect(() => textInPicture(picture.subarray(0, 60))).toThrow();
    const huge = Buffer.from(picture);
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    expect(() => textInPicture(huge)).toThrow("more than 40 million pixels");
    expect(isPng(Buffer.from("hello"))).toBe(false);
  });
});
