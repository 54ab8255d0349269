import { expect, test } from "vitest";
import { days, minutes, seconds } from "../../src/domain/base/time.ts";
import { openMax } from "../../src/domain/sandbox/sandbox.ts";
import { banksOf } from "../kit/banks.ts";
import { aCustomer, cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aShopIn } from "../kit/paying.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aSchedule } from "../kit/schedule-builders.ts";

const make = async (gateway: TestGateway, body: Record<string, unknown> = {}, key = gateway.secretKey) =>
  (await gateway.call("POST", "/test/accounts", { body, key })).json;

/** A gateway that is called with a sandbox's keys. */
const inside = (gateway: TestGateway, { secret_key, public_key }: { secret_key: string; public_key: string }) => ({
  ...gateway,
  secretKey: secret_key,
  publicKey: public_key,
  call: (method: string, path: string, options = {}) => gateway.call(method, path, { key: secret_key, ...options }),
});

test("a throw-away account takes payments of its own, of which nothing shows elsewhere, and is told its secrets once", async () => {
  const gateway = await aGateway();
  const one = await make(gateway);
  gateway.pass(1);
  const other = await make(gateway, { name: "Second", expires_in: 60 });
  expect(one).toEqual({
    object: "sandbox",
    id: expect.stringMatching(/^account_test_/),
    livemode: false,
    location: `/test/accounts/${one.id}`,
    public_key: expect.stringMatching(/^pkey_test_/),
    secret_key: expect.stringMatching(/^skey_test_/),
    webhook_secret: expect.any(String),
    expires_in: 3_600,
    expires_at: "2026-01-15T04:00:00Z",
    created_at: "2026-01-15T03:00:00Z",
  });
  const { json: charge } = await cardCharge(inside(gateway, one));
  expect(charge.paid).toBe(true);
  expect((await gateway.call("GET", `/charges/${charge.id}`, { key: one.secret_key })).status).toBe(200);
  for (const key of [gateway.secretKey, other.secret_key]) {
    expect((await gateway.call("GET", `/charges/${charge.id}`, { key })).status).toBe(404);
    expect((await gateway.call("GET", "/charges", { key })).json.total).toBe(0);
    expect((await gateway.call("GET", "/events", { key })).json.total).toBe(0);
  }
  expect((await gateway.call("GET", "/account", { key: other.secret_key })).json.id).toBe(other.id);
  const { json: list } = await gateway.call("GET", "/test/accounts");
  expect(list.data.map((each: typeof one) => [each.id, each.secret_key, each.public_key])).toEqual([
    [one.id, null, null],
    [other.id, null, null],
  ]);
});

test("a throw-away account is in the country that it is made for, with its currency and its methods, and else in its maker's", async () => {
  const gateway = await aGateway();
  const inSingapore = inside(gateway, await make(gateway, { country: "SG" }));
  expect((await inSingapore.call("GET", "/account")).json).toMatchObject({ country: "SG", currency: "SGD" });
  const source = { type: "paynow" };
  const charge = { amount: 5_000, currency: "SGD", source };
  const { json } = await inSingapore.call("POST", "/charges", { body: charge });
  expect(json).toMatchObject({ status: "pending", source: { scannable_code: { type: "qr" } } });
  const inMalaysia = await aShopIn(gateway, "MY");
  const its = await make(gateway, {}, inMalaysia.gateway.secretKey);
  expect((await inside(gateway, its).call("GET", "/account")).json.country).toBe("MY");
  const { status, json: refused } = await gateway.call("POST", "/test/accounts", { body: { country: "DE" } });
  expect([status, refused.message]).toEqual([400, "country must be TH, JP, SG or MY"]);
});

test("a throw-away account that has ended opens nothing, and a minute later nothing of it is left", async () => {
  const gateway = await aGateway();
  const [kept, ended, expiring] = [await make(gateway), await make(gateway), await make(gateway, { expires_in: 120 })];
  for (const each of [kept, ended, expiring]) await cardCharge(inside(gateway, each));
  expect((await gateway.call("DELETE", `/test/accounts/${ended.id}`)).json).toMatchObject({ expires_in: 0 });
  const letsIn = async (key: string) => (await gateway.call("GET", "/account", { key })).status;
  expect([await letsIn(kept.secret_key), await letsIn(ended.secret_key), await letsIn(ended.public_key)]).toEqual([
    200, 401, 401,
  ]);
  expect((await gateway.call("GET", `/test/accounts/${ended.id}`)).status).toBe(404);
  expect((await gateway.call("DELETE", `/test/accounts/${ended.id}`)).status).toBe(404);
  gateway.pass(seconds(120));
  expect(await letsIn(expiring.secret_key)).toBe(401);
  expect((await gateway.call("GET", "/test/accounts")).json.data).toMatchObject([{ id: kept.id }]);
  await gateway.advance(minutes(1));
  const { store } = gateway.gateway;
  expect([await store.account.get(ended.id), await store.account.get(expiring.id)]).toEqual([undefined, undefined]);
  expect(await letsIn(kept.secret_key)).toBe(200);
  expect((await gateway.call("GET", "/charges", { key: kept.secret_key })).json.total).toBe(1);
});

test("throw-away accounts are refused in live mode, to each other, above the limits, and with an endpoint that may not be", async () => {
  const gateway = await aGateway({ live: true });
  const refused = async (body: Record<string, unknown>, key = gateway.secretKey) => {
    const { status, json } = await gateway.call("POST", "/test/accounts", { body, key });
    expect([status, json.code]).toEqual([400, "bad_request"]);
    return json.message;
  };
  expect(await refused({}, gateway.liveSecretKey)).toContain("for test accounts only");
  expect(await refused({}, (await make(gateway)).secret_key)).toContain("makes no others");
  expect(await refused({ expires_in: days(7) / 1_000 + 1 })).toContain("from 1 to 604800");
  expect(await refused({ expires_in: 0 })).toContain("from 1 to 604800");
  expect(await refused({ webhook_uri: "http://169.254.169.254/" })).toContain("webhook_uri");
  gateway.gateway.store.sandbox.open = async () => openMax;
  expect(await refused({})).toContain("are open");
  const { status, json } = await gateway.call("POST", "/test/reset", { key: gateway.liveSecretKey });
  expect([status, json.code, json.message]).toEqual([
    400,
    "bad_request",
    expect.stringContaining("test accounts only"),
  ]);
});

test("an account that is emptied is as on its first day, goes on with its keys and settings, and its neighbour has all", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const account = inside(gateway, await make(gateway, { webhook_uri: receiver.url, expires_in: 604_800 }));
  for (const each of [account, gateway]) {
    await cardCharge(each);
    await kplusCharge(each);
    await aCustomer(each);
    await aSchedule(each, { customer: undefined });
  }
  await account.call("PATCH", "/account", { body: { zero_interest_installments: true } });
  const totals = async (key: string) =>
    Promise.all(
      ["/charges", "/customers", "/schedules", "/events", "/transactions", "/recipients"].map(
        async (path) => (await gateway.call("GET", path, { key })).json.total,
      ),
    );
  const neighbour = await totals(gateway.secretKey);
  const { status, json } = await account.call("POST", "/test/reset", { headers: { "Idempotency-Key": "a" } });
  expect([status, json]).toEqual([
    200,
    {
      object: "account_reset",
      livemode: false,
      location: "/test/reset",
      account: expect.stringMatching(/^account_test_/),
      reset_at: "2026-01-15T03:00:00Z",
    },
  ]);
  expect(await totals(account.secretKey)).toEqual([0, 0, 0, 0, 0, 1]);
  expect((await account.call("GET", "/balance")).json.total).toBe(0);
  expect(await totals(gateway.secretKey)).toEqual(neighbour);
  expect((await account.call("GET", "/account")).json.zero_interest_installments).toBe(true);
  const before = receiver.received.length;
  expect((await cardCharge(account)).json.paid).toBe(true);
  await gateway.advance(0);
  expect(receiver.received.slice(before)).toHaveLength(1);
  await gateway.advance(days(2)); // receipts and balances go on
  expect((await account.call("GET", "/receipts")).json.total).toBe(1);
});

test.for(["by the server's time", "on the way of its clock"])(
  "an account that is emptied while work of it is under way leaves nothing that failed: what is gone is let go (%s)",
  async (way) => {
    const gateway = await aGateway();
    const receiver = await aReceiver();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    const elevenMinutes = async () => {
      if (way === "by the server's time") return gateway.advance(minutes(11));
      const { json } = await gateway.call("POST", "/test/clock", { body: { advance: "11m" } });
      expect(json.played.failed).toBe(0);
    };
    const emptied = async () => expect((await gateway.call("POST", "/test/reset")).status).toBe(200);
    const { kplus, card } = banksOf(gateway.gateway);
    const { cancel } = kplus;
    kplus.cancel = async (about) => {
      await emptied();
      return cancel(about);
    };
    await kplusCharge(gateway);
    await elevenMinutes();
    const { event } = gateway.gateway.store;
    const { some } = event;
    event.some = async (account, ids) => {
      await emptied();
      return some(account, ids);
    };
    receiver.answerWith(500);
    await kplusCharge(gateway);
    await elevenMinutes();
    event.some = some;
    expect((await gateway.call("GET", "/charges")).json.total).toBe(0);
    expect(gateway.gateway.health.failures()).toEqual([]);

    const { capture } = card;
    const { json: charge } = await cardCharge(gateway, { capture: "false" });
    card.capture = async (...request) => {
      await emptied();
      return capture(...request);
    };
    const { status, json } = await gateway.call("POST", `/charges/${charge.id}/capture`);
    expect([status, json.code]).toEqual([404, "not_found"]);
  },
);

test("work that fails is told of, and tried again, where its row is there still or the database cannot say", async () => {
  const gateway = await aGateway();
  const { json } = await kplusCharge(gateway);
  const { account, line } = gateway.gateway.store;
  const { get } = account;
  account.get = () => Promise.reject(new Error("a defect"));
  await gateway.advance(minutes(11));
  const { has } = line;
  line.has = () => Promise.reject(new Error("away"));
  await gateway.advance(0);
  expect(gateway.gateway.health.failures()).toMatchObject([{ work: "charge", count: 2, lastError: "a defect" }]);
  line.has = has;
  account.get = get;
  await gateway.advance(0);
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("expired");
});
