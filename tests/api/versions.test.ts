import { expect, test } from "vitest";
import { merchantEndpoints } from "../../src/api/contract.ts";
import type { Endpoint } from "../../src/api/wire/endpoint.ts";
import { newestVersion } from "../../src/api/wire/version.ts";
import { days } from "../../src/domain/base/time.ts";
import { apiVersions } from "../../src/domain/merchant/account.ts";
import { updateAccount } from "../../src/operations/merchant/account.ts";
import { aCustomer, aToken, cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

const older = { "Omise-Version": "2017-11-02" };
const of2015 = { "Omise-Version": "2015-11-17" };
const of2014 = { "Omise-Version": "2014-07-27" };
const newest = { "Omise-Version": "2019-05-29" };

// As recorded from the original in November 2017; what its documentation adds to a charge comes after the recorded keys.
const listKeys = words("object from to offset limit total order location data");
const refundKeys = words(`object id location amount currency voided charge transaction created metadata livemode
  funding_amount funding_currency`);
const transactionKeys = words("object id location type amount currency transferable source created livemode key");
const cardKeys = words(`object id livemode country city postal_code financing bank last_digits brand expiration_month
  expiration_year fingerprint name security_code_check created first_digits phone_number state street1 street2
  tokenization_method`);
const sourceKeys =
  words(`object id livemode location amount barcode bank created currency email flow installment_terms ip
  absorption_type name mobile_number phone_number platform_type scannable_code references store_id store_name terminal_id
  type zero_interest_installments charge_status provider_references billing shipping items discounts promotion_code
  receipt_amount`);
const chargeKeys =
  words(`object id livemode location amount currency description metadata status capture authorized reversed
  paid transaction refunded refunds return_uri reference authorize_uri failure_code failure_message card customer ip dispute
  created source capturable disputable expired expired_at expires_at funding_amount funding_currency paid_at refundable
  reversible voided acquirer_reference_number approval_code branch can_perform_void device`);
/** Keys of a paid charge, with their place in the order of keys. */
const paidChargeKeys = chargeKeys.toSpliced(
  chargeKeys.indexOf("branch"),
  0,
  ...words("authorization_type authorized_amount captured_amount"),
);

test("a K PLUS charge has the keys of 2017-11-02 in their order, its source too", async () => {
  const gateway = await aGateway();
  const { json: created } = await kplusCharge(gateway);
  const { json, headers } = await gateway.call("GET", `/charges/${created.id}`, { headers: older });
  expect(headers.get("omise-version")).toBe("2017-11-02");
  expect(Object.keys(json)).toEqual(chargeKeys);
  expect(Object.keys(json.source)).toEqual(sourceKeys);
  expect(json).toMatchObject({
    currency: "thb",
    funding_currency: "thb",
    created: created.created_at,
    refunded: 0,
    card: null,
    source: { currency: "thb", type: "mobile_banking_kbank", charge_status: "pending", installment_terms: null },
  });
  expect(json.authorize_uri).toContain(`/payments/${json.reference}/authorize`);
});

test("an installment charge made in 2017-11-02 shows card and source", async () => {
  const gateway = await aGateway();
  const card = await aToken(gateway);
  const { json } = await gateway.call("POST", "/charges", {
    headers: older,
    body: {
      amount: 400000,
      currency: "thb",
      return_uri: "https://example.com/done",
      card,
      source: { type: "installment_wlb_ktc", installment_term: 4 },
    },
  });
  expect(Object.keys(json)).toEqual(chargeKeys);
  expect(Object.keys(json.card)).toEqual(cardKeys);
  expect(Object.keys(json.source)).toEqual(sourceKeys);
  expect(json).toMatchObject({ status: "pending", source: { installment_terms: 4, absorption_type: "customer" } });
});

test("a source and a token", async () => {
  const gateway = await aGateway();
  const source = await gateway.call("POST", "/sources", {
    headers: older,
    key: gateway.publicKey,
    body: { amount: 150000, currency: "THB", type: "mobile_banking_kbank" },
  });
  expect(Object.keys(source.json)).toEqual(sourceKeys);
  const id = await aToken(gateway);
  const token = await gateway.call("GET", `/tokens/${id}`, { headers: older, key: gateway.publicKey });
  expect(Object.keys(token.json)).toEqual(["object", "id", "livemode", "location", "used", "card", "created"]);
  expect(Object.keys(token.json.card)).toEqual(cardKeys);
  await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card: id } });
  const spent = await gateway.call("GET", `/tokens/${id}`, { headers: older, key: gateway.publicKey });
  expect(spent.json).toMatchObject({ used: true, card: null });
});

test("a refund, alone and inside its charge, whose list does not say how it is ordered", async () => {
  const gateway = await aGateway();
  const charge = await refundedCharge(gateway);
  const { json } = await gateway.call("GET", `/charges/${charge}`, { headers: older });
  expect(json).toMatchObject({ refunded: 10000, paid: true, reference: null });
  expect(Object.keys(json.refunds)).toEqual(listKeys);
  expect(json.refunds).toMatchObject({ order: null, total: 1, location: `/charges/${charge}/refunds` });
  expect(Object.keys(json.refunds.data[0])).toEqual(refundKeys);
  const alone = await gateway.call("GET", json.refunds.data[0].location, { headers: older });
  expect(alone.json).toEqual(json.refunds.data[0]);
  expect(alone.json).toMatchObject({ currency: "thb", amount: 10000 });
});

test("a customer, the card of one, and what is left of them once they are deleted", async () => {
  const gateway = await aGateway();
  const made = await aCustomer(gateway);
  const ask = async (method: string, path: string, headers = older) =>
    (await gateway.call(method, path, { headers })).json;
  const path = `/customers/${made.id}`;
  const cardPath = `${path}/cards/${made.default_card}`;
  const customer = await ask("GET", path);
  expect(Object.keys(customer)).toEqual(
    words("object id livemode location default_card email description metadata created cards"),
  );
  expect(Object.keys(customer.cards)).toEqual(listKeys);
  expect(customer.cards.order).toBeNull();
  const savedKeys = cardKeys.toSpliced(cardKeys.indexOf("country"), 0, "location");
  expect(Object.keys(customer.cards.data[0])).toEqual(savedKeys);
  const card = await ask("GET", cardPath);
  expect(card).toEqual(customer.cards.data[0]);
  expect(card).toMatchObject({ location: cardPath, created: made.cards.data[0].created_at });
  const [first] = (await ask("GET", `${path}/cards`)).data;
  expect(first).toEqual(card);
  expect(await ask("GET", `${path}?expand=true`)).toEqual({
    ...customer,
    cards: expect.anything(),
    default_card: card,
  });
  expect((await ask("GET", path, of2014)).cards).not.toHaveProperty("order");
  expect((await ask("GET", path, of2015)).cards.order).toBeNull();

  const short = { livemode: false, deleted: true };
  expect(await ask("DELETE", cardPath)).toEqual({ object: "card", id: card.id, ...short });
  expect(await ask("DELETE", path, of2014)).toEqual({ object: "customer", id: made.id, ...short });
});

test("events of customers carry the form of the account's version, which of a deleted one is short", async () => {
  const gateway = await aGateway();
  await gateway.call("PATCH", "/account/api_version", { body: { api_version: "2017-11-02" } });
  const customer = await aCustomer(gateway);
  await gateway.call("DELETE", `/customers/${customer.id}/cards/${customer.default_card}`);
  await gateway.call("DELETE", `/customers/${customer.id}`);
  const { json: events } = await gateway.call("GET", "/events");
  const short = { livemode: false, deleted: true };
  expect(events.data.map(({ key, data }: { key: string; data: object }) => [key, data])).toEqual([
    ["customer.create", customer],
    ["card.destroy", { object: "card", id: customer.default_card, ...short }],
    ["customer.update.card", expect.objectContaining({ id: customer.id, default_card: null })],
    ["customer.destroy", { object: "customer", id: customer.id, ...short }],
  ]);
});

test("lists have their keys in the older order and objects in the older form", async () => {
  const gateway = await aGateway();
  await refundedCharge(gateway);
  for (const [path, keys] of [
    ["/charges", paidChargeKeys],
    ["/refunds", refundKeys],
    ["/transactions", transactionKeys],
  ] as const) {
    const { json } = await gateway.call("GET", path, { headers: older });
    expect(Object.keys(json)).toEqual(listKeys);
    expect(json).toMatchObject({ order: "chronological", location: path });
    expect(json.data.length).toBeGreaterThan(0);
    for (const item of json.data) expect(Object.keys(item)).toEqual(keys);
  }
});

test("balance and transactions", async () => {
  const gateway = await aGateway();
  const charge = await refundedCharge(gateway);
  const newest = (await gateway.call("GET", "/balance")).json;
  const { json } = await gateway.call("GET", "/balance", { headers: older });
  expect(Object.keys(json)).toEqual(
    words("object livemode location available total currency reserve_amount on_hold created"),
  );
  expect(json).toMatchObject({ available: newest.transferable, total: newest.total, currency: "thb" });
  const { json: list } = await gateway.call("GET", "/transactions", { headers: older });
  expect(list.data[0]).toMatchObject({ type: "credit", source: charge, transferable: expect.stringMatching(/Z$/) });
  const { json: one } = await gateway.call("GET", list.data[0].location, { headers: older });
  expect(one).toEqual(list.data[0]);
});

test("capability lists payment backends, each a hash of one key", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("GET", "/capability", { headers: older });
  expect(Object.keys(json)).toEqual(
    words("object location banks limits payment_backends tokenization_methods zero_interest_installments"),
  );
  expect(Object.keys(json.limits)).toEqual(["charge_amount", "transfer_amount", "installment_amount"]);
  expect(json.payment_backends).toContainEqual({
    credit_card: { type: "card", currencies: taken, brands: expect.arrayContaining(["Visa"]) },
  });
  expect(json.payment_backends).toContainEqual({
    installment_wlb_ktc: {
      type: "installment",
      currencies: ["thb"],
      allowed_installment_terms: [3, 4, 5, 6, 7, 8, 9, 10],
      amount: { min: 200000, max: 15000000 },
    },
  });
  expect(json.payment_backends).toContainEqual({
    mobile_banking_kbank: { type: "mobile_banking", currencies: ["thb"], amount: { min: 2000, max: 15000000 } },
  });
});

/** The currencies of cards, as recorded. */
const taken = words("thb jpy usd eur gbp sgd aud chf cny dkk hkd myr");

test("the account goes by the id of its team", async () => {
  const gateway = await aGateway();
  const { json: newest } = await gateway.call("GET", "/account");
  const { json } = await gateway.call("GET", "/account", { headers: older });
  const { team, created_at: created, ...rest } = newest;
  expect(json).toEqual({ ...rest, id: team, currency: "thb", supported_currencies: taken, created });
  const recorded = words("object id livemode location email currency supported_currencies created");
  expect(Object.keys(json).slice(0, recorded.length)).toEqual(recorded);
});

test.each([
  ["2019-09-29", "2019-05-29"], // the own tests of the official Node.js library send it
  ["2019-05-22", "2017-11-02"],
  ["2016-01-01", "2015-11-17"],
  ["2015-01-01", "2014-07-27"],
  ["2011-01-01", "2014-07-27"],
])("a request that names %s is answered in %s: the version before it, or else the first", async (asked, answered) => {
  const gateway = await aGateway();
  const { status, headers } = await gateway.call("GET", "/account", { headers: { "Omise-Version": asked } });
  expect([status, headers.get("omise-version")]).toEqual([200, answered]);
});

test("a charge of 2015-11-17 has no source, and says itself how it is paid", async () => {
  const gateway = await aGateway();
  const { json: created } = await kplusCharge(gateway);
  const { json: held } = await cardCharge(gateway);
  const read = async (id: string) => (await gateway.call("GET", `/charges/${id}`, { headers: of2015 })).json;
  const [offsite, card] = [await read(created.id), await read(held.id)];
  expect(offsite).not.toHaveProperty("source");
  expect(offsite).toMatchObject({ source_of_fund: "offsite", offsite: "mobile_banking_kbank", paid: false });
  expect(card).toMatchObject({ source_of_fund: "card", offsite: null, offline: null, paid: true });
});

test("a paid charge of 2014-07-27 is captured, and lists do not say their order", async () => {
  const gateway = await aGateway();
  const { json: made } = await cardCharge(gateway);
  const { json } = await gateway.call("GET", `/charges/${made.id}`, { headers: of2014 });
  expect(json).toMatchObject({ captured: true, currency: "thb", refunded: 0, refunds: { object: "list", data: [] } });
  expect(json.captured_at).toBe(json.created);
  for (const key of ["paid", "paid_at", "source", "created_at"]) expect(json).not.toHaveProperty(key);
  const { json: list } = await gateway.call("GET", "/charges", { headers: of2014 });
  for (const each of [list, json.refunds]) expect(each).not.toHaveProperty("order");
  expect(list.data).toEqual([json]);
  const { json: balance } = await gateway.call("GET", "/balance", { headers: of2014 });
  expect(balance).toMatchObject({ available: 96094, currency: "thb" });
});

test("a transaction of 2014-07-27 has its currency in capitals, as it alone was recorded", async () => {
  const gateway = await aGateway();
  await cardCharge(gateway);
  const { json } = await gateway.call("GET", "/transactions", { headers: of2014 });
  expect(Object.keys(json.data[0])).toEqual(transactionKeys);
  expect(json.data[0]).toMatchObject({ type: "credit", currency: "THB" });
});

test.each([
  ["2015-11-17", { offsite: "mobile_banking_kbank" }, { source_of_fund: "offsite", offsite: "mobile_banking_kbank" }],
  ["2014-07-27", { offsite: "mobile_banking_kbank" }, { source_of_fund: "offsite", offsite: "mobile_banking_kbank" }],
  ["2014-07-27", { offline: "mobile_banking_kbank" }, { source_of_fund: "offsite", offsite: "mobile_banking_kbank" }],
])("a charge of %s names its method itself: %o", async (version, method, shown) => {
  const gateway = await aGateway();
  const body = { amount: 150000, currency: "thb", return_uri: "https://example.com/done", ...method };
  const { json } = await gateway.call("POST", "/charges", { body, headers: { "Omise-Version": version } });
  expect(json).toMatchObject({ object: "charge", ...shown });
  const { json: now } = await gateway.call("GET", `/charges/${json.id}`, { headers: newest });
  expect(now.source).toMatchObject({ type: "mobile_banking_kbank", amount: 150000 });
  const { json: later } = await gateway.call("POST", "/charges", { body, headers: older });
  expect(later.code).toBe("not_found"); // there they mean nothing, so nothing is there to charge
});

test("an installment plan of 2015-11-17 says its months beside its bank", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("POST", "/charges", {
    headers: of2015,
    body: {
      ...{ amount: 400000, currency: "thb", return_uri: "https://example.com/done" },
      ...{ card: await aToken(gateway), offsite: "installment_wlb_ktc", installment_terms: 4 },
    },
  });
  expect(json).toMatchObject({ object: "charge", offsite: "installment_wlb_ktc", installment_terms: 4 });
});

test("every endpoint that shows something answers in every version, under the names of that version", async () => {
  const gateway = await aGateway();
  await refundedCharge(gateway);
  const { json: source } = await gateway.call("POST", "/sources", {
    body: { amount: 150000, currency: "THB", type: "mobile_banking_kbank" },
  });
  const unlisted: Record<string, string> = {
    "/sources": source.id,
    "/tokens": await aToken(gateway),
    "/test/methods": "promptpay",
    "/test/charges": (await gateway.call("GET", "/charges")).json.data[0].id,
  };
  const keyOf = ({ auth }: { auth: string }) => (auth === "public" ? gateway.publicKey : gateway.secretKey);
  const shown = merchantEndpoints.filter(({ method, raw, query }) => method === "GET" && !raw && !needs(query));
  for (const version of apiVersions) {
    const headers = { "Omise-Version": version };
    for (const entry of shown) {
      const address = await addressOf(entry.path);
      if (address === null) continue; // nothing of the kind is there, and its list was asked for
      const { status, json, headers: answered } = await gateway.call("GET", address, { headers, key: keyOf(entry) });
      const where = `${address} in ${version}`;
      expect([status, answered.get("omise-version")], where).toEqual([200, version]);
      if (version === newestVersion) continue;
      if (json.object === "list") expect("order" in json, where).toBe(version !== "2014-07-27");
      const events = (entry.returns?.item ?? entry.returns)?.name === "event"; // they keep a version of their own
      for (const each of events ? [] : (json.data ?? [json]))
        expect(Object.keys(each), where).not.toContain("created_at");
    }
  }

  /** The path with the first id of the list before each parameter; null where that list is empty. */
  async function addressOf(path: string): Promise<string | null> {
    let address = "";
    for (const part of path.split("/").slice(1)) {
      const id = part.startsWith(":")
        ? (unlisted[address] ?? (await gateway.call("GET", address)).json.data?.[0]?.id)
        : part;
      if (id === undefined) return null;
      address += `/${id}`;
    }
    return address;
  }
});

/** Whether a query has a parameter that must be given. */
const needs = (query: Endpoint["query"]): boolean => query !== undefined && !query.safeParse({}).success;

test("what the plug-in of OpenCart asks for in 2014-07-27 is answered: account, balance, a token and its charge", async () => {
  const gateway = await aGateway();
  const ask = async (method: string, path: string, body?: Record<string, unknown>, key = gateway.secretKey) =>
    (await gateway.call(method, path, { headers: of2014, key, ...(body && { body }) })).json;
  expect(await ask("GET", "/account/")).toMatchObject({
    object: "account",
    country: "TH",
    id: expect.stringMatching(/^acct_/),
  });
  expect(await ask("GET", "/balance/")).toMatchObject({ object: "balance", available: 0, total: 0, currency: "thb" });
  const card = { name: "Somchai Prasert", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  const token = await ask("POST", "/tokens", { card: { ...card, security_code: "123" } }, gateway.publicKey);
  expect(token).toMatchObject({ object: "token", used: false, card: { last_digits: "4242" } });
  const charge = await ask("POST", "/charges", {
    ...{ amount: 100000, currency: "thb", description: "Charge a card from OpenCart that order id is 7 from a shop" },
    card: token.id,
  });
  expect(charge).toMatchObject({ object: "charge", authorized: true, captured: true, failure_code: null });
});

test.each(["2014-07-27", "2015-11-17"] as const)("events of an account in %s are of that version", async (version) => {
  const receiver = await aReceiver();
  const gateway = await aGateway();
  await gateway.call("PATCH", "/account/api_version", { body: { api_version: version } });
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  await cardCharge(gateway);
  const [sent] = await receiver.arrived(1);
  expect(Object.keys(sent?.json)).toEqual(words("object id livemode location key created data"));
  expect(sent?.json.data).toMatchObject({
    source_of_fund: "card",
    [version === "2014-07-27" ? "captured" : "paid"]: true,
  });
});

test("an account's version is chosen by the API, which knows the versions there are and since when it is chosen", async () => {
  const gateway = await aGateway();
  const { json: before } = await gateway.call("GET", "/account");
  expect(before).toMatchObject({ api_version: "2019-05-29", last_updated_api_version: "2026-01-15" });
  await gateway.advance(days(30));
  for (const path of ["/account/api_version", "/account"]) {
    const { json } = await gateway.call("PATCH", path, { body: { api_version: "2017-11-02" }, headers: newest });
    expect(json).toMatchObject({ api_version: "2017-11-02", last_updated_api_version: "2026-02-14" });
  }
  const { json: versions } = await gateway.call("GET", "/account/api_versions");
  expect(versions).toEqual({
    object: "api_versions",
    location: "/account/api_versions",
    api_version: "2017-11-02",
    versions: ["2014-07-27", "2015-11-17", "2017-11-02", "2019-05-29"],
  });
  const unknown = await gateway.call("PATCH", "/account/api_version", { body: { api_version: "2018-01-01" } });
  expect(unknown.json.message).toBe("api_version must be 2014-07-27, 2015-11-17, 2017-11-02 or 2019-05-29");
});

test("an account's own version answers where no header asks for another, and is what its events are stored in", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway();
  await useVersion(gateway, "2017-11-02");
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  const { json: charge, headers } = await kplusCharge(gateway);
  expect(headers.get("omise-version")).toBe("2017-11-02");
  expect(Object.keys(charge)).toEqual(chargeKeys);

  const [sent] = await receiver.arrived(1);
  expect(Object.keys(sent?.json)).toEqual(words("object id livemode location key created data"));
  expect(Object.keys(sent?.json.data)).toEqual(chargeKeys);
});

test("an event keeps the form it was stored in, whatever version it is asked for in", async () => {
  const gateway = await aGateway();
  await kplusCharge(gateway);
  await useVersion(gateway, "2017-11-02");
  await kplusCharge(gateway);

  const asked = (version: string) => gateway.call("GET", "/events", { headers: { "Omise-Version": version } });
  const inOlder = (await asked("2017-11-02")).json;
  const inNewest = (await asked("2019-05-29")).json;
  expect(Object.keys(inOlder)).toEqual(listKeys);
  expect(Object.keys(inNewest)[1]).toBe("data");
  expect(inOlder.data).toEqual(inNewest.data);
  const [first, second] = inOlder.data;
  expect(first).toMatchObject({ data: { currency: "THB", refunded_amount: 0 }, created_at: expect.any(String) });
  expect(second).toMatchObject({ data: { currency: "thb", refunded: 0 }, created: expect.any(String) });
  const alone = await gateway.call("GET", first.location, { headers: older });
  expect(alone.json).toEqual(first);
});

test("a key that was used in one version is not answered in another", async () => {
  const gateway = await aGateway();
  const make = (headers: Record<string, string>) =>
    gateway.call("POST", "/charges", {
      headers: { ...headers, "Idempotency-Key": "order-1" },
      body: {
        amount: 150000,
        currency: "THB",
        return_uri: "https://example.com",
        source: { type: "mobile_banking_kbank" },
      },
    });
  const first = await make(older);
  expect((await make(older)).text).toBe(first.text);
  expect((await make({})).json.code).toBe("bad_request");
});

async function refundedCharge(gateway: TestGateway): Promise<string> {
  const { json } = await cardCharge(gateway);
  await gateway.advance(1_000);
  await gateway.call("POST", `/charges/${json.id}/refunds`, { body: { amount: 10000 } });
  return json.id;
}

/** An act of the dashboard, for which the API has no endpoint. */
async function useVersion({ gateway, call, advance }: TestGateway, apiVersion: "2017-11-02"): Promise<void> {
  const { json } = await call("GET", "/account");
  const account = await gateway.store.account.get(json.id);
  if (!account) throw new Error("the account has vanished");
  await updateAccount(gateway, { account, intention: null }, { apiVersion });
  await advance(60_000); // the maximum age of the cached account
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
