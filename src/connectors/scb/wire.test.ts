import { describe, expect, test } from "vitest";
import { hours } from "../../domain/base/time.ts";
import {
  bangkokText,
  bangkokTimestamp,
  codeText,
  currencyOf,
  datesBetween,
  decimals,
  mainUnits,
  objectIn,
  satangOf,
  timeOf,
} from "./wire.ts";

test("the code of the page's sample is made letter by letter", () => {
  // SCB developers, "Payment QR code", sample of a generated code
  const sample =
    "00020101021230670016A00000067701011201151234567890123450210REFERENCE10310REFERENCE252047011530376454041.005802TH6007BANGKOK62070703SCB6304CE18";
  const parts = { ppId: "123456789012345", ref1: "REFERENCE1", ref2: "REFERENCE2", ref3: "SCB", amount: "1.00" };
  expect(codeText(parts)).toBe(sample);
});

describe("an amount", () => {
  test.each([
    ["1500.00", 150_000],
    ["1500.5", 150_050],
    ["1500", 150_000],
    ["0.01", 1],
    ["1500.0000", 150_000],
    ["1500.001", undefined],
    ["1,500.00", undefined],
    ["-1.00", undefined],
    ["1e3", undefined],
    ["", undefined],
    [1500, 150_000],
    [0.29, 29],
    [null, undefined],
    [{}, undefined],
  ])("%j is %j satang", (value, satang) => {
    expect(satangOf(value)).toBe(satang);
  });

  test("is read as exactly as it is written, as text or as a number", () => {
    for (const text of ["100.00", "4503599627370.49", "99999999999.99"])
      expect(satangOf(objectIn(`{"amount":${text}}`)?.["amount"])).toBe(satangOf(text));
  });

  test("is sent with two decimals", () => {
    expect(mainUnits(1_234_567_05)).toBe("1234567.05");
    expect(JSON.stringify({ amount: decimals(150_000) })).toBe('{"amount":1500.00}');
  });
});

test("a currency's number is read as text or as a number", () => {
  expect([
    currencyOf("764"),
    currencyOf(764),
    currencyOf("840"),
    currencyOf("978"),
    currencyOf(""),
    currencyOf(null),
  ]).toEqual(["THB", "THB", "USD", "978", undefined, undefined]);
});

describe("a time", () => {
  const at = Date.parse("2026-01-31T17:00:05Z");

  test.each([
    ["2026-02-01T00:00:05+07:00"],
    ["2026-02-01T00:00:05.000+0700"],
    ["2026-02-01 00:00:05"],
    ["2026-01-31T17:00:05Z"],
    ["2026-01-31T17:00:05.000+00:00"],
  ])("%s is the same moment", (text) => {
    expect(timeOf(text)).toBe(at);
  });

  test.each([["yesterday"], ["2026-13-01T00:00:00Z"], [""], [1], [null]])("%j is none", (value) => {
    expect(timeOf(value)).toBeUndefined();
  });

  test("is written as of Bangkok, where the day begins seven hours earlier", () => {
    expect(bangkokText(at)).toBe("2026-02-01 00:00:05");
    expect(timeOf(bangkokTimestamp(at))).toBe(at);
  });

  test("days are those of Bangkok, latest first, and no more than asked for", () => {
    expect(datesBetween(at - 10_000, at, 8)).toEqual(["2026-02-01", "2026-01-31"]);
    expect(datesBetween(at, at, 8)).toEqual(["2026-02-01"]);
    expect(datesBetween(at - hours(24 * 60), at, 8)).toHaveLength(8);
  });
});
