import { describe, expect, onTestFinished, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { aSecondMerchant, cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aReceiver, type Receiver } from "../kit/receiver.ts";

const add = (gateway: TestGateway, json: Record<string, unknown>, key = gateway.secretKey) =>
  gateway.call("POST", "/test/rules", { json, key });

const added = async (gateway: TestGateway, json: Record<string, unknown>) => {
  const { status, json: rule } = await add(gateway, json);
  expect(status, rule.message).toBe(200);
  return rule;
};

const all = async (gateway: TestGateway) => (await gateway.call("GET", "/test/rules?order=chronological")).json.data;

/** Does what is due for the account now, or after some time of its clock, webhooks included. */
const settle = (gateway: TestGateway, advance?: string) =>
  gateway.call("POST", "/test/clock", { body: advance === undefined ? {} : { advance } });

const pay = (gateway: TestGateway, id: string) => gateway.call("POST", `/test/charges/${id}/pay`);

async function aShop(options: Parameters<typeof aGateway>[0] = {}) {
  const shop = await aReceiver();
  const gateway = await aGateway(options);
  await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
  return { gateway, shop };
}

const keysAt = ({ received }: Receiver, charge: string): string[] =>
  received.flatMap(({ json }) => (json.data.id === charge ? [json.key] : []));

describe("a rule", () => {
  test("is added, listed, looked at and removed, and refused where it makes no sense", async () => {
    const gateway = await aGateway({ live: true });
    const { json: charge } = await kplusCharge(gateway);
    const rule = await added(gateway, {
      fault: "webhook_late",
      on: {
        charge: charge.id,
        metadata: { order: true, big: "no" },
        method: "mobile_banking_kbank",
        phone: "081-234 5678",
      },
      by: "2h",
      events: "charge.*",
      times: 2,
    });
    expect(rule).toEqual({
      object: "rule",
      id: expect.stringMatching(/^rule_test_[0-9a-z]{19}$/),
      livemode: false,
      location: `/test/rules/${rule.id}`,
      fault: "webhook_late",
      on: {
        charge: charge.id,
        metadata: { order: true, big: "no" },
        method: "mobile_banking_kbank",
        card: null,
        phone: "66812345678",
      },
      by: "2h",
      code: null,
      events: "charge.*",
      times: 2,
      applied: 0,
      created_at: "2026-01-15T03:00:00Z",
    });
    const second = await added(gateway, { fault: "webhook_twice", on: { card: "4242 4242 4242 4242" } });
    expect(second).toMatchObject({
      on: { card: "4242", charge: null, metadata: null },
      by: null,
      events: "*",
      times: null,
    });
    expect(await all(gateway)).toEqual([rule, second]);
    expect((await gateway.call("GET", `/test/rules/${rule.id}`)).json).toEqual(rule);

    const refused = async (body: Record<string, unknown>, key?: string) => {
      const { json } = await add(gateway, body, key);
      return `${json.code}: ${json.message}`;
    };
    for (const [body, why] of [
      [{}, "fault cannot be blank"],
      [{ fault: "webhook_eaten" }, "fault must be "],
      [{ fault: "webhook_lost", by: "1m" }, "webhook_lost has no by"],
      [{ fault: "webhook_lost", code: "insufficient_fund", by: "1m" }, "has no by and no code"],
      [{ fault: "webhook_late", by: "8d" }, "by must be at most"],
      [{ fault: "webhook_lost", events: "charge.eaten" }, "events must be the key of an event"],
      [{ fault: "webhook_lost", times: 0 }, "times must be at least 1"],
      [{ fault: "webhook_lost", on: { method: "coins" } }, "method must be the type"],
      [{ fault: "webhook_lost", on: { charge: "evnt_test_5z4ykxh42cn7qsxw1w5" } }, "charge must be the id"],
      [{ fault: "webhook_lost", on: { card: "4111111111111112" } }, "card must be the last four digits"],
      [{ fault: "webhook_lost", on: { colour: "red" } }, "on is invalid"],
    ] as const) {
      const said = await refused(body);
      expect(said, JSON.stringify(body)).toMatch(/^bad_request: /);
      expect(said).toContain(why);
    }
    expect(await refused({ fault: "webhook_lost", on: { charge: "chrg_test_5z4ykxh42cn7qsxw1w5" } })).toMatch(
      /^not_found/,
    );
    expect(await refused({ fault: "webhook_lost" }, gateway.liveSecretKey)).toMatch(
      /^bad_request: .*test accounts only/,
    );
    for (const method of ["GET", "DELETE"])
      expect((await gateway.call(method, "/test/rules", { key: gateway.liveSecretKey })).json.code).toBe("bad_request");

    expect((await gateway.call("DELETE", `/test/rules/${rule.id}`)).json).toEqual(rule);
    expect((await gateway.call("GET", `/test/rules/${rule.id}`)).status).toBe(404);
    expect((await gateway.call("DELETE", "/test/rules")).json).toMatchObject({
      object: "list",
      total: 1,
      data: [second],
    });
    expect(await all(gateway)).toEqual([]);
  });

  test("is for what matches all of its conditions, the newest first, as often as it may, and for no other account", async () => {
    const { gateway, shop } = await aShop();
    const other = await aSecondMerchant(gateway);
    const twice = (on: object, times?: number) =>
      added(gateway, { fault: "webhook_twice", on, events: "charge.create", times });
    const heard = async (patch: Record<string, unknown>, card = true) => {
      const { json } = card ? await cardCharge(gateway, patch) : await kplusCharge(gateway, patch);
      await settle(gateway);
      return keysAt(shop, json.id).length;
    };
    const byOrder = await twice({ metadata: { order: "7", vip: true } });
    expect(await heard({ metadata: { order: "7", vip: "yes" } })).toBe(2);
    expect(await heard({ metadata: { order: "7" } })).toBe(1);
    expect(await heard({ metadata: { order: "8", vip: "yes" } })).toBe(1);
    const byCard = await twice({ card: "4242" });
    expect(await heard({})).toBe(2);
    expect(await heard({}, false)).toBe(1);
    const byMethod = await twice({ method: "mobile_banking_kbank" }, 1);
    expect(await heard({}, false)).toBe(2);
    expect(await heard({}, false)).toBe(1);
    const everything = await added(gateway, { fault: "webhook_lost" });
    expect(await heard({})).toBe(0);
    expect((await all(gateway)).map((rule: { id: string; applied: number }) => [rule.id, rule.applied])).toEqual([
      [byOrder.id, 1],
      [byCard.id, 1],
      [byMethod.id, 1],
      [everything.id, 1],
    ]);
    expect((await gateway.call("GET", "/test/rules", { key: other.secretKey })).json.data).toEqual([]);
    expect((await gateway.call("DELETE", `/test/rules/${everything.id}`, { key: other.secretKey })).status).toBe(404);
    expect((await gateway.call("POST", "/test/reset")).status).toBe(200);
    expect(await all(gateway)).toEqual([]);
    expect(await heard({})).toBe(1);
  });

  test("is part of a snapshot", async () => {
    const { gateway, shop } = await aShop();
    const rule = await added(gateway, { fault: "webhook_twice", events: "charge.create" });
    await gateway.call("POST", "/test/snapshots", { body: { name: "with-a-rule" } });
    await gateway.call("DELETE", "/test/rules");
    await gateway.call("POST", "/test/snapshots/with-a-rule/restore");
    expect(await all(gateway)).toEqual([rule]);
    const { json } = await cardCharge(gateway);
    await settle(gateway);
    expect(keysAt(shop, json.id)).toEqual(["charge.create", "charge.create"]);
  });

  test("that is applied once is applied by one of two gateways on one database, and known to both", async () => {
    const database = await freshDatabase({ migrated: true });
    onTestFinished(() => database.drop());
    const environment = { CHAMRA_TEST_SECRET_KEY: "skey_test_5xuy4w91xqz7d1w9u0t" };
    const options = { databaseUrl: database.url, environment };
    const { gateway, shop } = await aShop(options);
    const second = await aGateway(options);
    const rule = await added(gateway, { fault: "webhook_lost", events: "charge.create", times: 3 });
    await second.advance(0); // as at each tick
    const charges = await Promise.all([...Array(8).keys()].map((at) => kplusCharge(at % 2 ? gateway : second)));
    await settle(gateway);
    expect(shop.received.length).toBe(charges.length - 3);
    expect((await gateway.call("GET", `/test/rules/${rule.id}`)).json.applied).toBe(3);
  });
});

describe("a webhook", () => {
  test("that is lost is given up without a try, and arrives when it is sent again", async () => {
    const { gateway, shop } = await aShop();
    await added(gateway, { fault: "webhook_lost", events: "charge.complete" });
    const { json: charge } = await kplusCharge(gateway);
    await pay(gateway, charge.id);
    await settle(gateway, "8d");
    expect(keysAt(shop, charge.id)).toEqual(["charge.create"]);
    const { json: events } = await gateway.call("GET", "/events");
    const lost = events.data.find((event: { key: string }) => event.key === "charge.complete");
    const { json } = await gateway.call("GET", `/events/${lost.id}`);
    expect(json.webhook_deliveries).toMatchObject([{ uri: shop.url, status: null }]);
    await gateway.gateway.webhooks.resend((await accountOf(gateway)).id, lost.id);
    expect(keysAt(shop, charge.id)).toEqual(["charge.create", "charge.complete"]);
  });

  test("that is late comes by the account's clock: not before, and in order of time with what else falls due", async () => {
    const { gateway, shop } = await aShop();
    await gateway.call("POST", "/test/clock", { body: { frozen: true } });
    await added(gateway, { fault: "webhook_late", by: "10m", events: "charge.create" });
    const { json: charge } = await kplusCharge(gateway);
    await gateway.advance(minutes(30)); // of the server: the account's clock stands
    expect(keysAt(shop, charge.id)).toEqual([]);
    await settle(gateway, "9m");
    await pay(gateway, charge.id);
    await settle(gateway);
    expect(keysAt(shop, charge.id)).toEqual(["charge.complete"]);
    await settle(gateway, "1d");
    expect(keysAt(shop, charge.id)).toEqual(["charge.complete", "charge.create"]);
  });

  test("that arrives twice has one id and two signatures", async () => {
    const { gateway, shop } = await aShop();
    await added(gateway, { fault: "webhook_twice", events: "charge.create" });
    const { json: charge } = await kplusCharge(gateway);
    await settle(gateway);
    const [one, other] = shop.received;
    expect(keysAt(shop, charge.id)).toEqual(["charge.create", "charge.create"]);
    expect(other?.text).toBe(one?.text);
  });

  test("that is out of order comes after the next one of its charge, or ten minutes late", async () => {
    const { gateway, shop } = await aShop();
    await added(gateway, { fault: "webhook_out_of_order" });
    const { json: charge } = await kplusCharge(gateway);
    const { json: alone } = await kplusCharge(gateway);
    await settle(gateway);
    expect(shop.received).toEqual([]);
    await pay(gateway, charge.id);
    await settle(gateway);
    expect(keysAt(shop, charge.id)).toEqual(["charge.complete", "charge.create"]);
    await settle(gateway, "9m");
    expect(keysAt(shop, alone.id)).toEqual([]);
    await settle(gateway, "1m");
    expect(keysAt(shop, alone.id)).toEqual(["charge.create"]);
  });

  test("that is early was delivered when the request is answered, also where its shop asks back meanwhile", async () => {
    const { gateway, shop } = await aShop();
    const seen: string[] = [];
    shop.answerAfter(async ({ json }) => {
      seen.push((await gateway.call("GET", `/charges/${json.data.id}`)).json.id);
    });
    await added(gateway, { fault: "webhook_early", on: { method: "mobile_banking_kbank" } });
    const { json: charge } = await kplusCharge(gateway);
    expect(keysAt(shop, charge.id)).toEqual(["charge.create"]);
    await pay(gateway, charge.id);
    expect(keysAt(shop, charge.id)).toEqual(["charge.create", "charge.complete"]);
    expect(seen).toEqual([charge.id, charge.id]);
    await settle(gateway, "1h");
    expect(shop.received.length).toBe(2);
  });

  test("that is early may have its shop take from the same balance before it answers", async () => {
    const { gateway, shop } = await aShop();
    const charges = [await cardCharge(gateway), await cardCharge(gateway)].map(({ json }) => json.id);
    await settle(gateway);
    const refunds: number[] = [];
    shop.answerAfter(async ({ json }) => {
      const path = `/charges/${charges[1]}/refunds`;
      if (json.key === "dispute.create")
        refunds.push((await gateway.call("POST", path, { body: { amount: 10_000 } })).status);
    });
    await added(gateway, { fault: "webhook_early", on: { method: "card" } });
    const { status } = await gateway.call("POST", `/charges/${charges[0]}/disputes`);
    expect([status, refunds], "the refund did not wait for the dispute that waits for it").toEqual([200, [200]]);
  });

  test("that is held until the payer was sent back waits for the redirect to return_uri, and no longer than ten minutes", async () => {
    const { gateway, shop } = await aShop();
    await added(gateway, { fault: "webhook_after_return", events: "charge.complete" });
    const { json: charge } = await kplusCharge(gateway);
    const { json: left } = await kplusCharge(gateway);
    for (const { id } of [charge, left]) await pay(gateway, id);
    await settle(gateway);
    expect(keysAt(shop, charge.id)).toEqual(["charge.create"]);
    const back = await fetch(`${charge.authorize_uri}?watching`, { redirect: "manual" });
    expect([back.status, back.headers.get("location")]).toEqual([303, charge.return_uri]);
    await settle(gateway);
    expect(keysAt(shop, charge.id)).toEqual(["charge.create"]);
    await settle(gateway, "1s");
    expect(keysAt(shop, charge.id)).toEqual(["charge.create", "charge.complete"]);
    expect(keysAt(shop, left.id)).toEqual(["charge.create"]);
    await settle(gateway, "10m");
    expect(keysAt(shop, left.id)).toEqual(["charge.create", "charge.complete"]);
  });

  test("that a rule holds goes when the rule is removed", async () => {
    const { gateway, shop } = await aShop();
    const rule = await added(gateway, { fault: "webhook_late", by: "1d" });
    const { json: charge } = await kplusCharge(gateway);
    await settle(gateway);
    expect(shop.received).toEqual([]);
    await gateway.call("DELETE", `/test/rules/${rule.id}`);
    await settle(gateway);
    expect(keysAt(shop, charge.id)).toEqual(["charge.create"]);
  });
});

async function accountOf({ gateway }: TestGateway) {
  const account = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
  if (!account) throw new Error("there is no test account");
  return account;
}
