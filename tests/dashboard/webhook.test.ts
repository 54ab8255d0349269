import { describe, expect, test } from "vitest";
import { isGenuine } from "../../examples/shop/webhook.ts";
import { hours, seconds } from "../../src/domain/base/time.ts";
import { eventKeys } from "../../src/domain/event/event.ts";
import { kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver, type Received, type Receiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

const environment = { CHAMRA_WEBHOOK_RETRIES: "30s,5m,1h until 2d" };

describe.each(engines)("on %s", (engine) => {
  test("the endpoint is set and cleared, and events go where it says", async () => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine, environment });
    const owner = await signedIn(gateway, "owner");
    expect((await owner.test.get("/webhook")).json).toEqual({
      object: "webhook",
      uri: null,
      others: [],
      events: Object.keys(eventKeys),
      secret_created_at: "2026-01-15T03:00:00Z",
      previous_secret_until: null,
      schedule: { waits: [30, 300, 3_600], give_up_after: 172_800 },
    });
    expect((await owner.test.post("/webhook", { uri: receiver.url })).json.uri).toBe(receiver.url);
    expect((await gateway.call("GET", "/account")).json.webhook_uri).toBe(receiver.url);
    await kplusCharge(gateway);
    await gateway.advance(0);
    expect(receiver.received).toHaveLength(1);

    expect((await owner.test.post("/webhook", { uri: null })).json.uri).toBeNull();
    await kplusCharge(gateway);
    await gateway.advance(0);
    expect(receiver.received).toHaveLength(1);
  });

  test("other endpoints hear of the events that they were set for, of charges too that name endpoints of their own", async () => {
    const [shop, books, all] = [await aReceiver(), await aReceiver(), await aReceiver()];
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    await owner.test.post("/webhook", { uri: shop.url });
    await owner.test.post("/webhook/others", { uri: books.url, events: ["charge.complete"] });
    const set = await owner.test.post("/webhook/others", { uri: all.url });
    expect(set.json.others).toEqual([
      { uri: books.url, events: ["charge.complete"] },
      { uri: all.url, events: null },
    ]);
    const { json: charge } = await kplusCharge(gateway);
    await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
    await gateway.advance(0);
    const keys = (receiver: Receiver) => receiver.received.map(({ json }) => json.key);
    expect([keys(shop), keys(books), keys(all)]).toEqual([
      ["charge.create", "charge.complete"],
      ["charge.complete"],
      ["charge.create", "charge.complete"],
    ]);
    const own = await aReceiver();
    await kplusCharge(gateway, { webhook_endpoints: [own.url] });
    await gateway.advance(0);
    expect([own, shop, books, all].map(({ received }) => received.length)).toEqual([1, 2, 1, 3]);
    expect((await gateway.call("GET", "/account")).json.webhook_uri, "the API knows of the main one").toBe(shop.url);
  });

  test("another endpoint is changed and removed, and what cannot be one is refused", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const main = "http://shop.example/hooks";
    await owner.test.post("/webhook", { uri: main });
    const uri = "http://books.example/hooks";
    await owner.test.post("/webhook/others", { uri, events: ["charge.create"] });
    const changed = await owner.test.post("/webhook/others", { uri, events: ["refund.create"] });
    expect(changed.json.others).toEqual([{ uri, events: ["refund.create"] }]);
    expect(await owner.test.post("/webhook/others", { uri: main })).toMatchObject({ status: 400 });
    expect(await owner.test.post("/webhook/others", { uri: "nowhere" })).toMatchObject({ status: 400 });
    expect(await owner.test.post("/webhook/others", { uri, events: ["charge.nothing"] })).toMatchObject({
      status: 400,
    });
    for (let at = 1; at < 8; at += 1) await owner.test.post("/webhook/others", { uri: `${uri}/${at}` });
    const tooMany = await owner.test.post("/webhook/others", { uri: `${uri}/8` });
    expect(tooMany).toMatchObject({ status: 400, json: { message: "there are 8 other endpoints: remove one first" } });
    const removed = await owner.test.post("/webhook/others/remove", { uri });
    expect(removed.json.others.map((each: { uri: string }) => each.uri)).not.toContain(uri);
    expect((await owner.test.post("/webhook/others/remove", { uri })).status).toBe(404);
    expect((await owner.live.get("/webhook")).json.others).toEqual([]);
  });

  test("an endpoint that test mode may not send to is refused when it is set, with the setting that would allow it", async () => {
    const gateway = await aGateway({ engine, environment: { CHAMRA_TEST_WEBHOOKS: "public" } });
    const owner = await signedIn(gateway, "owner");
    const uri = "http://127.0.0.1:9/hooks";
    const fault =
      "must be reachable from the public internet: CHAMRA_TEST_WEBHOOKS=private opens private networks to test mode";
    const refused = { status: 400 };
    const set = await owner.test.post("/webhook", { uri });
    expect(set).toMatchObject({ ...refused, json: { message: `uri ${fault}` } });
    const patched = await gateway.call("PATCH", "/account", { json: { webhook_uri: uri } });
    expect(patched).toMatchObject({ ...refused, json: { message: `webhook_uri ${fault}` } });
    expect(await kplusCharge(gateway, { webhook_endpoints: [uri] })).toMatchObject(refused);
    expect((await gateway.call("GET", "/account")).json.webhook_uri).toBeNull();
    expect((await owner.test.post("/webhook", { uri: "http://shop.example/hooks" })).status).toBe(200);
  });

  test("a rolled secret: for 24 hours a receiver with either secret accepts what comes, then only one with the new", async () => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    await owner.test.post("/webhook", { uri: receiver.url });
    const { secret: before } = (await owner.test.post("/webhook/reveal")).json;
    const { secret: after, previous_secret_until: until } = (await owner.test.post("/webhook/roll")).json;
    expect(until).toBe("2026-01-16T03:00:00Z");
    expect((await owner.test.post("/webhook/reveal")).json).toMatchObject({
      secret: after,
      previous_secret_until: until,
    });

    const accepted = async () => {
      await kplusCharge(gateway);
      await gateway.advance(0);
      const got = receiver.received.at(-1) as Received;
      return [before, after].map((secret) => accepts(secret, got));
    };
    expect(await accepted()).toEqual([true, true]);
    await gateway.advance(hours(24) - seconds(1));
    expect(await accepted()).toEqual([true, true]);
    await gateway.advance(seconds(1));
    expect(await accepted()).toEqual([false, true]);
    const nextDay = await signedIn(gateway, "owner");
    expect((await nextDay.test.get("/webhook")).json.previous_secret_until).toBeNull();
    expect(receiver.received.at(-1)?.headers["omise-signature"]).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a test event arrives, signed with every secret that holds, exactly as the answer says it was sent", async () => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    await owner.test.post("/webhook", { uri: receiver.url });
    const { secret: before } = (await owner.test.post("/webhook/reveal")).json;
    const { secret: after } = (await owner.test.post("/webhook/roll")).json;
    const { json } = await owner.test.post("/webhook/test");
    const [got] = await receiver.arrived(1);

    expect(json).toMatchObject({ uri: receiver.url, event: got?.json.id, status: 200, error: null });
    expect(json.request.body).toBe(got?.text);
    expect(got?.headers).toMatchObject(json.request.headers);
    expect([before, after].map((secret) => accepts(secret, got as Received))).toEqual([true, true]);
    expect(got?.headers["chamra-test-event"]).toBe("1");
    expect(got?.json).toMatchObject({
      object: "event",
      key: "charge.complete",
      livemode: false,
      data: { object: "charge", status: "failed", failure_code: "payment_rejected", metadata: { test_event: true } },
    });
    expect((await gateway.call("GET", `/charges/${got?.json.data.id}`)).status).toBe(404);
    expect((await gateway.call("GET", "/events")).json.total).toBe(0);
  });
});

test("a test event has the form of the account's version, as every event", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  await owner.test.post("/webhook", { uri: receiver.url });
  const shapeOf = async () => {
    const { json: charge } = await kplusCharge(gateway);
    await gateway.call("POST", `/charges/${charge.id}/mark_as_failed`);
    await gateway.advance(0);
    const real = receiver.received.at(-1)?.json;
    await owner.test.post("/webhook/test");
    const sample = receiver.received.at(-1)?.json;
    expect([Object.keys(sample), Object.keys(sample.data)]).toEqual([Object.keys(real), Object.keys(real.data)]);
    return sample;
  };
  expect(await shapeOf()).toHaveProperty("created_at");
  await owner.test.post("/settings", { api_version: "2017-11-02" });
  expect(await shapeOf()).toHaveProperty("created");
});

test("a test event says what the endpoint answered, or why it gave no answer, and asks for an endpoint where there is none", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  expect((await owner.test.post("/webhook/test")).json.message).toBe("no webhook endpoint is set: set one first");
  await owner.test.post("/webhook", { uri: receiver.url });
  receiver.answerWith(503);
  expect((await owner.test.post("/webhook/test")).json).toMatchObject({ status: 503, error: null });
  await owner.test.post("/webhook", { uri: "http://localhost:1/hooks" });
  expect((await owner.test.post("/webhook/test")).json).toMatchObject({ status: null, error: "connection refused" });
});

test("in live mode the endpoint must be one of the public internet, whatever is tested", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const refused = await owner.live.post("/webhook", { uri: "http://192.168.0.1/hooks" });
  expect([refused.status, refused.json.message]).toEqual([
    400,
    "uri must be https in live mode and uri must be reachable from the public internet in live mode",
  ]);
});

test("a member who may only read cannot change the endpoint or see the secret; a developer may in test mode", async () => {
  const gateway = await aGateway();
  const viewer = await signedIn(gateway, "viewer");
  const developer = await signedIn(gateway, "developer");
  expect((await viewer.test.get("/webhook")).json).not.toHaveProperty("secret");
  for (const path of ["/webhook", "/webhook/reveal", "/webhook/roll", "/webhook/test"]) {
    expect((await viewer.test.post(path)).status, path).toBe(403);
  }
  expect((await developer.test.post("/webhook/reveal")).json.secret).toMatch(/^[\w+/]+=*$/);
});

test("that a secret was looked at or a test was sent stands in the audit log, the secret itself nowhere", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  await owner.test.post("/webhook", { uri: receiver.url });
  const { secret } = (await owner.test.post("/webhook/reveal")).json;
  await owner.test.post("/webhook/roll");
  await owner.test.post("/webhook/test");
  const { json, text } = await owner.team.get("/audit");
  const acts = json.data.map(({ act }: { act: string }) => act);
  for (const act of ["POST /webhook", "POST /webhook/reveal", "POST /webhook/roll", "POST /webhook/test"])
    expect(acts).toContain(act);
  expect(text).not.toContain(secret);
});

/** Result of a receiver that was written from the documentation alone. */
const accepts = (secret: string, { text, headers }: Received): boolean =>
  isGenuine(Buffer.from(text), headers, secret, 1_000 * Number(headers["omise-signature-timestamp"]));
