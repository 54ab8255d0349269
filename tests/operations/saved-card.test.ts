import { describe, expect, onTestFinished, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import type { LentCard } from "../../src/domain/card/card.ts";
import { visit } from "../../src/operations/payment/payer.ts";
import { authenticate } from "../../src/operations/payment/three-ds.ts";
import { banksOf } from "../kit/banks.ts";
import { aCustomer, aToken, customerCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";

const browser = { accept: "text/html", userAgent: "Mozilla/5.0", language: "th", ip: "203.0.113.7", script: null };
const challenged = "4242424242424242";
/** Number of a card whose issuer authenticates without asking. */
const trusted = "5399000600080004";
const withPayer = { authentication: "3DS", return_uri: "https://example.com/orders/1" };

describe("a card that is deleted", () => {
  test.each([trusted, challenged])(
    "while the payer of a charge is away ends that charge when they come, with %s",
    async (number) => {
      const gateway = await aGateway();
      const customer = await aCustomer(gateway, {}, number);
      const { json: charge } = await customerCharge(gateway, customer.id, withPayer);
      expect(charge).toMatchObject({ status: "pending", customer: customer.id });
      await remove(gateway, customer);
      await arrive(gateway, charge.id);
      expect(await chargeOf(gateway, charge.id)).toMatchObject({
        status: "failed",
        failure_code: "payment_rejected",
        card: { deleted: true },
      });
    },
  );

  test("after its bank was asked changes nothing of what the bank says", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    const acquirer = banksOf(gateway.gateway).card;
    const { authorize } = acquirer;
    acquirer.authorize = async (...request) => {
      await authorize(...request);
      return { answer: "unknown", why: "the connection broke" };
    };
    const { json: charge } = await customerCharge(gateway, customer.id);
    expect(charge.status).toBe("pending");
    await remove(gateway, customer);
    await gateway.advance(minutes(1));
    expect(await chargeOf(gateway, charge.id)).toMatchObject({ status: "successful", card: { deleted: true } });
  });

  test("between the order and the question to the bank is not charged", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    const { store } = gateway.gateway;
    const { save } = store;
    store.save = async (changes) => {
      store.save = save;
      await remove(gateway, customer);
      return save(changes);
    };
    const { json: charge } = await customerCharge(gateway, customer.id);
    expect(charge).toMatchObject({ status: "failed", failure_code: "failed_processing" });
    expect((await gateway.call("GET", "/balance")).json.total).toBe(0);
  });
});

test("a payer who authenticates pays by the customer's card", async () => {
  const gateway = await aGateway();
  const customer = await aCustomer(gateway, {}, trusted);
  const { json: charge } = await customerCharge(gateway, customer.id, withPayer);
  await arrive(gateway, charge.id);
  expect(await chargeOf(gateway, charge.id)).toMatchObject({ status: "successful", customer: customer.id });
});

test("a customer's card comes to its bank without a security code, even where a process still has the token's", async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const tokens = await aGateway({ databaseUrl: database.url });
  const customers = await aGateway({ databaseUrl: database.url });
  const customer = await aCustomer(customers, { card: await aToken(tokens) });
  const acquirer = banksOf(tokens.gateway).card;
  const { authorize } = acquirer;
  const seen: (LentCard | null)[] = [];
  acquirer.authorize = (request, card, proof) => {
    seen.push(card);
    return authorize(request, card, proof);
  };
  expect((await customerCharge(tokens, customer.id)).json.status).toBe("successful");
  expect(seen).toMatchObject([{ securityCode: null }]);
});

test("where the merchant begins the payment the account's 3-D Secure asks nobody, and the bank hears who began it", async () => {
  const gateway = await aGateway();
  const customer = await aCustomer(gateway);
  await (await signedIn(gateway, "owner")).test.post("/settings", { three_d_secure: true });
  expect((await customerCharge(gateway, customer.id, { return_uri: "https://example.com/" })).json.status).toBe(
    "pending",
  );

  const acquirer = banksOf(gateway.gateway).card;
  const { authorize } = acquirer;
  const said: unknown[] = [];
  acquirer.authorize = (request, card, proof) => {
    said.push(request.cardOnFile);
    return authorize(request, card, proof);
  };
  const first = await paid(gateway, customer.id, { transaction_indicator: "MIT" });
  await paid(gateway, customer.id, {
    transaction_indicator: "mit",
    recurring_reason: "subscription",
    first_charge: first,
  });
  expect(said).toEqual([
    { transactionIndicator: "MIT", recurringReason: null, firstCharge: null },
    { transactionIndicator: "MIT", recurringReason: "subscription", firstCharge: first },
  ]);
  for (const [patch, code, message] of [
    [
      { first_charge: "chrg_test_5xuy4w91xqz7d1w9u0t" },
      "not_found",
      "charge chrg_test_5xuy4w91xqz7d1w9u0t was not found",
    ],
    [{ recurring_reason: "whim" }, "bad_request", expect.stringContaining("recurring_reason must be unscheduled")],
    [
      { transaction_indicator: "MIT", ...withPayer },
      "bad_request",
      "authentication cannot be used with transaction_indicator MIT: the cardholder is not there",
    ],
  ] as const) {
    const { json } = await customerCharge(gateway, customer.id, patch);
    expect([json.code, json.message]).toEqual([code, message]);
  }
});

const remove = (gateway: TestGateway, customer: { location: string; default_card: string }) =>
  gateway.call("DELETE", `${customer.location}/cards/${customer.default_card}`);

const chargeOf = async (gateway: TestGateway, id: string) => (await gateway.call("GET", `/charges/${id}`)).json;

async function paid(gateway: TestGateway, customer: string, patch: object = {}): Promise<string> {
  const { json } = await customerCharge(gateway, customer, { ...patch });
  expect(json.status).toBe("successful");
  return json.id;
}

/** The payer opens the page of a charge. */
async function arrive({ gateway }: TestGateway, id: string): Promise<void> {
  const page = (await findCharge(gateway.store, id))?.page;
  const visited = page ? await visit(gateway, page) : undefined;
  if (!visited) throw new Error("the charge has a page");
  await authenticate(gateway, visited, browser, "http://localhost:4242/payments/x/authenticated");
}
