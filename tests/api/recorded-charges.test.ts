import { describe, expect, test } from "vitest";
import { days, hours, minutes } from "../../src/domain/base/time.ts";
import { aToken, cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

/** Facts about charges from recordings of the original's test mode, 2019 to 2025. */

const keysOf = async (gateway: TestGateway, id: string): Promise<string[]> =>
  (await gateway.call("GET", `/charges/${id}/events`)).json.data.map(({ key }: { key: string }) => key);

describe("events", () => {
  test("a sale that its bank decides at once is one event, which shows what became of it", async () => {
    const gateway = await aGateway();
    for (const number of ["4242424242424242", "4111111111140011"]) {
      const { json: charge } = await cardCharge(gateway, {}, number);
      const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
      expect(events.data).toMatchObject([{ key: "charge.create", data: { id: charge.id, status: charge.status } }]);
    }
  });

  test("an authorization that is captured or released is two", async () => {
    const gateway = await aGateway();
    for (const act of ["capture", "reverse"]) {
      const { json } = await cardCharge(gateway, { capture: false });
      await gateway.call("POST", `/charges/${json.id}/${act}`);
      expect(await keysOf(gateway, json.id)).toEqual(["charge.create", `charge.${act}`]);
    }
  });

  test("what was pending is completed, and events of one moment stand in the order of their causes", async () => {
    const gateway = await aGateway();
    for (let count = 0; count < 10; count += 1) {
      const { json: paid } = await kplusCharge(gateway);
      await gateway.call("POST", `/charges/${paid.id}/mark_as_paid`);
      const { json: ended } = await kplusCharge(gateway);
      await gateway.call("POST", `/charges/${ended.id}/expire`);
      expect(await keysOf(gateway, paid.id)).toEqual(["charge.create", "charge.complete"]);
      expect(await keysOf(gateway, ended.id)).toEqual(["charge.create", "charge.expire", "charge.complete"]);
    }
  });
});

describe("a full refund", () => {
  const refund = (gateway: TestGateway, id: string, body: object = {}) =>
    gateway.call("POST", `/charges/${id}/refunds`, { body: { amount: 100000, ...body } });

  test("of the same day in Bangkok is a void, which gives the fee back", async () => {
    const gateway = await aGateway(); // ten in the morning there
    const { json: charge } = await cardCharge(gateway);
    expect(charge.can_perform_void).toBe(true);
    await gateway.advance(hours(13));
    expect((await refund(gateway, charge.id)).json).toMatchObject({ voided: true, status: "closed" });
    expect((await gateway.call("GET", "/balance")).json.total).toBe(0);
  });

  test("of the day after is a refund, which keeps it, and no void can be asked for", async () => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    await gateway.advance(hours(14));
    expect((await gateway.call("GET", `/charges/${charge.id}`)).json.can_perform_void).toBe(false);
    const { json: refused } = await refund(gateway, charge.id, { void: true });
    expect([refused.code, refused.message]).toEqual([
      "failed_void",
      "charge can be voided on the day of its payment (Bangkok time) only, after that it can be refunded",
    ]);
    expect((await refund(gateway, charge.id)).json).toMatchObject({ voided: false, status: "closed" });
    expect((await gateway.call("GET", "/balance")).json.total).toBe(96094 - 100000);
  });
});

test("test money can be transferred at once, and nothing is on hold, after refunds neither", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const { json: transactions } = await gateway.call("GET", "/transactions");
  expect(transactions.data[0].transferable_at).toBe(transactions.data[0].created_at);
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 30000 } });
  expect((await gateway.call("GET", "/balance")).json).toMatchObject({ total: 66094, transferable: 66094, on_hold: 0 });
});

describe("3-D Secure without a return_uri", () => {
  test("is a failed charge, not an error, and its token is spent", async () => {
    const gateway = await aGateway();
    const card = await aToken(gateway);
    const body = { amount: 100000, currency: "THB", card, authentication: "3DS" };
    const { status, json } = await gateway.call("POST", "/charges", { body });
    expect([status, json.status]).toEqual([200, "failed"]);
    expect(json).toMatchObject({
      failure_code: "payment_rejected",
      failure_message: "3d secure is requested but return_uri is not set",
      authorize_uri: null,
      paid: false,
    });
    expect((await gateway.call("POST", "/charges", { body })).json.code).toBe("used_token");
    expect(await keysOf(gateway, json.id)).toEqual(["charge.create"]);
  });
});

describe("keys", () => {
  const trio = ["authorization_type", "authorized_amount", "captured_amount"];
  const hasTrio = (charge: object): boolean => trio.every((key) => key in charge);
  const read = async (gateway: TestGateway, id: string) => (await gateway.call("GET", `/charges/${id}`)).json;

  test("of the authorization are there once a charge is paid, failed or out of time, or was pre-authorized", async () => {
    const gateway = await aGateway();
    const { json: failed } = await cardCharge(gateway, {}, "4111111111140011");
    expect(failed).toMatchObject({ authorization_type: null, authorized_amount: 100000, captured_amount: 100000 });
    const { json: forgotten } = await kplusCharge(gateway);
    const { json: preAuthorized } = await cardCharge(gateway, { capture: false, authorization_type: "pre_auth" });
    expect(preAuthorized.authorization_type).toBe("pre_auth");
    const { json: held } = await cardCharge(gateway, { capture: false });
    const { json: released } = await gateway.call("POST", `/charges/${held.id}/reverse`);
    const { json: waiting } = await kplusCharge(gateway);
    const { json: ended } = await gateway.call("POST", `/charges/${waiting.id}/expire`);
    expect([held, released, waiting, ended].map(hasTrio)).toEqual([false, false, false, false]);
    await gateway.advance(minutes(10));
    expect(hasTrio(await read(gateway, forgotten.id))).toBe(true);
  });

  test("name what an issuer is not told of the cardholder", async () => {
    const gateway = await aGateway();
    const asked = { authentication: "3DS", return_uri: "https://shop.example/done" };
    const { json: bare } = await cardCharge(gateway, asked);
    expect(bare).toMatchObject({ missing_3ds_fields: ["email", "phone_number"], merchant_advice_code: null });
    const card = await aToken(gateway, "4242424242424242", {
      email: "somchai@example.com",
      phone_number: "0812345678",
    });
    expect((await cardCharge(gateway, { ...asked, card })).json.missing_3ds_fields).toEqual([]);
    expect((await cardCharge(gateway)).json.missing_3ds_fields).toEqual([]);
  });

  test("show the end of a charge's time seven days later, whatever became of it, and that a failed one expired", async () => {
    const gateway = await aGateway();
    const { json: paid } = await cardCharge(gateway);
    const { json: failed } = await cardCharge(gateway, {}, "4111111111140011");
    expect([paid.expired_at, failed.expired_at, failed.expired]).toEqual([null, null, false]);
    await gateway.advance(days(7));
    for (const { id, status, expires_at } of [paid, failed]) {
      const old = await read(gateway, id);
      expect(old).toMatchObject({ status, expired_at: expires_at, expired: status === "failed" });
    }
  });

  test("show no approval code in test mode", async () => {
    const gateway = await aGateway();
    const { json: held } = await cardCharge(gateway, { capture: false });
    const { json: captured } = await gateway.call("POST", `/charges/${held.id}/capture`);
    for (const charge of [held, captured, (await cardCharge(gateway)).json]) expect(charge.approval_code).toBeNull();
  });
});

describe("installments", () => {
  test("take the interest setting of the source where the charge is silent, as the mobile libraries send it", async () => {
    const gateway = await aGateway();
    const { json: source } = await gateway.call("POST", "/sources", {
      key: gateway.publicKey,
      body: {
        ...{ amount: 400000, currency: "THB", type: "installment_wlb_ktc", installment_term: 4 },
        zero_interest_installments: true,
      },
    });
    const { json } = await installmentCharge(gateway, { source: source.id });
    expect(json).toMatchObject({ status: "pending", zero_interest_installments: true, interest: 12800 });
    const { json: other } = await installmentCharge(gateway, { source: source.id, zero_interest_installments: false });
    expect(other.message).toBe("source was already used");
  });

  test("refuse capture=false in words, since they are captured at once", async () => {
    const { json } = await installmentCharge(await aGateway(), { capture: false });
    expect([json.code, json.message]).toEqual([
      "invalid_charge",
      "capture must be true for installment_wlb_ktc: its payments are captured at once",
    ]);
  });
});
