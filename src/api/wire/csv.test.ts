import { expect, test } from "vitest";
import { csvRow } from "./csv.ts";

test.each(["=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "\t=1"])(
  "%s in a text by another author is no formula",
  (text) => {
    expect(csvRow([{ text }])).toBe(`"'${text}"\r\n`);
  },
);

test("texts by other authors are quoted, so that no character in them divides a cell", () => {
  expect(csvRow([{ text: 'a;=1+1,"b"' }, 12, null])).toBe('"a;=1+1,""b""",12,\r\n');
});
