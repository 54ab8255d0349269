import { expect, onTestFinished, test } from "vitest";
import { wireTime } from "../../src/api/wire/shape.ts";
import { revise } from "../../src/domain/base/row.ts";
import { days, hours, minutes, seconds } from "../../src/domain/base/time.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { newWebhookSecret } from "../../src/webhooks/signature.ts";
import { banksOf } from "../kit/banks.ts";
import { aCustomer, aToken, cardCharge, kplusCharge } from "../kit/builders.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aSchedule } from "../kit/schedule-builders.ts";

const move = (gateway: TestGateway, body: Record<string, unknown>, key = gateway.secretKey): Promise<Answer> =>
  gateway.call("POST", "/test/clock", { body, key });

const clockOf = async (gateway: TestGateway) => (await gateway.call("GET", "/test/clock")).json;

const at = (text: string): number => Date.parse(text);

async function anotherAccount({ gateway }: TestGateway) {
  return (await createMerchant(gateway, { name: "Other", email: "other@example.com" }, newWebhookSecret)).test;
}

test("what an account does happens in its own time: where its clock is ahead its charges are, and nobody else's", async () => {
  const gateway = await aGateway();
  const other = await anotherAccount(gateway);
  const { json: moved } = await move(gateway, { advance: "3d" }, other.secretKey);
  expect(moved).toMatchObject({
    object: "clock",
    livemode: false,
    location: "/test/clock",
    ahead: 259_200,
    frozen: false,
  });
  expect(await clockOf(gateway)).toMatchObject({ ahead: 0, frozen: false, moving_to: null, played: null });

  const own = await kplusCharge(gateway);
  const theirs = await gateway.call("POST", "/charges", {
    key: other.secretKey,
    body: {
      amount: 150000,
      currency: "THB",
      source: { type: "mobile_banking_kbank" },
      return_uri: "https://example.com/done",
    },
  });
  for (const what of ["created_at", "expires_at"])
    expect(at(theirs.json[what]) - at(own.json[what]), what).toBe(days(3));
  const { json: events } = await gateway.call("GET", "/events", { key: other.secretKey });
  expect(events.data[0].created_at).toBe(theirs.json.created_at);
  expect(await (await fetch(theirs.json.authorize_uri)).text()).toContain("1,500.00");
  gateway.pass(minutes(5));
  expect((await gateway.call("GET", "/test/clock", { key: other.secretKey })).json.ahead).toBe(259_200);
});

test.for(["sqlite", "postgres"] as const)(
  "what falls due on the way is done at its own moment, in order, before the answer (%s)",
  async (engine) => {
    const shop = await aReceiver();
    const gateway = await aGateway({ engine });
    await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
    const first = await kplusCharge(gateway);
    gateway.pass(minutes(1));
    const second = await kplusCharge(gateway);
    const { json: card } = await cardCharge(gateway, { capture: "false" });
    const before = shop.received.length;

    const { json } = await move(gateway, { advance: "8d" });
    expect(json.played.failed).toBe(0);
    const told = json.played.events.map(({ key, object, at }: Record<string, string>) => [key, object, at]);
    expect(told).toEqual([
      ...[first, second].flatMap(({ json: { id, expires_at } }) => [
        ["charge.expire", id, expires_at],
        ["charge.complete", id, expires_at],
      ]),
      ["charge.reverse", card.id, wireTime(at(card.created_at) + days(7))],
    ]);
    const heard = shop.received.slice(before).map(({ json: event }) => [event.key, event.data.id, event.created_at]);
    expect(heard.slice(-told.length).sort()).toEqual(told.sort());
    const { json: after } = await gateway.call("GET", `/charges/${first.json.id}`);
    expect(after).toMatchObject({ status: "expired", expired_at: first.json.expires_at });
    expect(at(json.now)).toBe(Math.floor((gateway.now() + days(8)) / 1_000) * 1_000);
  },
);

test("receivers check signatures by their own clock, so a signature has the server's time", async () => {
  const shop = await aReceiver();
  const gateway = await aGateway();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
  await kplusCharge(gateway);
  await move(gateway, { advance: "30d" });
  for (const { headers } of shop.received)
    expect(headers["omise-signature-timestamp"]).toBe(String(Math.floor(gateway.now() / 1_000)));
});

test("an endpoint that takes nothing is tried by the whole schedule on the way, and given up", async () => {
  const shop = await aReceiver();
  shop.answerWith(500);
  const gateway = await aGateway({ environment: { CHAMRA_WEBHOOK_RETRIES: "1m,1h until 3h" } });
  await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
  const { json: charge } = await cardCharge(gateway);
  const { json } = await move(gateway, { advance: "1d" });
  const { json: events } = await gateway.call("GET", "/events");
  const made = at(charge.created_at);
  for (const { webhook_deliveries: tries } of events.data)
    expect(tries.map((each: Record<string, string>) => at(each.created_at ?? "") - made)).toEqual([
      0,
      minutes(1),
      minutes(1) + hours(1),
      minutes(1) + hours(2),
      hours(3),
    ]);
  expect(json.played.webhooks.failed).toBe(json.played.jobs.delivery);
});

test("a year of a monthly schedule is played in one move, each charge on its day", async () => {
  const gateway = await aGateway();
  const customer = await aCustomer(gateway);
  const { json: schedule } = await aSchedule(gateway, {
    every: 1,
    period: "month",
    "on[days_of_month]": [28],
    start_date: "2026-01-20",
    end_date: "2027-01-20",
    charge: { customer: customer.id, amount: 50000 },
  });
  const { json } = await move(gateway, { to: "2027-01-20T00:00:00Z" });
  expect(json.now).toBe("2027-01-20T00:00:00Z");
  const { json: made } = await gateway.call("GET", `/schedules/${schedule.id}/occurrences?limit=100`);
  const months = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];
  expect(made.data.map((each: Record<string, unknown>) => [each.scheduled_on, each.status])).toEqual(
    months.map((month) => [`2026-${month}-28`, "successful"]),
  );
  const { json: charges } = await gateway.call("GET", "/charges?limit=100");
  expect(charges.data.map((charge: Record<string, string>) => charge.created_at?.slice(0, 10))).toEqual(
    months.map((month) => `2026-${month}-28`),
  );
});

test("a frozen clock stands, nothing falls due by it, and others are not held up; thawed it goes on from there", async () => {
  const gateway = await aGateway();
  const other = await anotherAccount(gateway);
  const { json: charge } = await kplusCharge(gateway);
  const theirs = await gateway.call("POST", "/charges", {
    key: other.secretKey,
    body: { amount: 2000, currency: "THB", source: { type: "promptpay" } },
  });
  const { json: frozen } = await move(gateway, { frozen: "true" });
  await gateway.advance(days(2));
  expect(await clockOf(gateway)).toMatchObject({ now: frozen.now, frozen: true });
  expect((await gateway.call("GET", `/charges/${charge.id}`)).json.status).toBe("pending");
  const { json: overdue } = await gateway.call("GET", `/charges/${theirs.json.id}`, { key: other.secretKey });
  expect(overdue.status).toBe("expired");

  const { json: thawed } = await move(gateway, { frozen: "false" });
  expect(thawed).toMatchObject({ now: frozen.now, ahead: -172_800, frozen: false });
  await gateway.advance(minutes(10));
  const { json: expired } = await gateway.call("GET", `/charges/${charge.id}`);
  expect(expired).toMatchObject({ status: "expired", expired_at: charge.expires_at });
});

test("a shop that asks back on the way never sees time run backwards", async () => {
  const shop = await aReceiver();
  const gateway = await aGateway();
  const seen: [event: string, asked: string][] = [];
  shop.answerAfter(async ({ json: event }) => {
    seen.push([event.created_at, (await clockOf(gateway)).now]);
  });
  await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
  await kplusCharge(gateway);
  await cardCharge(gateway, { capture: "false" });
  await move(gateway, { advance: "10d" });
  expect(seen.length).toBeGreaterThan(3);
  for (const [event, asked] of seen) expect(at(asked)).toBeGreaterThanOrEqual(at(event));
});

test.for([
  [{ to: "2026-01-14T00:00:00Z" }, "time never runs backwards: it is 2026-01-15T03:00:00Z"],
  [{ to: "2036-05-01T00:00:00Z" }, "a clock cannot be more than 3660 days ahead"],
  [{ advance: "1d", to: "2026-02-01" }, "advance and to cannot be given together"],
  [{ advance: "soon" }, "advance must be a span of time such as 90s, 10m, 2h or 31d, at most 365d"],
  [{ advance: "0d" }, "advance must be a span of time such as 90s, 10m, 2h or 31d, at most 365d"],
] as const)("a move that cannot be made is refused, and the clock stays: %j", async ([body, message]) => {
  const gateway = await aGateway();
  const { status, json } = await move(gateway, body);
  expect([status, json.code, json.message]).toEqual([400, "bad_request", message]);
  expect((await clockOf(gateway)).ahead).toBe(0);
});

test("an account of live mode has no clock", async () => {
  const gateway = await aGateway();
  for (const method of ["GET", "POST"]) {
    const { status, json } = await gateway.call(method, "/test/clock", { key: gateway.liveSecretKey });
    expect([status, json.message]).toEqual([400, "a clock is for test accounts only: use a secret test key"]);
  }
});

test("of two gateways on one database one moves the clock, and the other follows", async () => {
  const { url: databaseUrl, drop } = await freshDatabase({ migrated: true });
  onTestFinished(drop);
  const one = await aGateway({ databaseUrl });
  const other = await aGateway({ databaseUrl });
  const both = await Promise.all([one, other].map((gateway) => move(gateway, { advance: "1d" })));
  const moved = both.filter(({ status }) => status === 200).length;
  expect(both.map(({ json }) => json.code).filter(Boolean)).toEqual(moved === 1 ? ["clock_moving"] : []);
  for (const gateway of [one, other]) {
    await gateway.clockwork.runDue();
    expect((await clockOf(gateway)).ahead).toBe(86_400 * moved);
    const { json: charge } = await kplusCharge(gateway);
    expect(at(charge.created_at)).toBeGreaterThanOrEqual(gateway.now() - 1_000 + days(moved));
  }
});

test("a move that its process left is ended by another, and nobody else may move the clock meanwhile", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const [account] = await gateway.gateway.store.account.all();
  if (!account) throw new Error("no account");
  const now = gateway.now();
  const left = { id: account.id, version: 1, account: account.id, ahead: 0, frozen: false, changedAt: now };
  await gateway.gateway.store.save({
    insert: { clocks: [{ ...left, standsAt: now, movesTo: now + days(1), heldUntil: now + minutes(2) }] },
  });
  const { status, json } = await move(gateway, { advance: "1h" });
  expect([status, json.code]).toEqual([409, "clock_moving"]);
  await gateway.advance(minutes(11));
  expect((await gateway.call("GET", `/charges/${charge.id}`)).json.expired_at).toBe(charge.expires_at);
  await expect.poll(async () => (await clockOf(gateway)).moving_to).toBeNull();
  expect(at((await clockOf(gateway)).now)).toBe(Math.floor((now + days(1)) / 1_000) * 1_000);
});

test("what falls due on the way of a clock is left to the process that moves it", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const [account] = await gateway.gateway.store.account.all();
  if (!account) throw new Error("no account");
  const now = gateway.now();
  const moved = { id: account.id, version: 1, account: account.id, ahead: 0, frozen: false, changedAt: now };
  await gateway.gateway.store.save({
    insert: { clocks: [{ ...moved, standsAt: now + hours(1), movesTo: now + days(1), heldUntil: now + minutes(2) }] },
  });
  await gateway.advance(minutes(1));
  expect((await gateway.call("GET", `/charges/${charge.id}`)).json.status).toBe("pending");
});

/** Lets a request at a time through, many times: more than a move needs to play a day. */
async function aWhile(gateway: TestGateway): Promise<void> {
  for (let count = 0; count < 50; count += 1) await clockOf(gateway);
}

test.for(["resend", "webhook_early"] as const)(
  "what a request is sending is answered before the clock moves on: no delivery is sent by two at once (%s)",
  async (way) => {
    const shop = await aReceiver();
    const gateway = await aGateway();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
    if (way === "webhook_early") await gateway.call("POST", "/test/rules", { body: { fault: "webhook_early" } });
    else await kplusCharge(gateway);
    await gateway.clockwork.runDue();
    const before = shop.received.length;
    const held = Promise.withResolvers<void>();
    shop.answerAfter(() => (shop.received.length === before + 1 ? held.promise : Promise.resolve()));
    const sending = way === "resend" ? resendCreation(gateway) : kplusCharge(gateway);
    await shop.arrived(before + 1);
    const moved = move(gateway, { advance: "5m" });
    await aWhile(gateway);
    const { now, moving_to } = await clockOf(gateway);
    expect([now, moving_to]).toEqual([wireTime(gateway.now()), wireTime(gateway.now() + minutes(5))]);
    expect(shop.received.length).toBe(before + 1);
    held.resolve();
    await sending;
    expect((await moved).json.played).toMatchObject({ failed: 0, webhooks: { delivered: 0, failed: 0 } });
    expect(shop.received.length).toBe(before + 1);
  },
);

test("what a request begins to send on the way of a clock is answered before the clock moves on", async () => {
  const shop = await aReceiver();
  const gateway = await aGateway();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
  await kplusCharge(gateway);
  await gateway.clockwork.runDue();
  const tries = (key: string) => shop.received.filter(({ json: event }) => event.key === key).length;
  const begun = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  let sending: Promise<unknown> = Promise.resolve();
  shop.answerAfter(async ({ json: event }) => {
    if (event.key === "charge.create") {
      begun.resolve();
      if (tries("charge.create") === 2) await held.promise;
    } else if (event.key === "charge.expire") {
      sending = resendCreation(gateway);
      await begun.promise;
    }
  });
  const moved = move(gateway, { advance: "1h" });
  await begun.promise;
  await aWhile(gateway);
  expect(tries("charge.create")).toBe(2);
  held.resolve();
  await sending;
  expect((await moved).json).toMatchObject({ moving_to: null, played: { failed: 0 } });
  expect(tries("charge.create")).toBe(2);
});

test("a clock that is moved past a webhook which another process is sending does not send it once more", async () => {
  const { url: databaseUrl, drop } = await freshDatabase({ migrated: true });
  onTestFinished(drop);
  const [sender, mover] = [await aGateway({ databaseUrl }), await aGateway({ databaseUrl })];
  const shop = await aReceiver();
  await sender.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
  const held = Promise.withResolvers<void>();
  shop.answerAfter(() => (shop.received.length === 1 ? held.promise : Promise.resolve()));
  await kplusCharge(sender);
  await shop.arrived(1);
  const { json } = await move(mover, { advance: "1d" });
  expect(json.played).toMatchObject({ failed: 0, webhooks: { delivered: 2, failed: 0 } }); // of the charge that expired
  await mover.clockwork.runDue();
  held.resolve();
  await sender.clockwork.runDue();
  const keys = shop.received.map(({ json: event }) => event.key);
  expect(keys.sort()).toEqual(["charge.complete", "charge.create", "charge.expire"]);
});

test("what a process was sending when it died is sent by another half a minute later, though the account's clock stands still", async () => {
  const shop = await aReceiver();
  const gateway = await aGateway();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: shop.url } });
  await move(gateway, { frozen: "true" });
  await kplusCharge(gateway);
  await gateway.clockwork.runDue();
  const { store, clock } = gateway.gateway;
  const event = shop.received[0]?.json.id;
  const account = (await store.account.all()).find(({ livemode }) => !livemode);
  if (!account) throw new Error("there is no test account");
  const left = { state: "due", dueAt: clock.of(account.id), leasedUntil: gateway.now() + seconds(30) } as const;
  const [delivery] = await store.delivery.ofEvent(account.id, event);
  if (!delivery) throw new Error("there is no delivery");
  await store.save({ update: { deliveries: [revise(delivery, left)] } });
  await gateway.advance(seconds(29));
  expect(shop.received).toHaveLength(1);
  await gateway.advance(seconds(1));
  expect(shop.received.map(({ json }) => json.id)).toEqual([event, event]);
});

test("a token whose card is being checked while the clock moves is there afterwards, and its check is voided", async () => {
  const gateway = await aGateway();
  const { card: acquirer } = banksOf(gateway.gateway);
  const { authorize, reverse } = acquirer;
  const asked: string[] = [];
  acquirer.authorize = async (...request) => {
    await move(gateway, { advance: "2m" }); // past the time at which the clock voids a check of which nothing was heard
    asked.push("authorize");
    return authorize(...request);
  };
  acquirer.reverse = async (...request) => {
    asked.push("reverse");
    return reverse(...request);
  };
  const id = await aToken(gateway, "4999000100030100");
  const { json: token } = await gateway.call("GET", `/tokens/${id}`, { key: gateway.publicKey });
  expect(token).toMatchObject({ id, used: false });
  expect(asked).toEqual(["reverse", "authorize", "reverse"]);
  const { vault, account } = gateway.gateway.store;
  const [{ id: owner } = { id: "account_" as const }] = await account.all();
  expect(await vault.checkOfCard(owner, token.card.id)).toMatchObject({
    state: "voided",
    answer: "approved",
    dueAt: null,
  });
});

async function resendCreation(gateway: TestGateway): Promise<unknown> {
  const { json: events } = await gateway.call("GET", "/events");
  const event = events.data.find((each: { key: string }) => each.key === "charge.create");
  const account = (await gateway.gateway.store.account.all()).find(({ livemode }) => !livemode);
  if (!account) throw new Error("there is no test account");
  return gateway.gateway.webhooks.resend(account.id, event.id);
}
