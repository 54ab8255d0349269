import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readContent, readOid, readParts, readTime, readValue, tags, Unreadable } from "./ber.ts";

const hex = (text: string): Buffer => Buffer.from(text.replace(/ /g, ""), "hex");

describe("what is read", () => {
  test.each([
    ["a length in one byte", "04 03 010203", "010203"],
    ["a length of two bytes", `04 8180 ${"ab".repeat(128)}`, "ab".repeat(128)],
    ["nothing", "04 00", ""],
  ])("%s", (_, bytes, content) => {
    expect(readContent(readValue(hex(bytes)), tags.octets).toString("hex")).toBe(content);
  });

  test("a constructed value without length, up to its end, with one more of the kind within", () => {
    const parts = readParts(readValue(hex("30 80 30 80 02 01 07 0000 04 01 09 0000")), tags.sequence);
    expect(parts.map(({ tag, content }) => [tag, content.toString("hex")])).toEqual([
      [tags.sequence, "020107"],
      [tags.octets, "09"],
    ]);
  });

  test.each([
    ["1.2.840.113635.100.6.29", "06 09 2a 86 48 86 f7 63 64 06 1d"],
    ["2.16.840.1.101.3.4.2.1", "06 09 60 86 48 01 65 03 04 02 01"],
    ["2.999", "06 02 88 37"],
  ])("the object identifier %s", (oid, bytes) => {
    expect(readOid(readValue(hex(bytes)))).toBe(oid);
  });

  test.each([
    ["230307053348Z", 0x17, "2023-03-07T05:33:48.000Z"],
    ["991231235959Z", 0x17, "1999-12-31T23:59:59.000Z"],
    ["20530101000000Z", 0x18, "2053-01-01T00:00:00.000Z"],
  ])("the time %s", (text, tag, at) => {
    const bytes = Buffer.concat([Buffer.from([tag, text.length]), Buffer.from(text)]);
    expect(new Date(readTime(readValue(bytes))).toISOString()).toBe(at);
  });
});

test.each([
  ["nothing at all", ""],
  ["a tag alone", "30"],
  ["a length beyond the end", "04 05 0102"],
  ["bytes after the value", "04 01 00 00"],
  ["a length that could be shorter", "04 81 01 00"],
  ["a length with a zero before it", `04 82 0080 ${"00".repeat(128)}`],
  ["a length of four bytes", "04 84 00000001 00"],
  ["a primitive value without length", "04 80 0000"],
  ["a value without end", "30 80 04 01 00"],
  ["a tag of several bytes", "1f 81 01 00"],
  ["values without length that lie a thousand deep in each other", `${"3080".repeat(1_000)}${"0000".repeat(1_000)}`],
])("refused: %s", (_, bytes) => {
  expect(() => readValue(hex(bytes))).toThrow(Unreadable);
});

test("any bytes are read or refused, and nothing else happens", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        const value = readValue(Buffer.from(bytes));
        expect(value.encoding.length).toBe(bytes.length);
        if (value.tag & 0x20) readParts(value, value.tag);
        readOid(value);
      } catch (error) {
        expect(error).toBeInstanceOf(Unreadable);
      }
    }),
  );
});
