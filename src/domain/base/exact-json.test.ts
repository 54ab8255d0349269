import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digitsOf, isJsonObject, parseExactly } from "./exact-json.ts";

describe("a number comes back as it was written", () => {
  test.each([
    "1546130668394913822",
    "-9007199254740993",
    "12345678901234567890123456789012345678901234567890",
    "25712.0",
    "25712.000000000004",
    "0.10",
    "0.1234567890123456789",
    "1e400",
    "-1E-400",
    "1e3",
    "1E+21",
    "-0",
    "-0.0",
    "0",
    "1.5",
    "150000",
  ])("%s", (digits) => {
    for (const text of [digits, `[${digits}]`, `{"a":${digits}}`, `{"a":[1,{"b":${digits}}],"c":"${digits}"}`])
      expect(JSON.stringify(parseExactly(text))).toBe(text);
    expect(JSON.stringify(parseExactly(`{ "a" :\n\t${digits} , "b":[ ${digits} ] }`))).toBe(
      `{"a":${digits},"b":[${digits}]}`,
    );
    expect(digitsOf(parseExactly(digits))).toBe(digits);
  });

  test("for every JSON number", () => {
    const number = fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/);
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        const text = `{"numbers":[${numbers.join()}]}`;
        expect(JSON.stringify(parseExactly(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

test("other JSON is read as by JSON.parse, texts that look like numbers included", () => {
  const values = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)); // prints only numbers that come back unchanged
  fc.assert(
    fc.property(values, (text) => {
      expect(parseExactly(text)).toEqual(JSON.parse(text));
    }),
  );
  for (const text of ['{"time":"12:30.5","note":", 1.50","a":[1,2.5]}', '{"__proto__":{"a":1},"b":1.50}'])
    expect(Object.keys(parseExactly(text) as object)).toEqual(Object.keys(JSON.parse(text)));
  for (const text of ["", "{", '{"a":01}', "[1.]", "1e", "[-]"]) expect(() => parseExactly(text)).toThrow(SyntaxError);
});

test("an exact number is not a JSON object, and a sender cannot imitate one", () => {
  const [exact, object] = parseExactly('[1.50,{"rawJSON":"1.50"}]') as [unknown, unknown];
  expect([isJsonObject(exact), digitsOf(exact)]).toEqual([false, "1.50"]);
  expect([isJsonObject(object), digitsOf(object)]).toEqual([true, undefined]);
  for (const value of [null, [], "1", true, undefined])
    expect([isJsonObject(value), digitsOf(value)]).toEqual([false, undefined]);
});

test("a hostile text of a megabyte is scanned to its end", () => {
  // a scan that starts again at every place would take hours
  for (const text of [
    `[${" ".repeat(1_000_000)}x`,
    `[${"[ ".repeat(500_000)}`,
    `"${":-1".repeat(300_000)}"x`,
    `[${"1".repeat(1_000_000)}x`,
  ])
    expect(() => parseExactly(text)).toThrow();
});
