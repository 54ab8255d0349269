import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../src/domain/base/time.ts";
import { failureCodesOf } from "../../src/domain/payment/method.ts";
import { aSecondMerchant, cardCharge, installmentCharge } from "../kit/builders.ts";
import type { Answer, CallOptions } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { aPayment, chargeOf, type Payment, traceOf } from "./kplus-payer.ts";

describe("a program plays the payer", () => {
  test("sees what the payer would see, and pays", async () => {
    const payment = await aPayment();
    await visit(payment);
    const waiting = await call(payment, "GET", `/kplus/payments/${payment.reference}`);
    expect(waiting.json).toEqual({
      object: "kplus_payment",
      reference: payment.reference,
      amount: 150000,
      currency: "THB",
      merchant: "Demo Shop",
      status: "waiting",
      outcome: null,
      bank_reference: null,
      account: null,
      session_ends_at: null,
      ended_at: null,
    });
    const { json: paid } = await decide(payment, { body: { outcome: "successful" } });
    expect(paid).toMatchObject({ status: "paid", outcome: "successful", account: "everyday" });
    expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
    const { json: accounts } = await payment.gateway.call("GET", "/kplus/accounts");
    expect(accounts.data[0]).toMatchObject({ key: "everyday", balance: 249_850_000 });
    const { json: reset } = await payment.gateway.call("POST", "/kplus/accounts/reset");
    expect(reset.data[0]).toMatchObject({ key: "everyday", balance: 250_000_000 });
  });

  test.each(failureCodesOf(methodOf("mobile_banking_kbank")))(
    "brings about %s, in JSON and by the charge's id",
    async (code) => {
      const payment = await aPayment();
      const { json } = await call(payment, "POST", `/kplus/payments/${payment.charge.id}/decide`, {
        json: { outcome: code },
      });
      expect(json).toMatchObject({ status: "rejected", outcome: code });
      expect(await chargeOf(payment)).toMatchObject({ status: "failed", failure_code: code });
    },
  );

  test("decides once: the second decision reads the first", async () => {
    const payment = await aPayment();
    await visit(payment);
    const answers = await Promise.all(
      ["successful", "insufficient_fund", "successful"].map((outcome) => decide(payment, { body: { outcome } })),
    );
    const ends = answers.map(({ json }) => json.outcome);
    expect(new Set(ends).size).toBe(1);
    expect((await decide(payment, { body: { outcome: "payment_rejected" } })).json.outcome).toBe(ends[0]);
    expect(await traceOf(payment)).toMatchObject({ told: 1 });
  });

  test("learns that the gateway closed what nobody paid", async () => {
    const payment = await aPayment();
    await visit(payment);
    await payment.gateway.advance(minutes(10));
    expect((await decide(payment, { body: { outcome: "successful" } })).json).toMatchObject({
      status: "closed",
      outcome: null,
    });
    expect(await chargeOf(payment)).toMatchObject({ status: "expired", failure_code: null });
  });

  test("is refused what there is not, and sees no charge of another kind", async () => {
    const payment = await aPayment();
    const { gateway } = payment;
    await visit(payment);
    for (const body of [{}, { outcome: "paid" }, { outcome: "stolen_or_lost_card" }])
      expect((await decide(payment, { body })).status).toBe(400);
    const others = [await cardCharge(gateway), await installmentCharge(gateway)].map(({ json }) => json.id);
    for (const name of ["unknown", "chrg_test_5z4ykxh42cn7qsxw1w5", ...others])
      expect((await call(payment, "GET", `/kplus/payments/${name}`)).status, name).toBe(404);
  });
});

test("a payer who signed in and went away: the bank reports it, and the charge has failed with payment_expired", async () => {
  const payment = await aPayment();
  await visit(payment);
  await call(payment, "POST", `/kplus/pay/${payment.reference}`, { body: { act: "pin", pin: "123456", key: "enter" } });
  await payment.gateway.advance(minutes(10));
  expect(await chargeOf(payment)).toMatchObject({ status: "failed", failure_code: "payment_expired" });
});

describe("the payer's accounts", () => {
  test("are shown and reset with a secret test key only, so no page of another site does it", async () => {
    const { gateway } = await aPayment();
    for (const key of [null, gateway.publicKey, gateway.liveSecretKey]) {
      expect((await gateway.call("GET", "/kplus/accounts", { key })).status).toBe(401);
      const headers = { origin: "https://elsewhere.example" };
      expect((await gateway.call("POST", "/kplus/accounts/reset", { key, headers })).status).toBe(401);
    }
    expect((await gateway.call("GET", "/kplus", { key: null })).text).not.toContain("<form");
  });

  test("are another payer's for each test account: nobody empties or fills those of others", async () => {
    const payment = await aPayment();
    const { gateway } = payment;
    const { secretKey: key } = await aSecondMerchant(gateway);
    await call(payment, "POST", `/kplus/payments/${payment.charge.id}/decide`, { body: { outcome: "successful" } });
    const everyday = async (options: CallOptions) =>
      (await gateway.call("GET", "/kplus/accounts", options)).json.data[0].balance;
    expect(await everyday({ key })).toBe(250_000_000);
    await gateway.call("POST", "/kplus/accounts/reset", { key });
    expect(await everyday({})).toBe(249_850_000);
  });
});

describe("a bank that misbehaves", () => {
  test.each(["late", "never", "nonsense"])(
    "%s: the payer reads that the bank has not answered, and in the end the charge is right",
    async (fault) => {
      const payment = await aPayment();
      await visit(payment);
      await misbehave(payment, { target: payment.charge.id, fault });
      expect((await decide(payment, { body: { outcome: "successful" } })).json).toMatchObject({ status: "paid" });
      expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
      expect((await visit(payment, "?waiting")).text).toContain("Waiting for your bank");
      const { json } = await misbehaved(payment, "DELETE", { target: payment.charge.id });
      expect(json.data).toEqual([]);
      await payment.gateway.advance(minutes(2));
      expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
      expect((await visit(payment, "?waiting")).headers.get("location")).toBe(payment.charge.return_uri);
      expect(await traceOf(payment)).toMatchObject({ told: 1 });
    },
  );

  test.each(["twice", "out_of_order"])("%s: told once", async (fault) => {
    const payment = await aPayment();
    await misbehave(payment, { target: "*", fault });
    await call(payment, "POST", `/kplus/payments/${payment.charge.id}/decide`, {
      body: { outcome: "invalid_account" },
    });
    expect(await chargeOf(payment)).toMatchObject({ status: "failed", failure_code: "invalid_account" });
    expect(await traceOf(payment)).toEqual({ told: 1, moved: 0 });
  });

  test("for as long as it does, nothing is decided, not even by the clock", async () => {
    const payment = await aPayment();
    await misbehave(payment, { target: "*", fault: "nonsense" });
    await visit(payment);
    await payment.gateway.advance(minutes(10) + seconds(1));
    expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
    await misbehaved(payment, "DELETE");
    await payment.gateway.advance(minutes(2));
    expect(await chargeOf(payment)).toMatchObject({ status: "expired" });
  });

  test("is asked for with a secret test key only, by names that there are", async () => {
    const payment = await aPayment();
    const { gateway } = payment;
    const body = { target: "*", fault: "never" };
    for (const key of [null, gateway.publicKey, gateway.liveSecretKey])
      expect((await gateway.call("POST", "/simulators/misbehaviour", { key, body })).status).toBe(401);
    for (const wrong of [{}, { target: "*" }, { target: "*", fault: "rude" }])
      expect((await misbehave(payment, wrong)).status).toBe(400);
    expect((await misbehave(payment, { ...body, target: "chrg_test_5z4ykxh42cn7qsxw1w5" })).status).toBe(404);
    expect((await misbehaved(payment, "GET")).json.data).toEqual([]);
    expect((await misbehave(payment, body)).json.data).toEqual([body]);
  });
});

describe("a bank that misbehaves for one account", () => {
  test("answers another account as it should, for all of the first as for a payment by name", async () => {
    const payment = await aPayment();
    const { gateway } = payment;
    const { secretKey: key } = await aSecondMerchant(gateway);
    const theirs = { key, body: { target: "*", fault: "nonsense" } };
    expect((await gateway.call("POST", "/simulators/misbehaviour", theirs)).status).toBe(200);
    expect((await misbehaved(payment, "GET")).json.data).toEqual([]);
    for (const target of [payment.charge.id, payment.reference]) {
      const named = { key, body: { target, fault: "nonsense" } };
      expect((await gateway.call("POST", "/simulators/misbehaviour", named)).status, target).toBe(404);
    }
    const decided = { body: { outcome: "successful" } };
    await call(payment, "POST", `/kplus/payments/${payment.charge.id}/decide`, decided);
    expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
  });

  test("goes on when another account ends all of its own", async () => {
    const payment = await aPayment();
    const { gateway } = payment;
    const { secretKey: key } = await aSecondMerchant(gateway);
    await misbehave(payment, { target: payment.reference, fault: "nonsense" });
    expect((await gateway.call("DELETE", "/simulators/misbehaviour", { key })).json.data).toEqual([]);
    const one = { key, body: { target: payment.charge.id } };
    expect((await gateway.call("DELETE", "/simulators/misbehaviour", one)).status).toBe(404);
    const { json } = await misbehaved(payment, "GET");
    expect(json.data).toEqual([{ target: payment.charge.id, fault: "nonsense" }]);
  });

  test("is named by what the account has: neither free texts nor long ones are kept", async () => {
    const payment = await aPayment();
    for (const target of ["anything", "x".repeat(200_000), "chrg_test_5z4ykxh42cn7qsxw1w5"])
      expect((await misbehave(payment, { target, fault: "late" })).status).toBe(404);
    expect((await misbehaved(payment, "GET")).json.data).toEqual([]);
  });
});

const call = ({ gateway }: Payment, method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
  gateway.call(method, path, { key: null, ...options });

const decide = (payment: Payment, options: CallOptions): Promise<Answer> =>
  call(payment, "POST", `/kplus/payments/${payment.reference}/decide`, options);

const visit = (payment: Payment, query = ""): Promise<Answer> =>
  call(payment, "GET", `${new URL(payment.charge.authorize_uri).pathname}${query}`);

const misbehave = (payment: Payment, body: Record<string, unknown>): Promise<Answer> =>
  misbehaved(payment, "POST", body);

const misbehaved = ({ gateway }: Payment, method: string, body?: Record<string, unknown>): Promise<Answer> =>
  gateway.call(method, "/simulators/misbehaviour", body ? { body } : {});
