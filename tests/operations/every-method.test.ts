import { expect, test } from "vitest";
import { type Country, countryCodes } from "../../src/domain/base/country.ts";
import { apiVersions } from "../../src/domain/merchant/account.ts";
import { effectiveMinimum } from "../../src/domain/payment/installment.ts";
import { isLinked } from "../../src/domain/payment/journey.ts";
import { failureCodesOf, firstLimits, type Method } from "../../src/domain/payment/method.ts";
import { type SourceParameter, sourceFields } from "../../src/domain/payment/source-field.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { standardMethods } from "../kit/methods.ts";
import { amountFor, aShopIn, aSourceOf, chargeBy, currencyOf, decide } from "../kit/paying.ts";

/** Methods with a source; plain cards and direct debit have tests of their own. */
const hasSource = ({ type, carries }: Method) => type !== "card" && carries !== "linked account";
/** Methods whose payers decide by hand; a card's are decided by its number and its issuer. */
const byHand = (method: Method) => hasSource(method) && method.carries === null;

type Offer = { gateway: TestGateway; method: Method; country: Country };

/** The methods of each country's account, as it has them, all on one gateway. */
async function offers(wanted: (method: Method) => boolean, engine: "sqlite" | "postgres" = "sqlite"): Promise<Offer[]> {
  const first = await aGateway({ engine });
  const shops = await Promise.all(
    countryCodes.map(async (country) => ({ country, ...(await aShopIn(first, country)) })),
  );
  return shops.flatMap(({ country, gateway, methods }) =>
    methods.filter(wanted).map((method) => ({ country, gateway, method })),
  );
}

const createSource = (gateway: TestGateway, method: Method, patch: Record<string, unknown> = {}) =>
  gateway.call("POST", "/sources", {
    key: gateway.publicKey,
    body: { amount: amountFor(method), currency: currencyOf(method), ...aSourceOf(method), ...patch },
  });

/** The smallest amount of the method's source, with its months. */
function smallest(method: Method): number {
  const { min } = firstLimits(method);
  const months = aSourceOf(method)["installment_term"];
  return method.installment && typeof months === "number" ? effectiveMinimum(method.installment, months, min) : min;
}

test("every method makes a source with its limits' amounts, and refuses one unit beyond and other currencies", async () => {
  for (const { gateway, method } of await offers(hasSource)) {
    const { type } = method;
    const [min, max] = [smallest(method), firstLimits(method).max];
    for (const amount of [min, max]) {
      const { status, json } = await createSource(gateway, method, { amount });
      expect([status, json.object, json.type, json.amount], type).toEqual([200, "source", type, amount]);
      expect(json.flow, type).toBe(method.journey.kind === "page" ? method.journey.flow : "offline");
      expect(json, type).toMatchObject({ charge_status: "unknown", scannable_code: null, references: null });
    }
    const below = await createSource(gateway, method, { amount: min - 1 });
    expect(below.json, type).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining(`at least ${min}`),
    });
    const above = await createSource(gateway, method, { amount: max + 1 });
    expect(above.json, type).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining(`less than ${max}`),
    });
    const dollars = await createSource(gateway, method, { currency: "USD" });
    expect(dollars.json, type).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining(`currency must be ${currencyOf(method)}`),
    });
  }
});

test("every method asks for each parameter that it requires, and takes no nonsense for one", async () => {
  for (const { gateway, method } of await offers(hasSource)) {
    for (const [name, need] of Object.entries(method.parameters)) {
      const { wire, reads } = sourceFields[name as SourceParameter]; // the keys of `parameters`
      const { [wire]: _, ...without } = aSourceOf(method);
      const body = { amount: amountFor(method), currency: currencyOf(method), ...without };
      const missing = await gateway.call("POST", "/sources", { body });
      expect(missing.status, `${method.type} without ${wire}`).toBe(need === "required" ? 400 : 200);
      if (need === "required")
        expect(missing.json, method.type).toMatchObject({
          code: "bad_request",
          message: expect.stringContaining(wire),
        });
      const nonsense = reads === "text" ? { deep: ["x"] } : "nonsense";
      const wrong = await gateway.call("POST", "/sources", { json: { ...body, [wire]: nonsense } });
      expect([wrong.status, wrong.json.code], `${method.type} with wrong ${wire}`).toEqual([400, "bad_request"]);
    }
  }
});

test("an item without a price is named, where a method lends by what is bought", async () => {
  const gateway = await aGateway();
  const atome = standardMethods.find("atome");
  if (!atome) throw new Error("the list has atome");
  const { json } = await createSource(gateway, atome, { items: [{ sku: "1", name: "Bowl", quantity: "1" }] });
  expect(json).toMatchObject({ code: "bad_request", message: "items[0] amount cannot be blank" });
});

test("every method's charge is paid by its payer, books its fee, and is told of once", async () => {
  for (const { gateway, method, country } of await offers(byHand)) {
    const { status, json: created } = await chargeBy(gateway, method);
    expect([status, created.status], method.type).toEqual([200, "pending"]);
    expect(created.authorize_uri === null, method.type).toBe(method.journey.kind === "code" && !isLinked(method));
    expect(Date.parse(created.expires_at) - Date.parse(created.created_at), method.type).toBe(method.expiresAfter);
    expect(created.source.provider_references.reference_number_1, method.type).toMatch(/^\w{16,19}$/);
    const paid = await decide(gateway, method, created, "successful");
    expect(paid, method.type).toMatchObject({
      status: "successful",
      paid: true,
      source: { charge_status: "successful" },
    });
    expect(paid.transaction_fees, method.type).toEqual({
      fee_flat: method.fees.flat,
      fee_rate: method.fees.rate,
      vat_rate: country === "TH" ? "7.0" : "0.0",
    });
    const { refund } = method;
    expect([paid.refundable, paid.partially_refundable, paid.can_perform_void, paid.disputable], method.type).toEqual([
      refund.kind !== "none",
      refund.kind === "partial",
      method.voidable,
      false,
    ]);
    const { json: events } = await gateway.call("GET", `/charges/${paid.id}/events`);
    expect(
      events.data.map(({ key }: { key: string }) => key),
      method.type,
    ).toEqual(["charge.create", "charge.complete"]);
  }
});

test("every method's charge fails with each of its codes, in its own words, and expires where nobody pays", async () => {
  const all = await offers(byHand);
  const waiting: { gateway: TestGateway; id: string }[] = [];
  for (const { gateway, method } of all) {
    for (const code of failureCodesOf(method)) {
      const { json: created } = await chargeBy(gateway, method);
      const failed = await decide(gateway, method, created, code);
      expect([failed.status, failed.failure_code], method.type).toEqual(["failed", code]);
      expect(failed.failure_message, method.type).toMatch(/^[a-z]/);
    }
    waiting.push({ gateway, id: (await chargeBy(gateway, method)).json.id });
  }
  for (let passed = 0; passed < 8; passed += 1) await all[0]?.gateway.advance(24 * 3_600_000);
  for (const { gateway, id } of waiting) {
    const { json } = await gateway.call("GET", `/charges/${id}`);
    expect([json.status, json.failure_code], json.source.type).toEqual(["expired", null]);
  }
});

test("every method refunds as far and as long as it says, and voids only where it says so", async () => {
  const old: { gateway: TestGateway; method: Method; id: string }[] = [];
  for (const { gateway, method } of await offers(byHand)) {
    const pay = async () => decide(gateway, method, (await chargeBy(gateway, method)).json, "successful");
    const refund = (id: string, amount: number) => gateway.call("POST", `/charges/${id}/refunds`, { body: { amount } });
    const amount = amountFor(method);
    const part = await refund((await pay()).id, 100);
    expect(part.status, `${method.type} in part`).toBe(method.refund.kind === "partial" ? 200 : 400);
    const whole = await refund((await pay()).id, amount);
    expect(whole.status, `${method.type} in full`).toBe(method.refund.kind === "none" ? 400 : 200);
    if (method.refund.kind === "none") expect(whole.json.code, method.type).toBe("failed_refund");
    else expect(whole.json.voided, method.type).toBe(method.voidable);
    old.push({ gateway, method, id: (await pay()).id });
  }
  const refunding = old.flatMap(({ method, ...charged }) =>
    method.refund.kind === "none" ? [] : [{ ...method.refund, ...charged, method }],
  );
  for (const { withinDays, gateway, method, id } of refunding.toSorted(
    (one, other) => one.withinDays - other.withinDays,
  )) {
    const { json: charge } = await gateway.call("GET", `/charges/${id}`);
    const deadline = Date.parse(charge.paid_at) + withinDays * 24 * 3_600_000;
    if (deadline > gateway.now()) gateway.pass(deadline - gateway.now() + 1_000);
    const { json } = await gateway.call("POST", `/charges/${id}/refunds`, { body: { amount: amountFor(method) } });
    expect(json, method.type).toMatchObject({ code: "failed_refund", message: expect.stringMatching(/refund period/) });
  }
});

test("every method's charge is shown in every version of the API, and its source too", async () => {
  for (const { gateway, method } of await offers(hasSource)) {
    const { json: charge } = await chargeBy(gateway, method);
    for (const version of apiVersions) {
      const headers = { "omise-version": version };
      const shown = await gateway.call("GET", `/charges/${charge.id}`, { headers });
      expect([shown.status, shown.json.id], `${method.type} in ${version}`).toEqual([200, charge.id]);
      const source = await gateway.call("GET", `/sources/${charge.source.id}`, { headers });
      expect([source.status, source.json.type], `${method.type} in ${version}`).toEqual([200, method.type]);
    }
  }
});

test("on PostgreSQL every method is created, paid and refunded as far as it says, and one of each journey fails and expires", async () => {
  const all = await offers(byHand, "postgres");
  const waiting: { gateway: TestGateway; id: string }[] = [];
  const seen = new Set<string>();
  for (const { gateway, method, country } of all) {
    const { json: created } = await chargeBy(gateway, method);
    const paid = await decide(gateway, method, created, "successful");
    expect(paid.status, method.type).toBe("successful");
    const body = { amount: amountFor(method) };
    const { status } = await gateway.call("POST", `/charges/${paid.id}/refunds`, { body });
    expect(status, method.type).toBe(method.refund.kind === "none" ? 400 : 200);
    const kind = JSON.stringify([country, method.journey]);
    if (seen.has(kind)) continue;
    seen.add(kind);
    const [code = ""] = failureCodesOf(method);
    const failed = await decide(gateway, method, (await chargeBy(gateway, method)).json, code);
    expect([failed.status, failed.failure_code], method.type).toEqual(["failed", code]);
    waiting.push({ gateway, id: (await chargeBy(gateway, method)).json.id });
  }
  expect(seen.size).toBeGreaterThan(8);
  for (let passed = 0; passed < 8; passed += 1) await all[0]?.gateway.advance(24 * 3_600_000);
  for (const { gateway, id } of waiting) {
    const { json } = await gateway.call("GET", `/charges/${id}`);
    expect(json.status, json.source.type).toBe("expired");
  }
});

test("an account has the methods of its country, and a header tells why another country's type is refused", async () => {
  const gateway = await aGateway();
  const offered = async (country: Country) => {
    const shop = await aShopIn(gateway, country);
    const { json } = await shop.gateway.call("GET", "/capability", { key: shop.gateway.publicKey });
    return json.payment_methods.map(({ name, currencies }: { name: string; currencies: string[] }) => [
      name,
      currencies[0],
    ]);
  };
  expect(await offered("JP")).toEqual([
    ["card", "JPY"],
    ["econtext", "JPY"],
    ["paypay", "JPY"],
  ]);
  expect(await offered("SG")).toContainEqual(["paynow", "SGD"]);
  expect(await offered("MY")).toContainEqual(["fpx", "MYR"]);
  const thai = await offered("TH");
  // recorded capabilities of 2025: wallets of other countries, in their currencies
  for (const row of [
    ["dana", "SGD"],
    ["gcash", "SGD"],
    ["promptpay", "THB"],
  ])
    expect(thai).toContainEqual(row);
  const { json, headers } = await gateway.call("POST", "/sources", {
    body: { amount: 5_000, currency: "SGD", type: "paynow" },
  });
  expect(json).toMatchObject({ code: "bad_request", message: "type is currently not supported" });
  expect(headers.get("chamra-hint")).toBe("paynow is not for accounts of TH");
});

test("a bank that FPX does not reach is refused, and a telephone number of another length at a convenience store", async () => {
  const gateway = await aGateway();
  const sourceIn = async (country: Country, body: Record<string, unknown>) => {
    const { gateway: shop } = await aShopIn(gateway, country);
    return (await shop.call("POST", "/sources", { body })).json;
  };
  const fpx = { amount: 5_000, currency: "MYR", type: "fpx" };
  expect(await sourceIn("MY", { ...fpx, bank: "maybank2u" })).toMatchObject({ bank: "maybank2u", flow: "redirect" });
  expect((await sourceIn("MY", { ...fpx, bank: "scb" })).message).toBe("bank is currently not supported");
  const konbini = { amount: 300, currency: "JPY", type: "econtext", name: "Yamada", email: "yamada@example.com" };
  expect((await sourceIn("JP", { ...konbini, phone_number: "012345" })).message).toBe(
    "phone_number must contain 10-11 digit characters",
  );
});

test("a payer in Japan gets a link with the number to pay under", async () => {
  const { gateway, methods } = await aShopIn(await aGateway(), "JP");
  const konbini = methods.find(({ type }) => type === "econtext");
  if (!konbini) throw new Error("Japan has econtext");
  const { json } = await chargeBy(gateway, konbini);
  expect(json).toMatchObject({
    return_uri: null,
    source: { flow: "offline", references: { payment_code: expect.any(String) } },
  });
  const page = await gateway.call("GET", new URL(json.authorize_uri).pathname, { key: null });
  expect(page.text).toContain(json.source.references.payment_code);
  expect(page.text).toContain("Payment code");
  expect(page.text).not.toContain("payment_code");
});

test("Maybank's installments ask for a sum by term, and their interest is the merchant's", async () => {
  const { gateway } = await aShopIn(await aGateway(), "MY");
  const source = (amount: number, patch = {}) =>
    gateway.call("POST", "/sources", {
      body: { amount, currency: "MYR", type: "installment_mbb", installment_term: 12, ...patch },
    });
  expect((await source(99_999)).json.message).toBe("amount must be at least 100000");
  expect((await source(100_000)).json).toMatchObject({ absorption_type: "merchant", zero_interest_installments: true });
  expect((await source(100_000, { zero_interest_installments: false })).json.message).toBe(
    "zero_interest_installments must be true for mbb",
  );
});
