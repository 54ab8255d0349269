import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import omise from "omise";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { aDispute } from "../kit/dispute-builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

type Typed = ReturnType<typeof omise.default>;

// biome-ignore lint/suspicious/noExplicitAny: see below
type Call = (...given: any[]) => Promise<any>;

/** The client without its types, which lack parameters of the guides, such as `platform_type`, the search and the schedules of charges. */
type Client = { [Resource in keyof Typed]: { [Name in keyof Typed[Resource]]: Call } } & {
  search: { list: Call };
  charges: { schedules: Call };
};

/** The package exports the function itself; its types declare it as `default`. */
const createClient = omise as unknown as (options: Parameters<typeof omise.default>[0]) => Client;

const card = {
  name: "Somchai Prasert",
  number: "4242424242424242",
  city: "Bangkok",
  postal_code: 10320,
  expiration_month: 10,
  expiration_year: 2030,
  security_code: 123,
};

const complete = "http://example.com/orders/345678/complete";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the official client, configured by nothing but hosts and scheme", () => {
  test("makes a token and charges it", async () => {
    const { client, asked } = await aClient();
    const token = await client.tokens.create({ card });
    expect(token).toMatchObject({ object: "token", used: false, card: { last_digits: "4242" } });
    const charge = await client.charges.create({
      amount: 100000,
      currency: "thb",
      card: token.id,
      description: "food",
    });
    expect(charge).toMatchObject({
      object: "charge",
      status: "successful",
      paid: true,
      net: 96094,
      description: "food",
    });
    expect(await client.tokens.retrieve(token.id)).toMatchObject({ id: token.id, used: true, card: null });
    expect(asked).toEqual(new Set([hosts.vaultHost, hosts.host]));
  });

  test("makes a schedule for a customer, reads it and destroys it", async () => {
    const { client } = await aClient();
    const { id: token } = await client.tokens.create({ card });
    const { id: customer } = await client.customers.create({ email: "somchai.prasert@example.com", card: token });
    const schedule = await client.schedules.create({
      every: 2,
      period: "day",
      start_date: "2026-01-15",
      end_date: "2026-05-01",
      charge: { customer, amount: 100000, description: "Membership fee" },
    });
    expect(schedule).toMatchObject({ object: "schedule", status: "running", in_words: "Every 2 day(s)" });
    expect(schedule.occurrences.data).toMatchObject([{ status: "successful", scheduled_on: "2026-01-15" }]);
    expect(await client.schedules.retrieve(schedule.id)).toMatchObject({ id: schedule.id, active: true });
    for (const list of [await client.charges.schedules(), await client.customers.schedules(customer)])
      expect(list).toMatchObject({ object: "list", total: 1, data: [{ id: schedule.id, charge: { customer } }] });
    expect(await client.schedules.destroy(schedule.id)).toMatchObject({ deleted: true, status: "deleted" });
  });

  test("lists disputes by state, reads one and answers it", async () => {
    const { client, gateway } = await aClient();
    const dispute = await aDispute(gateway);
    expect(await client.disputes.retrieve(dispute.id)).toEqual(dispute);
    expect(await client.disputes.listOpen()).toMatchObject({ total: 1, data: [{ id: dispute.id, status: "open" }] });
    const answered = await client.disputes.update(dispute.id, { message: "It was delivered." });
    expect(answered).toMatchObject({ status: "pending", message: "It was delivered." });
    expect(await client.disputes.listPending()).toMatchObject({ total: 1 });
    expect(await client.disputes.listClosed()).toMatchObject({ total: 0 });
  });

  test("makes a payment link, reads it and lists it", async () => {
    const { client } = await aClient();
    const link = await client.links.create({
      amount: 19000,
      currency: "thb",
      multiple: false,
      title: "Iced tea",
      description: "A large one",
    });
    expect(link).toMatchObject({ object: "link", amount: 19000, used: false, charges: { total: 0 } });
    expect(await client.links.retrieve(link.id)).toEqual(link);
    expect(await client.links.list()).toMatchObject({ object: "list", total: 1, data: [link] });
  });

  test("keeps a customer's cards, and charges them again", async () => {
    const { client } = await aClient();
    const token = await client.tokens.create({ card });
    const customer = await client.customers.create({ email: "somchai@example.com", card: token.id });
    expect(customer).toMatchObject({ object: "customer", cards: { total: 1 } });
    const another = await client.tokens.create({ card: { ...card, number: "5555555555554444" } });
    const updated = await client.customers.update(customer.id, { card: another.id });
    const added = updated.cards.data.find(({ id }: { id: string }) => id !== customer.default_card);
    for (const chosen of [undefined, added.id])
      expect(
        await client.charges.create({ amount: 100000, currency: "thb", customer: customer.id, card: chosen }),
      ).toMatchObject({ paid: true, customer: customer.id, card: { id: chosen ?? customer.default_card } });
    expect(await client.customers.listCards(customer.id)).toMatchObject({ total: 2 });
    const changed = await client.customers.updateCard(customer.id, added.id, { name: "Somchai P" });
    expect(changed).toMatchObject({ id: added.id, name: "Somchai P" });
    expect(await client.customers.retrieveCard(customer.id, added.id)).toEqual(changed);
    expect(await client.customers.destroyCard(customer.id, added.id)).toMatchObject({ deleted: true });
    expect(await client.customers.destroy(customer.id)).toMatchObject({ id: customer.id, deleted: true });
    expect(await client.customers.list()).toMatchObject({ object: "list", total: 0 });
  });

  test("makes a K PLUS source and charges it", async () => {
    const { client } = await aClient();
    const source = await client.sources.create({
      type: "mobile_banking_kbank",
      amount: 150000,
      currency: "THB",
      platform_type: "IOS",
    });
    expect(await client.sources.retrieve(source.id)).toEqual(source);
    const charge = await client.charges.create({
      amount: 150000,
      currency: "THB",
      source: source.id,
      return_uri: complete,
      capture: false, // the client's types demand it; the method ignores it
    });
    expect(charge).toMatchObject({ status: "pending", capture: true, source: { id: source.id, flow: "app_redirect" } });
    const again = await client.charges.retrieve(charge.id);
    expect(again).toEqual(charge);
  });

  test("makes an installment charge of a token and a source", async () => {
    const { client } = await aClient();
    const token = await client.tokens.create({ card });
    const source = await client.sources.create({
      type: "installment_wlb_ktc",
      amount: 400000,
      currency: "THB",
      installment_term: 4,
    });
    const charge = await client.charges.create({
      amount: 400000,
      currency: "THB",
      source: source.id,
      card: token.id,
      return_uri: complete,
    });
    expect(charge).toMatchObject({ status: "pending", net: 384378, source: { installment_term: 4 } });
  });

  test("authorizes, then captures all, captures a part, or reverses", async () => {
    const { client } = await aClient();
    const authorize = async (more: object = {}) => {
      const { id } = await client.tokens.create({ card });
      return client.charges.create({ amount: 100000, currency: "thb", card: id, capture: false, ...more });
    };
    const whole = await authorize();
    expect(whole).toMatchObject({ status: "pending", authorized: true, capturable: true, reversible: true });
    expect(await client.charges.capture(whole.id)).toMatchObject({ status: "successful", captured_amount: 100000 });

    const part = await authorize({ authorization_type: omise.AuthType.PreAuth });
    expect(await client.charges.capture(part.id, { capture_amount: 50000 })).toMatchObject({
      authorization_type: "pre_auth",
      authorized_amount: 100000,
      captured_amount: 50000,
      net: 48047,
    });

    const released = await authorize();
    expect(await client.charges.reverse(released.id)).toMatchObject({ status: "reversed", reversed: true });
  });

  test("expires, updates and lists charges", async () => {
    const { client, gateway } = await aClient();
    const source = { type: "mobile_banking_kbank" };
    const create = (amount: number) =>
      client.charges.create({ amount, currency: "THB", source, return_uri: complete, metadata: { order: amount } });
    const first = await create(2000);
    await gateway.advance(1_000);
    const second = await create(3000);

    const expired = await client.charges.expire(first.id);
    expect(expired).toMatchObject({ status: "expired", expired: true });
    const updated = await client.charges.update(second.id, { description: "changed", metadata: { order: "A-1" } });
    expect(updated).toMatchObject({ description: "changed", metadata: { order: "A-1" } });

    const all = await client.charges.list();
    expect(all).toMatchObject({ object: "list", total: 2, limit: 20, offset: 0, order: "chronological" });
    const newest = await client.charges.list({ limit: 1, order: "reverse_chronological" });
    expect(newest.data.map(({ id }: { id: string }) => id)).toEqual([second.id]);
  });

  test("refunds, and reads refunds back", async () => {
    const { client } = await aClient();
    const { id: token } = await client.tokens.create({ card });
    const { id } = await client.charges.create({ amount: 100000, currency: "thb", card: token });
    const refund = await client.charges.createRefund(id, { amount: 10000, metadata: { reason: "late" } });
    expect(refund).toMatchObject({ object: "refund", amount: 10000, charge: id, metadata: { reason: "late" } });
    expect(await client.charges.retrieveRefund(id, refund.id)).toEqual(refund);
    expect(await client.charges.listRefunds(id)).toMatchObject({ total: 1, data: [refund] });
    expect(await client.charges.retrieve(id)).toMatchObject({ refunded_amount: 10000 });
  });

  test("reads events, balance, transactions, account and capability", async () => {
    const { client } = await aClient();
    const { id: token } = await client.tokens.create({ card });
    const charge = await client.charges.create({ amount: 100000, currency: "thb", card: token });

    const events = await client.events.list({ order: "reverse_chronological" });
    expect(events.data.map(({ key }: { key: string }) => key)).toEqual(["charge.create"]);
    const [event] = events.data;
    expect(await client.events.retrieve(event?.id ?? "")).toMatchObject({ data: { id: charge.id } });

    expect(await client.balance.retrieve()).toMatchObject({ object: "balance", total: 96094, currency: "THB" });
    const transactions = await client.transactions.list();
    expect(transactions).toMatchObject({ total: 1, data: [{ amount: 96094, direction: "credit", origin: charge.id }] });
    expect(await client.transactions.retrieve(charge.transaction)).toEqual(transactions.data[0]);

    expect(await client.account.retrieve()).toMatchObject({ object: "account", country: "TH", livemode: false });
    const { payment_methods: methods } = await client.capability.retrieve();
    expect(methods.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(["card", "mobile_banking_kbank", "installment_wlb_ktc"]),
    );
  });

  test("searches", async () => {
    const { client } = await aClient();
    const { id: token } = await client.tokens.create({ card });
    const charge = await client.charges.create({ amount: 100000, currency: "thb", card: token, description: "Blue" });
    // it writes an object in an address as nothing, so filters are named one by one
    const filters = { "filters[captured]": true, "filters[amount]": 1000 };
    const found = await client.search.list({ scope: "charge", query: "blue", per_page: 5, ...filters });
    expect(found).toMatchObject({ object: "search", total: 1, filters: { captured: "true", amount: "1000" } });
    expect(found.data).toEqual([charge]);
  });

  test("sets the webhook address, which then hears of charges", async () => {
    const { client } = await aClient();
    const receiver = await aReceiver();
    const account = await client.account.updateAccount({ webhook_uri: receiver.url, zero_interest_installments: true });
    expect(account).toMatchObject({ webhook_uri: receiver.url, zero_interest_installments: true });
    const source = { type: "mobile_banking_kbank" };
    const charge = await client.charges.create({ amount: 2000, currency: "THB", source, return_uri: complete });
    const [told] = await receiver.arrived(1);
    expect(told?.json).toMatchObject({ key: "charge.create", data: { id: charge.id } });
  });
});

describe("what the client's callers see of errors", () => {
  test("a refusal rejects with the error object", async () => {
    const { client } = await aClient();
    const refused = client.charges.create({ amount: 1999, currency: "thb", source: { type: "mobile_banking_kbank" } });
    await expect(refused).rejects.toEqual({
      object: "error",
      location: "https://www.omise.co/api-errors#invalid-charge",
      code: "invalid_charge",
      message: "amount must be greater than or equal to 2000 (thb subunits)",
    });
  });

  test("a callback gets it first, and the answer second", async () => {
    const { client } = await aClient();
    const called = await new Promise<unknown[]>((resolve) => {
      client.charges.retrieve("chrg_test_5z4ykxh42cn7qsxw1w5", (...result: unknown[]) => resolve(result));
    });
    expect(called).toMatchObject([
      { object: "error", code: "not_found", message: "charge chrg_test_5z4ykxh42cn7qsxw1w5 was not found" },
      null,
    ]);
    const balance = await new Promise<unknown[]>((resolve) => {
      client.balance.retrieve((...result: unknown[]) => resolve(result));
    });
    expect(balance).toMatchObject([null, { object: "balance", total: 0 }]);
  });

  test.each<[string, (client: Client) => Promise<unknown>, object]>([
    [
      "a bad card",
      (client) => client.tokens.create({ card: { ...card, number: "4242424242424241" } }),
      { code: "invalid_card", message: "number is invalid" },
    ],
    [
      "an unknown token",
      (client) => client.tokens.retrieve("tokn_test_5z4ykxh42cn7qsxw1w5"),
      { code: "not_found", message: "token tokn_test_5z4ykxh42cn7qsxw1w5 was not found" },
    ],
  ])("%s", async (_, ask, error) => {
    const { client } = await aClient();
    await expect(ask(client)).rejects.toMatchObject({ object: "error", ...error });
  });

  test("a wrong key", async () => {
    const { gateway } = await aClient();
    const stranger = createClient({ ...hosts, publicKey: gateway.publicKey, secretKey: "skey_test_unknown" });
    await expect(stranger.charges.list()).rejects.toMatchObject({ code: "authentication_failure" });
  });

  test("a declined card is no error but a failed charge", async () => {
    const { client } = await aClient();
    const { id } = await client.tokens.create({ card: { ...card, number: "4111111111140011" } });
    const charge = await client.charges.create({ amount: 100000, currency: "thb", card: id });
    expect(charge).toMatchObject({ status: "failed", failure_code: "insufficient_fund", paid: false });
  });
});

describe("the client's omiseVersion", () => {
  test("is understood", async () => {
    const { client } = await aClient({ omiseVersion: "2019-05-29" });
    expect(await client.balance.retrieve()).toMatchObject({ object: "balance" });
  });

  test("may be a date on which there was no version, as in the client's own tests", async () => {
    const { client } = await aClient({ omiseVersion: "2019-09-29" });
    expect(await client.balance.retrieve()).toMatchObject({ object: "balance", transferable: 0 });
  });
});

/** The only setting that a merchant changes to use another gateway. */
const hosts = { host: "api.gateway.example", vaultHost: "vault.gateway.example", scheme: omise.Scheme.Http };

/**
 * The client from npm. It takes no port, so it connects through a proxy, as in many companies, and the proxy
 * connects every host to the gateway: it replaces DNS and the listener on the usual port.
 */
async function aClient(
  more: { omiseVersion?: string } = {},
): Promise<{ client: Client; gateway: TestGateway; asked: Set<string> }> {
  const gateway = await aGateway();
  const asked = new Set<string>();
  const proxy = createServer();
  proxy.on("connect", ({ url = "" }, incoming, head) => {
    asked.add(url.split(":", 1)[0] ?? "");
    const outgoing = connect(Number(new URL(gateway.url).port), "127.0.0.1", () => {
      incoming.write("HTTP/1.1 200 Connection established\r\n\r\n");
      outgoing.write(head);
      incoming.pipe(outgoing).pipe(incoming);
    });
    for (const side of [incoming, outgoing]) side.on("error", () => side.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    proxy.close();
  });
  vi.stubEnv("http_proxy", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  const client = createClient({ ...hosts, publicKey: gateway.publicKey, secretKey: gateway.secretKey, ...more });
  return { client, gateway, asked };
}
