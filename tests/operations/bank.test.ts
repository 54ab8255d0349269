import { describe, expect, test } from "vitest";
import type { BankAnswer } from "../../src/connectors/bank.ts";
import { minutes } from "../../src/domain/base/time.ts";
import { ask, bankAnswersWithin } from "../../src/operations/payment/bank.ts";
import { withTransactionId } from "../../src/operations/payment/three-ds.ts";
import { type Acquirer, banksOf } from "../kit/banks.ts";
import { aToken, cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { findCharge, firstAccount } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

describe.each(engines)("on %s", (engine) => {
  test("a bank that never answers is asked no longer than its time: the charge is pending, and the clock asks again", async () => {
    const clock = aTimeLimit();
    const gateway = await aGateway({ engine, pause: clock.pause });
    const acquirer = acquirerOf(gateway);
    const { authorize } = acquirer;
    const bank = Promise.withResolvers<BankAnswer>();
    acquirer.authorize = async (...request) => {
      await authorize(...request);
      return bank.promise;
    };
    const card = await aToken(gateway);
    const charging = gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card } });
    await clock.isOver();
    const { json } = await charging;
    expect(json).toMatchObject({ status: "pending", paid: false });
    expect(await saidOf(gateway, json.id)).toEqual(["authorize unknown no answer within 20 s"]);

    bank.resolve({ answer: "declined", reason: "rejected" }); // too late to count: the bank is asked for the result
    await gateway.advance(minutes(1));
    expect((await gateway.call("GET", `/charges/${json.id}`)).json).toMatchObject({ status: "successful", paid: true });
  });

  test.each(["capture", "reverse"] as const)("a %s that its bank leaves unanswered ends by itself", async (verb) => {
    const clock = aTimeLimit();
    const gateway = await aGateway({ engine, pause: clock.pause });
    const { json } = await cardCharge(gateway, { capture: false });
    const acquirer = acquirerOf(gateway);
    const carryOut = acquirer[verb];
    acquirer[verb] = neverAnswers;
    const asked = gateway.call("POST", `/charges/${json.id}/${verb}`);
    await clock.isOver();
    expect((await asked).json).toMatchObject({ id: json.id, status: "pending" });
    acquirer[verb] = carryOut;
    await gateway.advance(minutes(1));
    const after = { capture: "successful", reverse: "reversed" }[verb];
    expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe(after);
  });

  test("a refund that its bank leaves unanswered is pending, and closed when the bank is asked again", async () => {
    const clock = aTimeLimit();
    const gateway = await aGateway({ engine, pause: clock.pause });
    const { json } = await cardCharge(gateway);
    const acquirer = acquirerOf(gateway);
    const { refund } = acquirer;
    acquirer.refund = neverAnswers;
    const refunding = gateway.call("POST", `/charges/${json.id}/refunds`, { body: { amount: 1000 } });
    await clock.isOver();
    expect((await refunding).json.status).toBe("pending");
    acquirer.refund = refund;
    await gateway.advance(minutes(2));
    expect((await gateway.call("GET", `/charges/${json.id}/refunds`)).json.data[0].status).toBe("closed");
  });

  test("a payment that cannot be closed in time is not expired, and is once its bank answers", async () => {
    const clock = aTimeLimit();
    const gateway = await aGateway({ engine, pause: clock.pause });
    const { json } = await kplusCharge(gateway);
    const { kplus } = banksOf(gateway.gateway);
    const { cancel } = kplus;
    kplus.cancel = neverAnswers;
    const due = gateway.advance(minutes(10));
    await clock.isOver();
    await due;
    expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("pending");
    kplus.cancel = cancel;
    await gateway.advance(minutes(1));
    expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("expired");
  });

  test("an issuer that never answers keeps its cardholder waiting, and decides nothing", async () => {
    const clock = aTimeLimit();
    const gateway = await aGateway({ engine, pause: clock.pause });
    const { json } = await installmentCharge(gateway);
    const { threeDs } = gateway.gateway.simulation.connectors;
    if (!threeDs) throw new Error("issuers are simulated in test mode");
    const { store } = gateway.gateway;
    const [account] = await store.account.all();
    const waiting = await findCharge(store, json.id);
    if (!account || !waiting) throw new Error("the charge is not there");
    const charge = await withTransactionId(gateway.gateway, { charge: waiting, account }); // the cardholder has arrived
    threeDs.result = neverAnswers;
    const due = gateway.advance((charge.dueAt ?? 0) - gateway.now());
    await clock.isOver();
    await due;
    expect(await saidOf(gateway, json.id)).toEqual(["inquire unknown no answer within 20 s"]);
  });

  test("a refund for which there is no bank is a defect of ours: 500, and no money is reserved", async () => {
    const gateway = await aGateway({ engine });
    const { json } = await cardCharge(gateway);
    const banks = banksOf(gateway.gateway);
    const { card, kplus } = banks;
    Object.assign(banks, { card: kplus }); // K PLUS has no refunds
    const refunding = () => gateway.call("POST", `/charges/${json.id}/refunds`, { body: { amount: 1000 } });
    expect((await refunding()).status).toBe(500);
    Object.assign(banks, { card });
    expect((await gateway.call("GET", `/charges/${json.id}`)).json).toMatchObject({ refunded_amount: 0 });
    expect((await refunding()).json.status).toBe("closed");
  });

  test("a refund that our own code breaks off is told at each try, never read as a bank's answer, and closed once mended", async () => {
    const gateway = await aGateway({ engine });
    const { json } = await cardCharge(gateway);
    const acquirer = acquirerOf(gateway);
    const { refund } = acquirer;
    acquirer.refund = defective;
    const body = { amount: 1000 };
    expect((await gateway.call("POST", `/charges/${json.id}/refunds`, { body })).status).toBe(500);
    await gateway.advance(minutes(2));
    await gateway.advance(minutes(2));
    expect(gateway.gateway.health.failures()).toMatchObject([{ work: "refund", count: 2, lastError: /undefined/ }]);
    expect(await saidOf(gateway, json.id)).toEqual(["authorize approved null"]);
    acquirer.refund = refund;
    await gateway.advance(minutes(2));
    expect((await gateway.call("GET", `/charges/${json.id}/refunds`)).json.data[0].status).toBe("closed");
  });

  test.each(["capture", "reverse"] as const)("a %s without a bank to ask changes nothing", async (verb) => {
    const gateway = await aGateway({ engine });
    const { json } = await cardCharge(gateway, { capture: false });
    const banks = banksOf(gateway.gateway);
    const { card, kplus } = banks;
    Object.assign(banks, { card: kplus });
    expect((await gateway.call("POST", `/charges/${json.id}/${verb}`)).status).toBe(500);
    Object.assign(banks, { card });
    expect((await gateway.call("POST", `/charges/${json.id}/${verb}`)).status).toBe(200);
  });
});

test("a line that is down is an unknown answer, also where fetch says so with a TypeError; a defect is thrown", async () => {
  const { gateway } = await aGateway();
  const said = (error: Error) => ask(gateway, banksOf(gateway).card, "inquire", () => Promise.reject(error));
  expect(await said(new Error("socket hang up"))).toEqual({ answer: "unknown", why: "socket hang up" });
  const away = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
  expect(await said(away)).toEqual({ answer: "unknown", why: "fetch failed" });
  expect(await said(new SyntaxError("Unexpected token <"))).toMatchObject({ answer: "unknown" }); // from the bank
  await expect(said(new TypeError("undefined is not a function"))).rejects.toThrow(TypeError);
  await expect(said(new RangeError("Invalid time value"))).rejects.toThrow(RangeError);
});

const acquirerOf = ({ gateway }: TestGateway): Acquirer => banksOf(gateway).card;

const neverAnswers = () => new Promise<never>(() => {});

async function defective(): Promise<BankAnswer> {
  const answers: Record<string, { answer: "pending" }> = {};
  return { answer: (answers.refund as { answer: "pending" }).answer };
}

/** The time limit of banks, ended by the test. */
function aTimeLimit() {
  const waiting = new Set<() => void>();
  return {
    pause: (ms: number, over?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (ms !== bankAnswersWithin) return;
        waiting.add(resolve);
        over?.addEventListener("abort", () => waiting.delete(resolve));
      }),
    /** Ends the time limit of the one request under way. */
    isOver: async () => {
      await expect.poll(() => waiting.size, { timeout: 10_000 }).toBe(1);
      for (const resolve of waiting) resolve();
    },
  };
}

/** Bank messages of a charge, oldest first. */
async function saidOf({ gateway }: TestGateway, charge: string): Promise<string[]> {
  const messages = await gateway.store.bankMessage.ofCharge((await firstAccount(gateway.store)).id, charge, 100);
  return messages.map(({ step, answer, reason }) => `${step} ${answer} ${reason}`);
}
