import { describe, expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { aCustomer, anotherCard, aSecondMerchant, aToken, cardCharge, customerCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

const eventsOf = async (gateway: TestGateway) =>
  (await gateway.call("GET", "/events")).json.data.map(({ key }: { key: string }) => key);

describe("a customer", () => {
  test("has the keys of the recordings, in their order, and the card that its token had", async () => {
    const gateway = await aGateway();
    const token = await aToken(gateway);
    const { json: spent } = await gateway.call("GET", `/tokens/${token}`, { key: gateway.publicKey });
    const customer = await aCustomer(gateway, { card: token, "metadata[member]": "42" });
    const location = `/customers/${customer.id}`;
    const list = { object: "list", limit: 20, offset: 0, order: "chronological", from: "1970-01-01T00:00:00Z" };
    const card = { ...spent.card, location: `${location}/cards/${spent.card.id}` };
    expect(customer).toEqual({
      object: "customer",
      id: expect.stringMatching(/^cust_test_[0-9a-z]{19}$/),
      livemode: false,
      location,
      deleted: false,
      metadata: { member: "42" },
      cards: { ...list, data: [card], total: 1, location: `${location}/cards`, to: customer.created_at },
      default_card: card.id,
      linked_accounts: {
        ...list,
        data: [],
        total: 0,
        location: `${location}/linked_accounts`,
        to: customer.created_at,
      },
      description: "Somchai Prasert",
      email: "somchai.prasert@example.com",
      created_at: expect.any(String),
    });
    expect(Object.keys(customer).join(" ")).toBe(
      "object id livemode location deleted metadata cards default_card linked_accounts description email created_at",
    );
    expect((await gateway.call("GET", location)).json).toEqual(customer);
    const after = await gateway.call("GET", `/tokens/${token}`, { key: gateway.publicKey });
    expect(after.json).toMatchObject({ used: true, card: null, charge_status: "unknown" });
    expect(await eventsOf(gateway)).toEqual(["customer.create"]);
  });

  test("needs nothing, keeps what is not sent, and loses what is sent empty", async () => {
    const gateway = await aGateway();
    const { json: blank } = await gateway.call("POST", "/customers");
    expect(blank).toMatchObject({ email: null, description: null, metadata: {}, default_card: null });
    const change = (json: object) => gateway.call("PATCH", blank.location, { json });
    expect((await change({ email: "not checked", metadata: { a: 1 } })).json).toMatchObject({
      email: "not checked",
      description: null,
      metadata: { a: 1 },
    });
    expect((await change({ email: null, metadata: { b: 2 } })).json).toMatchObject({ email: null, metadata: { b: 2 } });
    const { json: same } = await change({});
    expect(same).toMatchObject({ email: null, metadata: { b: 2 } });
    expect(await eventsOf(gateway)).toEqual(["customer.create", "customer.update", "customer.update"]);
  });

  test("gets further cards; the first one stays its default card until another is chosen", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    gateway.pass(1_000);
    const both = await anotherCard(gateway, customer.id, "5555555555554444");
    expect(both.cards.data.map(({ brand }: { brand: string }) => brand)).toEqual(["Visa", "MasterCard"]);
    expect(both.default_card).toBe(customer.default_card);
    const second = both.cards.data[1].id;
    const { json: chosen } = await gateway.call("PATCH", customer.location, { body: { default_card: second } });
    expect(chosen.default_card).toBe(second);
    const foreign = await aCustomer(gateway);
    const { json: refused } = await gateway.call("PATCH", customer.location, {
      body: { default_card: foreign.default_card },
    });
    expect([refused.code, refused.message]).toEqual(["not_found", `card ${foreign.default_card} was not found`]);
    const { json: cards } = await gateway.call("GET", `${customer.location}/cards?order=reverse_chronological&limit=1`);
    expect(cards).toMatchObject({ total: 2, location: `${customer.location}/cards`, data: [{ id: second }] });
  });

  test("is not made or changed by parameters that cannot be read", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    for (const [json, message] of [
      [{ email: "a".repeat(256) }, "email is too long (maximum is 255 characters)"],
      [{ description: {} }, "description must be text"],
      [{ metadata: "x" }, "metadata must be an object"],
      [{ card: { number: "4242424242424242" } }, "card must be the id of a token"],
      [{ email: [], metadata: [] }, "email must be text and metadata must be an object"],
    ] as const)
      for (const [method, path] of [
        ["POST", "/customers"],
        ["PATCH", customer.location],
      ] as const) {
        const { status, json: refused } = await gateway.call(method, path, { json });
        expect([status, refused.code, refused.message]).toEqual([400, "bad_request", message]);
      }
    const chosen = await gateway.call("PATCH", customer.location, { json: { default_card: 5 } });
    expect(chosen.json.message).toBe("default_card must be the id of a card");
    const unknown = await aCustomer(gateway, { card: "tokn_test_5xuy4w91xqz7d1w9u0t" });
    expect(unknown.message).toBe("token tokn_test_5xuy4w91xqz7d1w9u0t was not found");
    expect((await gateway.call("GET", "/customers")).json).toMatchObject({ total: 1 });
    expect((await gateway.call("GET", customer.location)).json.description).toBe("Somchai Prasert");
    const { json: none } = await gateway.call("POST", `${customer.location}/cards`, { body: { card: "tokn_test_1" } });
    expect(none.code, "cards come with the customer").toBe("service_not_found");
  });

  test("takes a token only once, and only its own account's", async () => {
    const gateway = await aGateway();
    const token = await aToken(gateway);
    await aCustomer(gateway, { card: token });
    const charged = await aToken(gateway);
    await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card: charged } });
    for (const card of [token, charged]) {
      const again = await aCustomer(gateway, { card });
      expect([again.code, again.message]).toEqual(["used_token", "token was already used"]);
    }
    const spent = await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card: token } });
    expect(spent.json.code).toBe("used_token");
    const other = await aSecondMerchant(gateway);
    const free = await aToken(gateway);
    const stranger = await gateway.call("POST", "/customers", { body: { card: free }, key: other.secretKey });
    expect([stranger.status, stranger.json.message]).toEqual([404, `token ${free} was not found`]);
  });

  test("cannot take a card whose number the vault has forgotten", async () => {
    const gateway = await aGateway();
    const card = await aToken(gateway);
    await gateway.advance(days(9));
    const refused = await aCustomer(gateway, { card });
    expect([refused.code, refused.message]).toEqual(["invalid_card", "card is too old: its token has expired"]);
  });

  test.each(["sqlite", "postgres"] as const)(
    "that is deleted is found nowhere, nor are its cards, on %s",
    async (engine) => {
      const gateway = await aGateway({ engine });
      const customer = await aCustomer(gateway);
      const kept = await aCustomer(gateway);
      const { json: gone } = await gateway.call("DELETE", customer.location);
      expect(gone).toMatchObject({ id: customer.id, deleted: true, default_card: null, cards: { data: [], total: 0 } });
      expect(Object.keys(gone)).toEqual(Object.keys(customer));
      const card = `${customer.location}/cards/${customer.default_card}`;
      for (const [method, path] of [
        ["GET", customer.location],
        ["PATCH", customer.location],
        ["DELETE", customer.location],
        ["GET", `${customer.location}/cards`],
        ["GET", card],
        ["DELETE", card],
      ] as const) {
        const { status, json } = await gateway.call(method, path);
        expect([status, json.code, json.message], `${method} ${path}`).toEqual([
          404,
          "not_found",
          `customer ${customer.id} was not found`,
        ]);
      }
      const { json: list } = await gateway.call("GET", "/customers");
      expect(list).toMatchObject({ total: 1, location: "/customers", data: [{ id: kept.id }] });
      expect((await customerCharge(gateway, customer.id)).json.message).toBe(`customer ${customer.id} was not found`);
      expect(await eventsOf(gateway)).toEqual(["customer.create", "customer.create", "customer.destroy"]);
    },
  );

  test("of another account is not found, and a public key finds none at all", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    const other = await aSecondMerchant(gateway);
    for (const [method, path] of [
      ["GET", customer.location],
      ["DELETE", `${customer.location}/cards/${customer.default_card}`],
    ] as const) {
      expect((await gateway.call(method, path, { key: other.secretKey })).status).toBe(404);
      expect((await gateway.call(method, path, { key: gateway.publicKey })).status).toBe(401);
    }
  });
});

describe("a saved card", () => {
  test("is corrected in name, expiry and address, by the rules of new cards", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    const path = `${customer.location}/cards/${customer.default_card}`;
    const { json: before } = await gateway.call("GET", path);
    const body = { name: "Somchai P", expiration_month: 3, expiration_year: 31, city: "Chiang Mai", postal_code: "" };
    const { json: card } = await gateway.call("PATCH", path, { body });
    expect(card).toEqual({
      ...before,
      name: "Somchai P",
      expiration_month: 3,
      expiration_year: 2031,
      city: "Chiang Mai",
    });
    for (const [change, message] of [
      [{ expiration_year: 2020 }, "expiration date cannot be in the past"],
      [{ expiration_month: 13 }, "expiration month is not between 1 and 12 and expiration date is invalid"],
      [{ name: "4242 4242 4242 4242" }, "name is invalid"],
    ] as const) {
      const { json } = await gateway.call("PATCH", path, { body: change });
      expect([json.code, json.message]).toEqual(["invalid_card", message]);
    }
    expect((await gateway.call("PATCH", path, { body: { number: "5555555555554444" } })).json).toEqual(card);
    expect(await eventsOf(gateway)).toEqual(["customer.create", "card.update"]);
  });

  test("that is deleted leaves the default to the one added last", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    gateway.pass(1_000);
    const early = await aToken(gateway, "5555555555554444");
    gateway.pass(1_000);
    await anotherCard(gateway, customer.id, "4111111111111111");
    gateway.pass(1_000);
    const { json: all } = await gateway.call("PATCH", customer.location, { body: { card: early } });
    const [first, added, late] = all.cards.data.map(({ id }: { id: string }) => id);
    const remove = (card: string) => gateway.call("DELETE", `${customer.location}/cards/${card}`);
    const { json: gone } = await remove(first);
    expect(gone).toEqual({ ...customer.cards.data[0], deleted: true });
    expect((await gateway.call("GET", customer.location)).json.default_card, "added last, not made last").toBe(added);
    await remove(late);
    expect((await gateway.call("GET", customer.location)).json.default_card).toBe(added);
    await remove(added);
    expect((await gateway.call("GET", customer.location)).json).toMatchObject({
      default_card: null,
      cards: { total: 0 },
    });
    const { status, json } = await remove(added);
    expect([status, json.message]).toEqual([404, `card ${added} was not found`]);
    expect((await eventsOf(gateway)).slice(-2)).toEqual(["card.destroy", "customer.update.card"]);
  });
});

describe("a charge of a customer", () => {
  test.each(["sqlite", "postgres"] as const)(
    "takes the default card or the one that is named, again and again, on %s",
    async (engine) => {
      const gateway = await aGateway({ engine });
      const customer = await aCustomer(gateway);
      const both = await anotherCard(gateway, customer.id, "4111111111140011");
      const other = both.cards.data.find(({ id }: { id: string }) => id !== customer.default_card);
      await gateway.advance(days(30));
      for (let count = 0; count < 2; count += 1) {
        const { json } = await customerCharge(gateway, customer.id);
        const card = { ...customer.cards.data[0] };
        expect(json).toMatchObject({ status: "successful", customer: customer.id, card });
      }
      const { json: declined } = await customerCharge(gateway, customer.id, { card: other.id });
      expect(declined).toMatchObject({ status: "failed", failure_code: "insufficient_fund", card: { id: other.id } });
      expect((await gateway.call("GET", customer.location)).json.default_card).toBe(customer.default_card);
      const { json: held } = await customerCharge(gateway, customer.id, { capture: false });
      expect(held).toMatchObject({ status: "pending", authorized: true, capturable: true });
    },
  );

  test("is refused without a card, with another customer's, and where a card comes without a customer", async () => {
    const gateway = await aGateway();
    const bare = await aCustomer(gateway, { card: undefined });
    const customer = await aCustomer(gateway);
    for (const [answer, expected] of [
      [await customerCharge(gateway, bare.id), [400, "missing_card", `customer ${bare.id} has no card`]],
      [
        await customerCharge(gateway, bare.id, { card: customer.default_card }),
        [404, "not_found", `card ${customer.default_card} was not found`],
      ],
      [
        await cardCharge(gateway, { card: customer.default_card }),
        [404, "not_found", `token ${customer.default_card} was not found`],
      ],
      [
        await customerCharge(gateway, "cust_test_5xuy4w91xqz7d1w9u0t"),
        [404, "not_found", "customer cust_test_5xuy4w91xqz7d1w9u0t was not found"],
      ],
    ] as const)
      expect([answer.status, answer.json.code, answer.json.message]).toEqual(expected);
  });

  test("still shows the card after it was deleted, as deleted", async () => {
    const gateway = await aGateway();
    const customer = await aCustomer(gateway);
    const { json: charge } = await customerCharge(gateway, customer.id);
    await gateway.call("DELETE", `${customer.location}/cards/${customer.default_card}`);
    const { json: after } = await gateway.call("GET", charge.location);
    expect(after.card).toEqual({ ...charge.card, deleted: true });
    const headers = { "Omise-Version": "2017-11-02" };
    const { json: older } = await gateway.call("GET", charge.location, { headers });
    expect(older.card).toEqual({ object: "card", id: customer.default_card, livemode: false, deleted: true });
    await gateway.call("DELETE", customer.location);
    expect((await gateway.call("GET", "/charges")).json.data[0]).toMatchObject({
      customer: customer.id,
      card: { deleted: true },
    });
    const { json: refund } = await gateway.call("POST", `${charge.location}/refunds`, { body: { amount: 100000 } });
    expect(refund.status).toBe("closed");
  });
});
