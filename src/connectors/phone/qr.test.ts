import { describe, expect, test } from "vitest";
import { merchantCode, promptPayScheme, referenceIn, withChecksum } from "./qr.ts";

const code = (patch: Partial<Parameters<typeof merchantCode>[0]> = {}) =>
  merchantCode({
    scheme: promptPayScheme.tag,
    receiver: {
      "00": promptPayScheme.identifier,
      "01": "099400000000000",
      "02": "K4YKXH5ODIZQ9JXJ5P1",
      "03": "CHAMRA",
    },
    amount: 150_050,
    currency: "THB",
    merchant: "Demo Shop",
    city: "Bangkok",
    country: "TH",
    terminal: "CHAMRA",
    ...patch,
  });

/** The fields of a text, read by the standard and not by our own reader. */
function fieldsOf(text: string): [string, string][] {
  if (text === "") return [];
  const length = Number(text.slice(2, 4));
  return [[text.slice(0, 2), text.slice(4, 4 + length)], ...fieldsOf(text.slice(4 + length))];
}

test("the checksum is that of published codes", () => {
  // README of thai_promptpay on pub.dev: the mobile number 081-234-5678 without an amount
  const published = "00020101021129370016A0000006770101110113006681234567853037645802TH6304823E";
  expect(withChecksum(published.slice(0, -8))).toBe(published);
});

test("the reference of a bank's published sample is read", () => {
  // SCB developers, "Payment QR code", sample of a generated code
  const sample =
    "00020101021230670016A00000067701011201151234567890123450210REFERENCE10310REFERENCE252047011530376454041.005802TH6007BANGKOK62070703SCB6304CE18";
  expect(withChecksum(sample.slice(0, -8))).toBe(sample);
  expect(referenceIn(sample)).toBe("REFERENCE1");
});

test("a code of PromptPay for a merchant has the standard's fields in the order of their tags", () => {
  const fields = fieldsOf(code());
  expect(fields.map(([tag]) => tag)).toEqual(["00", "01", "30", "52", "53", "54", "58", "59", "60", "62", "63"]);
  expect(Object.fromEntries(fields)).toMatchObject({
    "00": "01",
    "01": "12",
    "53": "764",
    "54": "1500.50",
    "58": "TH",
    "59": "Demo Shop",
  });
  expect(fieldsOf(Object.fromEntries(fields)["30"] ?? "")).toEqual([
    ["00", "A000000677010112"],
    ["01", "099400000000000"],
    ["02", "K4YKXH5ODIZQ9JXJ5P1"],
    ["03", "CHAMRA"],
  ]);
});

test("an amount has no thousands separators, and none of a currency without minor units has decimals", () => {
  const amountOf = (text: string) => Object.fromEntries(fieldsOf(text))["54"];
  expect(amountOf(code({ amount: 15_000_000 }))).toBe("150000.00");
  expect(amountOf(code({ amount: 9_000, currency: "JPY" }))).toBe("9000");
});

test("a Thai name stands in the field for other languages, beside what is left of it in plain letters", () => {
  const fields = Object.fromEntries(fieldsOf(code({ merchant: "ร้าน Somchai" })));
  expect(fields["59"]).toBe("Somchai");
  expect(fieldsOf(fields["64"] ?? "")).toEqual([
    ["00", "TH"],
    ["01", "ร้าน Somchai"],
  ]);
  expect(Object.fromEntries(fieldsOf(code({ merchant: "ร้านค้า" })))["59"]).toBe("Merchant");
  expect(Object.fromEntries(fieldsOf(code({ merchant: "x".repeat(60) })))["59"]).toHaveLength(25);
});

describe("the reference of a scanned code", () => {
  test("is the one that was put into it, in whatever script the merchant's name is", () => {
    for (const merchant of ["Demo Shop", "ร้าน Somchai", "ร้านค้า"])
      expect(referenceIn(` ${code({ merchant })}\n`)).toBe("K4YKXH5ODIZQ9JXJ5P1");
  });

  test.each([
    "",
    "hello",
    code().slice(0, -1),
    code().replace("1500.50", "1000.00"),
    "00020101021129370016A0000006770101110113006681234567853037645802TH6304823E",
  ])("is not found in %j", (text) => {
    expect(referenceIn(text)).toBeUndefined();
  });
});
