import { expect, test } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { revise } from "../../src/domain/base/row.ts";
import { days, hours, minutes } from "../../src/domain/base/time.ts";
import { changeAccount } from "../../src/operations/merchant/account.ts";
import { connect, disconnect } from "../../src/operations/upstream/connection.ts";
import { setRoutes } from "../../src/operations/upstream/route.ts";
import { aToken as aTestToken } from "../kit/builders.ts";
import { aGateway, type GatewayOptions, type TestGateway } from "../kit/gateway.ts";
import { aLine, aPair, type Pair } from "./live.ts";

/** A token of the upstream's vault, as the payer's browser gets it there. */
async function aToken({ theirs }: Pair, number = "4242424242424242"): Promise<string> {
  const card = { name: "Somchai Prasert", number, expiration_month: 12, expiration_year: 2030, security_code: "123" };
  return (await theirs.call("POST", "/tokens", { key: theirs.publicKey, body: { card } })).json.id;
}

async function aPairWithCustomer(
  options: GatewayOptions = {},
  upstream: { theirs?: TestGateway; address?: string } = {},
) {
  const pair = await aPair(["card"], options, { ...upstream, cards: true });
  const body = { email: "somchai@example.com", card: await aToken(pair) };
  const { status, json: customer } = await pair.ask("POST", "/customers", { body });
  expect(status).toBe(200);
  return { pair, customer };
}

/** Customers of the upstream, with their cards. */
const upstreamCustomers = async ({ theirs }: Pair) => (await theirs.call("GET", "/customers")).json.data;

/** The charge that the upstream made last. */
const upstreamCharge = async ({ theirs }: Pair) =>
  (await theirs.call("GET", "/charges?order=reverse_chronological")).json.data[0];

const amount = { amount: 100_000, currency: "THB" };

test("what the merchant says of a card on file goes to the upstream, with the first charge by the upstream's id", async () => {
  const { pair, customer } = await aPairWithCustomer();
  const { theirs } = pair;
  const [account] = await theirs.gateway.store.account.all();
  const heardOf = async (said: object) => {
    const { json } = await pair.ask("POST", "/charges", { body: { ...amount, customer: customer.id, ...said } });
    expect(json).toMatchObject({ paid: true });
    const upstream = await upstreamCharge(pair);
    const kept = account && (await theirs.gateway.store.charge.get(account.id, upstream.id));
    return { ours: json.id, theirs: upstream.id, heard: kept?.cardOnFile };
  };
  const first = await heardOf({ transaction_indicator: "CIT" });
  expect(first.heard).toEqual({ transactionIndicator: "CIT", recurringReason: null, firstCharge: null });
  const row = { transaction_indicator: "MIT", recurring_reason: "subscription", first_charge: first.ours };
  expect((await heardOf(row)).heard).toEqual({
    ...{ transactionIndicator: "MIT", recurringReason: "subscription", firstCharge: first.theirs },
  });
  expect((await heardOf({})).heard).toBeNull();
});

test.each(["sqlite", "postgres"] as const)(
  "a customer's live card is kept at the upstream, told as the upstream tells it, and charged again and again by the upstream's ids (%s)",
  async (engine) => {
    const { pair, customer } = await aPairWithCustomer({ engine });
    const [card] = customer.cards.data;
    expect(customer).toMatchObject({ livemode: true, default_card: card.id });
    const [theirs] = await upstreamCustomers(pair);
    const [kept] = theirs.cards.data;
    expect(theirs.metadata).toEqual({ chamra_reference: customer.id });
    for (const fact of ["brand", "last_digits", "expiration_year", "fingerprint", "bank", "financing", "name"])
      expect(card[fact], fact).toEqual(kept[fact]);
    expect(card).toMatchObject({ livemode: true, last_digits: "4242", brand: "Visa" });

    for (const patch of [{}, { card: card.id }]) {
      const { json: charge } = await pair.ask("POST", "/charges", {
        body: { ...amount, customer: customer.id, ...patch },
      });
      expect(charge).toMatchObject({ paid: true, livemode: true, customer: customer.id, card: { id: card.id } });
      expect(await upstreamCharge(pair)).toMatchObject({ customer: theirs.id, card: { id: kept.id } });
    }
    expect(await pair.ours.gateway.store.vault.secret(pair.live.id, card.id)).toBeUndefined();
  },
);

test("a charge of a customer's card reads the customer once, whether an upstream keeps the card or not", async () => {
  const { pair, customer } = await aPairWithCustomer();
  const { ours } = pair;
  const { json: tested } = await ours.call("POST", "/customers", { body: { email: "somchai@example.com" } });
  await ours.call("PATCH", `/customers/${tested.id}`, { body: { card: await aTestToken(ours) } });
  const { customer: stored } = ours.gateway.store;
  const { get } = stored;
  const read: string[] = [];
  stored.get = (account, id) => {
    read.push(id);
    return get(account, id);
  };
  const answers = [
    await pair.ask("POST", "/charges", { body: { ...amount, customer: customer.id } }),
    await ours.call("POST", "/charges", { body: { ...amount, customer: tested.id } }),
  ];
  expect(answers.map(({ json }) => json.paid)).toEqual([true, true]);
  expect(read).toEqual([customer.id, tested.id]);
});

test("a second card goes to the same customer at the upstream, and a token is good for one card", async () => {
  const { pair, customer } = await aPairWithCustomer();
  const path = `/customers/${customer.id}`;
  const token = await aToken(pair, "5555555555554444");
  const { json: changed } = await pair.ask("PATCH", path, { body: { card: token } });
  expect(changed.cards.data.map(({ last_digits: digits }: { last_digits: string }) => digits).sort()).toEqual([
    "4242",
    "4444",
  ]);
  expect((await pair.ask("PATCH", path, { body: { card: token } })).json.code).toBe("used_token");
  expect((await pair.ask("PATCH", path, { body: { card: "card_of_nobody" } })).json.code).toBe("not_found");
  const customers = await upstreamCustomers(pair);
  expect(customers).toHaveLength(1);
  const second = changed.cards.data.find(({ last_digits: digits }: { last_digits: string }) => digits === "4444");
  const { json: charge } = await pair.ask("POST", "/charges", {
    body: { ...amount, customer: customer.id, card: second.id },
  });
  expect(charge).toMatchObject({ paid: true, card: { last_digits: "4444" } });
  expect((await upstreamCharge(pair)).card.last_digits).toBe("4444");
});

test("a deleted card cannot be charged at once, and the clock has the upstream delete it, however often it must be asked", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const { pair, customer } = await aPairWithCustomer({}, { theirs, address: line.url });
  const { ours, live } = pair;
  const [card] = customer.cards.data;
  line.breaks("before");
  const { json: deleted } = await pair.ask("DELETE", `/customers/${customer.id}/cards/${card.id}`);
  expect(deleted.deleted).toBe(true);
  const refused = await pair.ask("POST", "/charges", { body: { ...amount, customer: customer.id, card: card.id } });
  expect(refused.json.code).toBe("not_found");
  const cardsThere = async () => (await upstreamCustomers(pair))[0].cards.total;
  const kept = () => ours.gateway.store.keptCard.get(live.id, card.id);
  await ours.advance(minutes(1));
  expect(await kept()).toMatchObject({ dueAt: ours.now() + minutes(1), forgottenAt: null });
  expect(await cardsThere()).toBe(1);
  line.breaks("after");
  await ours.advance(minutes(1));
  expect(await kept()).toMatchObject({ dueAt: ours.now() + minutes(1), forgottenAt: null });
  line.breaks(null);
  await ours.advance(minutes(1));
  expect(await kept()).toMatchObject({ dueAt: null, forgottenAt: ours.now() });
  expect(await cardsThere()).toBe(0);
});

test("a card that an upstream keeps goes to no other when that one cannot be reached", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const second = { ...omise, name: "omise2" };
  const hosts = `omise.api=${line.url},omise.vault=${theirs.url},omise2.api=${theirs.url}`;
  const options = { upstreams: [omise, second], environment: { CHAMRA_UPSTREAMS: hosts } };
  const { pair, customer } = await aPairWithCustomer(options, { theirs });
  await connect(pair.ours.gateway, pair.live, "omise2", { secret_key: theirs.secretKey });
  pair.ours.pass(3_000); // longer than an account is cached
  await line.close();
  const body = { ...amount, customer: customer.id };
  const { json: charge } = await pair.ask("POST", "/charges", { body });
  expect(charge).toMatchObject({ status: "failed", failure_code: "failed_processing" });
  expect((await theirs.call("GET", "/charges")).json.total).toBe(0);
  const account = await pair.ours.gateway.store.account.get(pair.live.id);
  if (!account) throw new Error("the account has vanished");
  await setRoutes(pair.ours.gateway, account, [{ upstream: "omise2", methods: null, min: null, max: null }]);
  pair.ours.pass(3_000); // longer than an account is cached
  expect((await pair.ask("POST", "/charges", { body })).json).toMatchObject({
    code: "invalid_charge",
    message: "no route of this account is for card of this amount",
  });
});

test("where the upstream asks the cardholder, the payer of a customer's card is led there", async () => {
  const { pair, customer } = await aPairWithCustomer();
  const [account] = await pair.theirs.gateway.store.account.all();
  if (!account) throw new Error("the upstream has no account");
  await changeAccount(pair.theirs.gateway, account.id, (current) => revise(current, { threeDSecure: true }));
  pair.theirs.pass(3_000); // longer than an account is cached
  const body = { ...amount, customer: customer.id, return_uri: "https://shop.example/orders/1" };
  const { json: charge } = await pair.ask("POST", "/charges", { body });
  expect(charge).toMatchObject({ status: "pending", authorize_uri: expect.any(String) });
  const led = await fetch(charge.authorize_uri, { redirect: "manual" });
  expect([led.status, led.headers.get("location")]).toEqual([303, (await upstreamCharge(pair)).authorize_uri]);
});

test("a deleted customer's cards are deleted at the upstream; one whose account is not connected any more waits for nobody", async () => {
  const { pair, customer } = await aPairWithCustomer();
  const { ours, live } = pair;
  await pair.ask("DELETE", `/customers/${customer.id}`);
  await ours.advance(minutes(1));
  expect((await upstreamCustomers(pair))[0].cards.total).toBe(0);

  const body = { card: await aToken(pair) };
  const { json: other } = await pair.ask("POST", "/customers", { body });
  await pair.ask("DELETE", `/customers/${other.id}`);
  await disconnect(ours.gateway, live, "omise");
  await ours.advance(minutes(1));
  const [card] = other.cards.data;
  expect(await ours.gateway.store.keptCard.get(live.id, card.id)).toMatchObject({ dueAt: null });
});

test("a live schedule charges the customer's card at the upstream, without a payer", async () => {
  const { pair, customer } = await aPairWithCustomer();
  const { ours } = pair;
  const day = (at: number) => new Date(at + hours(7)).toISOString().slice(0, 10);
  const { status, json: schedule } = await pair.ask("POST", "/schedules", {
    json: {
      every: 1,
      period: "day",
      start_date: day(ours.now() + days(1)),
      end_date: day(ours.now() + days(10)),
      charge: { customer: customer.id, amount: 100_000 },
    },
  });
  expect([status, schedule.livemode]).toEqual([200, true]);
  await ours.advance(days(1));
  await ours.advance(days(1));
  const { json: charges } = await pair.ask("GET", "/charges");
  expect(charges.data[0]).toMatchObject({ paid: true, schedule: schedule.id, customer: customer.id });
  expect((await upstreamCharge(pair)).customer).toBe((await upstreamCustomers(pair))[0].id);
});

test("a card that an upstream keeps is not changed here, and a customer gets no card of an upstream that does not answer", async () => {
  const { pair, customer } = await aPairWithCustomer();
  const [card] = customer.cards.data;
  const changed = await pair.ask("PATCH", `/customers/${customer.id}/cards/${card.id}`, { body: { name: "Malee" } });
  expect(changed.json.code).toBe("bad_request");
  await pair.theirs.close();
  const lost = await pair.ask("POST", "/customers", { body: { card: "tokn_test_5xuy4w91xqz7d1w9u0t" } });
  expect(lost.json.code).toBe("upstream_unavailable");
});
