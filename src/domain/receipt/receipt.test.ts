import { describe, expect, test } from "vitest";
import { anAccount } from "../../../tests/kit/domain-builders.ts";
import { days, hours } from "../base/time.ts";
import { caughtUp, invoiceableUntil, issue, newBook, sumsOf } from "./receipt.ts";

const midnight = Date.parse("2026-01-15T17:00:00Z"); // in Bangkok
const seller = { name: "Operator", address: null, taxId: null };
const charged = { key: "charge.captured.net", fee: 36_500, vat: 2_555 } as const;
const voided = { key: "charge.voided.net", fee: -3_650, vat: -256 } as const;

describe("what a receipt says of fees", () => {
  test("voids are taken from the fees of charges, and the VAT is what was booked", () => {
    expect(sumsOf([charged, voided], false)).toEqual({
      chargeFee: 36_500,
      transferFee: 0,
      voidedFee: 3_650,
      subtotal: 32_850,
      vat: 2_299,
      wht: 0,
      total: 35_149,
      creditNote: false,
    });
  });

  test("who withholds tax pays 3 % of the subtotal less, rounded half-up", () => {
    expect(sumsOf([{ ...charged, fee: 36_550 }], true)).toMatchObject({ wht: 1_097, total: 36_550 + 2_555 - 1_097 });
  });

  test("more given back than charged is a credit note, whose amounts are above zero", () => {
    expect(sumsOf([voided], true)).toMatchObject({
      voidedFee: 3_650,
      subtotal: 3_650,
      vat: 256,
      wht: 110,
      total: 3_796,
      creditNote: true,
    });
  });
});

test("a day can be invoiced an hour after it has ended in Bangkok", () => {
  expect(invoiceableUntil(midnight + hours(1) - 1)).toBe(midnight - days(1));
  expect(invoiceableUntil(midnight + hours(1))).toBe(midnight);
});

test("numbers follow each other, whatever days lie between, and the book waits for the day after", () => {
  const account = anAccount({ createdAt: midnight + hours(10) });
  const book = newBook(account);
  expect([book.since, book.dueAt]).toEqual([midnight, midnight + days(1) + hours(1)]);
  const first = issue(book, account, seller, [charged], { id: "rcpt_1", day: midnight, now: midnight + days(1) });
  const later = { id: "rcpt_2", day: midnight + days(5), now: midnight + days(6) };
  const second = issue(first.book, account, seller, [charged], later);
  expect([first.receipt.number, second.receipt.number]).toEqual(["CHTH202601160001", "CHTH202601210002"]);
  expect(second.book).toMatchObject({ issued: 2, since: midnight + days(6), version: 3 });
  expect(caughtUp(second.book, midnight + days(9)).dueAt).toBe(midnight + days(10) + hours(1));
});

test("until a merchant says otherwise, a receipt has the account's name", () => {
  const at = { id: "rcpt_1", day: midnight, now: midnight };
  const named = issue(newBook(anAccount()), anAccount(), seller, [charged], at).receipt;
  expect(named.buyer).toMatchObject({ name: "Somchai's shop", address: null, taxId: null, withholdsTax: false });
  const billing = { name: "Somchai Co., Ltd.", address: "2 Rama IV", taxId: "0105500000001", withholdsTax: true };
  const billed = issue(newBook(anAccount()), anAccount({ billing }), seller, [charged], at).receipt;
  expect(billed.buyer).toEqual({ ...billing, email: "somchai@example.com", statementName: "Somchai's shop" });
  expect(billed.wht).toBe(1_095);
});
