import { expect, test } from "vitest";
import { isOfBank, meansBank, payerBankCode, payerBanks } from "./payer-bank.ts";

test.each([
  ["BANK OF AYDHYA PUBLIC COMPANY LIMITED", "bay"],
  ["Bank of Ayudhya (Krungsri)", "bay"],
  ["KASIKORNBANK PUBLIC COMPANY LIMITED", "kbank"],
  ["Kasikorn Bank", "kbank"],
  ["KRUNGTHAI CARD PUBLIC COMPANY LIMITED", "ktc"],
  ["Krung Thai Bank PCL", "ktb"],
  ["TMBTHANACHART BANK PUBLIC COMPANY LIMITED", "ttb"],
  ["United Overseas Bank (Thai) Public Co., Ltd.", "uob"],
  ["scb", "scb"],
])("%s is %s", (name, code) => {
  expect(payerBankCode(name)).toBe(code);
});

test.each([
  ["JPMORGAN CHASE BANK N.A."],
  ["UNITED OVERSEAS BANK LIMITED"],
  ["Bombay Mercantile Bank"],
  ["first_choice"],
  [""],
])("%j is no bank of the table", (name) => {
  expect(payerBankCode(name)).toBeUndefined();
});

test("no spelling of a bank, and no code, stands in that of another", () => {
  for (const { code, label, spellings, assumed } of payerBanks) {
    for (const each of [code, ...spellings, ...assumed]) expect(payerBankCode(each)).toBe(code);
    expect(payerBankCode(label.en)).toBe(code);
  }
});

test("a code means one bank only, whatever letters stand in the names of others", () => {
  expect(isOfBank("SIAM COMMERCIAL BANK PUBLIC COMPANY LIMITED", "scb")).toBe(true);
  expect(isOfBank("Bombay Mercantile Bank", "bay")).toBe(false);
  expect(isOfBank("kbank", "Kasikorn")).toBe(true);
  expect(isOfBank("ktb", "ktc")).toBe(false);
});

test("words are looked for in the bank's name, whatever its capitals, spaces and marks", () => {
  for (const words of ["jpmorgan", "J.P. Morgan", "chase bank"])
    expect(isOfBank("JPMORGAN CHASE BANK, N.A.", words)).toBe(true);
  expect(isOfBank("STRIPE PAYMENTS UK LIMITED", "jpmorgan")).toBe(false);
  expect(isOfBank("affin", "affin")).toBe(true);
  expect(isOfBank("sc", "sc")).toBe(true);
  expect(isOfBank("ธนาคารกสิกรไทย", "กสิกร")).toBe(true);
});

test("two letters are looked for in no name, and the legal form of a bank is no part of it", () => {
  expect(isOfBank("DISCOVER BANK", "sc")).toBe(false);
  expect(isOfBank("ANY BANK PUBLIC COMPANY LIMITED", "public")).toBe(false);
  expect(isOfBank("PUBLIC BANK BERHAD", "public")).toBe(true);
});

test("marks alone mean no bank", () => {
  expect(meansBank("…")).toBe(false);
  expect(meansBank("k-bank")).toBe(true);
});
