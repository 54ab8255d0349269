import { describe, expect, test } from "vitest";
import { kplusCharge } from "../kit/builders.ts";
import { startSecond } from "../kit/clock.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { runGuide } from "./curl.ts";
import { payerChooses } from "./payer.ts";
import { isSigned } from "./webhook.ts";

const minute = 60_000;

test("the K PLUS guide from its first line to its last: source, charge, app, webhook, status", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });

  const source = await runGuide(gateway, "kplus/create-source");
  const charge = await runGuide(gateway, "kplus/create-charge", { SOURCE_ID: source.id });
  expect(charge).toMatchObject({ status: "pending", source: { id: source.id, charge_status: "pending" } });

  const back = await payerChooses(charge, "successful");
  expect(back).toBe("http://example.com/orders/345678/complete");

  await receiver.arrived(2);
  const told = receiver.received.find(({ json }) => json.key === "charge.complete");
  expect(told?.json).toMatchObject({ object: "event", data: { id: charge.id, status: "successful" } });
  expect(receiver.received.every(isSigned)).toBe(true);
  expect(told?.headers["omise-signature-timestamp"]).toBe(String(startSecond));

  const { json: retrieved } = await gateway.call("GET", `/charges/${charge.id}`);
  expect(retrieved).toMatchObject({ status: told?.json.data.status, paid: true, paid_at: "2026-01-15T03:00:00Z" });
  expect(retrieved).toMatchObject({ net: 148930, fee: 1000, fee_vat: 70, failure_code: null });
  expect(retrieved.source.charge_status).toBe("successful");
  const { json: spent } = await gateway.call("GET", `/sources/${source.id}`, { key: gateway.publicKey });
  expect(spent.charge_status).toBe("successful");
});

describe("each failure code of the guide can be had from the payer's page", () => {
  test.each([
    ["payment_expired", "payment expired"],
    ["payment_rejected", "payment rejected by the issuer"],
    ["failed_processing", "general payment processing failure"],
    ["invalid_account", "valid account for payment method not found"],
    ["insufficient_fund", "insufficient funds in the account or the payment method has reached its limit"],
  ])("%s", async (code, message) => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    expect(await payerChooses(charge, code)).toBe(charge.return_uri);
    expect(await retrieve(gateway, charge.id)).toMatchObject({
      status: "failed",
      failure_code: code,
      failure_message: message,
      paid: false,
      transaction: null,
      source: { charge_status: "failed" },
    });
  });
});

test("the page's plain Failed gives a failed charge", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  await payerChooses(charge, "failed");
  expect(await retrieve(gateway, charge.id)).toMatchObject({ status: "failed", failure_code: "failed_processing" });
});

test("the payer's second decision changes nothing", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const decisions = ["successful", "payment_rejected", "successful"].map((outcome) =>
    payerChooses(charge, outcome).catch(() => undefined),
  );
  await Promise.all(decisions);
  const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
  const keys = events.data.map((event: { key: string }) => event.key);
  expect(keys.filter((key: string) => key === "charge.complete")).toHaveLength(1);
});

test("ten minutes after creation an unpaid charge expires, and the merchant is told", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  const { json: charge } = await kplusCharge(gateway);

  await gateway.advance(10 * minute - 1_000);
  expect(await retrieve(gateway, charge.id)).toMatchObject({ status: "pending", expired_at: null });

  await gateway.advance(1_000);
  expect(await retrieve(gateway, charge.id)).toMatchObject({
    status: "expired",
    expired: true,
    expired_at: "2026-01-15T03:10:00Z",
    expires_at: "2026-01-15T03:10:00Z",
    failure_code: null,
    source: { charge_status: "expired" },
  });
  await receiver.arrived(3);
  const outcome = receiver.received.find(({ json }) => json.key === "charge.complete");
  expect(outcome?.json.data.status).toBe("expired");
});

test("a payer who comes after the expiry cannot pay", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  await gateway.advance(11 * minute);
  await payerChooses(charge, "successful").catch(() => undefined);
  expect(await retrieve(gateway, charge.id)).toMatchObject({ status: "expired", paid: false });
});

test("a paid charge can be neither refunded nor voided", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  await payerChooses(charge, "successful");
  expect(await retrieve(gateway, charge.id)).toMatchObject({
    refundable: false,
    partially_refundable: false,
    can_perform_void: false,
  });
  for (const body of [{ amount: 150000 }, { amount: 100 }, { amount: 150000, void: true }]) {
    const refused = await gateway.call("POST", `/charges/${charge.id}/refunds`, { body });
    expect(refused).toMatchObject({
      status: 400,
      json: { code: "failed_refund", message: "mobile banking charges cannot be voided or refunded" },
    });
  }
  expect(await retrieve(gateway, charge.id)).toMatchObject({ refunded_amount: 0, refunds: { total: 0 } });
});

describe("limits: THB 20.00 to THB 150,000.00", () => {
  test.each([
    [1999, "amount must be at least 2000"],
    [15000001, "amount must be less than 15000000"],
  ])("%i is refused", async (amount, message) => {
    const gateway = await aGateway();
    const body = { amount, currency: "THB", type: "mobile_banking_kbank" };
    const source = await gateway.call("POST", "/sources", { body, key: gateway.publicKey });
    expect(source).toMatchObject({ status: 400, json: { code: "bad_request", message } });
    expect((await kplusCharge(gateway, { amount })).json.code).toBe("invalid_charge");
  });

  test.each([2000, 15000000])("%i is taken", async (amount) => {
    const gateway = await aGateway();
    const body = { amount, currency: "THB", type: "mobile_banking_kbank" };
    const source = await gateway.call("POST", "/sources", { body, key: gateway.publicKey });
    expect(source.status).toBe(200);
    expect((await kplusCharge(gateway, { amount, source: source.json.id })).json.status).toBe("pending");
    expect((await kplusCharge(gateway, { amount })).json.status).toBe("pending");
  });
});

test.each(["IOS", "ANDROID", undefined])("platform_type %s is taken and answered", async (platform) => {
  const gateway = await aGateway();
  const { json } = await kplusCharge(gateway, { source: { type: "mobile_banking_kbank", platform_type: platform } });
  expect(json.source.platform_type).toBe(platform ?? null);
});

async function retrieve(gateway: TestGateway, id: string) {
  return (await gateway.call("GET", `/charges/${id}`)).json;
}
