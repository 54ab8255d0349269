import { expect, test } from "vitest";
import { forTerminal } from "./text.ts";

test("what others have written cannot rewrite what a terminal shows; colours, lines and columns stay", () => {
  const [sign, bell, csi] = [27, 7, 0x9b].map((code) => String.fromCharCode(code));
  expect(forTerminal(`${sign}[1;31mร้าน${sign}[0m\tone\ntwo`)).toBe(`${sign}[1;31mร้าน${sign}[0m\tone\ntwo`);
  expect(forTerminal(`chrg_1${sign}[2K${sign}]0;title${bell}\rpaid${csi}2J${csi}[m`)).toBe(
    "chrg_1·[2K·]0;title··paid·2J·",
  );
});
