import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeText } from "../scb/wire.ts";
import { slipIn } from "./slip.ts";

/** Published vectors: the bank's by the Bank of Thailand's example that libraries of several languages share, TrueMoney's by one of them. */
const bank = "004000060000010103002021900021231231212000115102TH91049C30";
const trueMoney = "00480002010102010203P2P0313TXN00012345670408250120249104b425";

describe("the code of a slip", () => {
  test("names the sending bank and the transfer", () => {
    expect(slipIn(bank)).toEqual({ kind: "bank", sendingBank: "002", transRef: "0002123123121200011", country: "TH" });
    expect(slipIn(` ${bank}\r\n`)).toEqual(slipIn(bank));
  });

  test("of a bank may have its checksum in small letters", () => {
    expect(slipIn(bank.replace("9C30", "9c30"))).toEqual(slipIn(bank));
  });

  test("of TrueMoney names the transaction and its day", () => {
    expect(slipIn(trueMoney)).toEqual({
      ...{ kind: "truemoney", eventType: "P2P", transactionId: "TXN0001234567", date: "2024-01-25" },
    });
  });

  test("of TrueMoney has its checksum in small letters only", () => {
    expect(slipIn(trueMoney.replace("b425", "B425"))).toBeUndefined();
  });

  test("is not read where a single letter of it was changed", () => {
    for (const whole of [bank, trueMoney])
      fc.assert(
        fc.property(fc.nat({ max: whole.length - 1 }), fc.constantFrom(..."0123456789ABCDEFghij"), (at, letter) => {
          const changed = whole.slice(0, at) + letter + whole.slice(at + 1);
          fc.pre(changed.toLowerCase() !== whole.toLowerCase());
          expect(slipIn(changed)).toBeUndefined();
        }),
      );
  });

  test("is never seen in a code to pay by, nor in any other text", () => {
    const toPay = codeText({ ppId: "099400000000001", ref1: "P1", ref3: "CHM", amount: "1.00" });
    for (const text of ["", "hello", toPay, bank.slice(0, -1), "9104", "x".repeat(10_000)])
      expect(slipIn(text)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => slipIn(text) === undefined));
  });
});
