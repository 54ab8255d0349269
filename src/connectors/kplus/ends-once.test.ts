import { describe, expect, test } from "vitest";
import { aBankRequest } from "../../../tests/kit/banks.ts";
import { aBankMemory, noon } from "../../../tests/kit/domain-builders.ts";
import type { BankAnswer } from "../bank.ts";
import { kplusConnector } from "./connector.ts";
import { kplusSimulator } from "./simulator.ts";
import { rejections } from "./wire.ts";

const request = aBankRequest();
const { reference } = request;

describe("a K PLUS payment ends once", () => {
  const paid = { status: "PAID", bankReference: "KP4MfnXMIwawSp6O" } as const;
  const approved: BankAnswer = { answer: "approved", reference: "KP4MfnXMIwawSp6O", approvalCode: null };
  const declined: BankAnswer = { answer: "declined", reason: "rejected" };

  function aBank() {
    const bank = kplusSimulator(aBankMemory(), () => noon);
    return { bank, connector: kplusConnector(bank) };
  }

  test("stays pending until the payer decides, however often it is opened", async () => {
    const { connector } = aBank();
    const waiting = { answer: "pending", next: { goTo: `/kplus/pay/${reference}` } };
    expect(await connector.open(request)).toEqual(waiting);
    expect(await connector.open(request)).toEqual(waiting);
    expect(await connector.inquire(request)).toEqual({ answer: "pending" });
  });

  test("cancelled, it stays closed: a late payer pays nothing", async () => {
    const { bank, connector } = aBank();
    await connector.open(request);
    expect(await connector.cancel(request)).toEqual({ answer: "pending" });
    expect(await bank.decide(reference, paid)).toEqual({ status: "CLOSED" });
    expect(await connector.inquire(request)).toEqual({ answer: "pending" });
    expect(await connector.open(request)).toEqual({ answer: "pending" });
    expect(await connector.cancel(request)).toEqual({ answer: "pending" });
  });

  test("cancelled before it was opened, it never opens", async () => {
    const { bank, connector } = aBank();
    await connector.cancel(request);
    await connector.open(request);
    expect(await bank.decide(reference, paid)).toEqual({ status: "CLOSED" });
  });

  test.each([
    ["approved", paid, approved],
    ["declined", { status: "REJECTED", rejection: "REJECTED" } as const, declined],
  ])("%s, a late cancellation gets the payment's outcome", async (_, decision, answer) => {
    const { bank, connector } = aBank();
    await connector.open(request);
    await bank.decide(reference, decision);
    expect(await connector.cancel(request)).toEqual(answer);
    expect(await connector.inquire(request)).toEqual(answer);
  });

  test("payer and cancellation at the same moment: both see the same end", async () => {
    const { bank, connector } = aBank();
    const [decided, cancelled] = await Promise.all([bank.decide(reference, paid), connector.cancel(request)]);
    expect(cancelled.answer === "approved").toBe(decided.status === "PAID");
    expect(await connector.inquire(request)).toEqual(cancelled);
  });

  test.each(rejections)("%s is a decline with our own reason, not an unknown answer", async (rejection) => {
    const { bank, connector } = aBank();
    await bank.decide(reference, { status: "REJECTED", rejection });
    expect(await connector.inquire(request)).toMatchObject({ answer: "declined" });
  });
});
