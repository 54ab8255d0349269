import { createHmac } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { days, hours, minutes, seconds } from "../../src/domain/base/time.ts";
import { kplusCharge } from "../kit/builders.ts";
import { start, startSecond } from "../kit/clock.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway, type GatewayOptions, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aReceiver, type Received } from "../kit/receiver.ts";
import { aFolder, type Engine, engines } from "../storage/engine.ts";

const secret = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";

describe.each(engines)("on %s", (engine) => {
  test("an event arrives as JSON, signed with the account's secret for the moment it is sent", async () => {
    const receiver = await aReceiver();
    const gateway = await told(engine, receiver.url);
    await kplusCharge(gateway);
    const [event] = await receiver.arrived(1);
    expect(event?.json).toMatchObject({ object: "event", key: "charge.create", webhook_deliveries: [] });
    expect(event?.headers).toMatchObject({
      "content-type": "application/json",
      "omise-signature-timestamp": String(startSecond),
      "omise-signature": signatureOf(event as Received),
    });
  });

  test("a try that is under way when its account is emptied leaves no trace, and no error", async () => {
    const receiver = await aReceiver();
    const gateway = await told(engine, receiver.url);
    await kplusCharge(gateway);
    await gateway.advance(0);
    const { id } = await firstAccount(gateway.gateway.store);
    const event = (await receiver.arrived(1))[0]?.json.id;
    receiver.answerAfter(() => gateway.call("POST", "/test/reset"));
    expect(await gateway.gateway.webhooks.resend(id, event)).toMatchObject([{ status: 200 }]);
    expect((await gateway.call("GET", "/events")).json.total).toBe(0);
  });

  test("every try sends the same bytes, which the event then shows as its payload, signed anew", async () => {
    const receiver = await aReceiver();
    receiver.answerWith(500);
    const gateway = await told(engine, receiver.url);
    await kplusCharge(gateway, { description: "ชำระค่าสินค้า" });
    await gateway.advance(0);
    await gateway.advance(minutes(1));
    receiver.answerWith(200);
    await gateway.advance(minutes(5));

    const tries = receiver.received;
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map(({ text }) => text)).size).toBe(1);
    expect(tries.map(({ headers }) => Number(headers["omise-signature-timestamp"]) - startSecond)).toEqual([
      0, 60, 360,
    ]);
    for (const each of tries) expect(each.headers["omise-signature"]).toBe(signatureOf(each));
    const event = await gateway.call("GET", `/events/${tries[0]?.json.id}`);
    expect(event.json.webhook_deliveries).toMatchObject([
      { object: "webhook_delivery", uri: receiver.url, key: "charge.create", status: 500, error: null },
      { status: 500 },
      { status: 200 },
    ]);
    for (const { payload } of event.json.webhook_deliveries) expect(payload).toBe(tries[0]?.text);
  });

  test("the receiver of an event can read it at once", async () => {
    const gateway = await aGateway({ engine });
    const asked = Promise.withResolvers<unknown>();
    const url = await anEndpoint(async (body, response) => {
      const read = await gateway.call("GET", `/events/${JSON.parse(body).id}`);
      asked.resolve([read.status, read.json.data, JSON.parse(body).data]);
      response.end();
    });
    await gateway.call("PATCH", "/account", { body: { webhook_uri: url } });
    await kplusCharge(gateway);
    const [status, data, sent] = (await asked.promise) as unknown[];
    expect(status).toBe(200);
    expect(data).toEqual(sent);
  });

  test("a charge's own endpoints hear instead of the account's, and CHAMRA_WEBHOOK_URL beside either", async () => {
    const [account, one, other, operator] = [
      await aReceiver(),
      await aReceiver(),
      await aReceiver(),
      await aReceiver(),
    ];
    const gateway = await told(engine, account.url, { CHAMRA_WEBHOOK_URL: operator.url });
    const plain = await kplusCharge(gateway);
    const own = await kplusCharge(gateway, { webhook_endpoints: [one.url, other.url] });
    await gateway.advance(0);
    const heard = [account, one, other, operator].map(({ received }) =>
      received.map(({ json }) => json.data.id).sort(),
    );
    expect(heard).toEqual([[plain.json.id], [own.json.id], [own.json.id], [plain.json.id, own.json.id].sort()]);
  });

  test.each([200, 201, 204, 299])("a %d is success, and nothing is sent again", async (status) => {
    const receiver = await aReceiver();
    receiver.answerWith(status);
    const gateway = await told(engine, receiver.url);
    await kplusCharge(gateway);
    await gateway.advance(0);
    await gateway.advance(days(8));
    expect(createdEvents(receiver.received)).toHaveLength(1);
  });

  test.each([301, 302, 307, 400, 404, 410, 500, 503])(
    "a %d is no success: nobody goes elsewhere, and it is sent again",
    async (status) => {
      const receiver = await aReceiver();
      receiver.answerWith(status);
      const gateway = await told(engine, receiver.url);
      await kplusCharge(gateway);
      await gateway.advance(0);
      await gateway.advance(minutes(1));
      expect(receiver.received.map(({ path }) => path)).toEqual(["/webhooks", "/webhooks"]);
    },
  );

  test("an event that nobody takes is tried by the schedule for seven days, each try on record, and then given up", async () => {
    const receiver = await aReceiver();
    receiver.answerWith(503);
    const gateway = await told(engine, receiver.url);
    const { json } = await kplusCharge(gateway);
    await gateway.advance(0);
    for (let waited = 0; waited < days(10); waited += minutes(30))
      await gateway.advance(minutes(waited < hours(1) ? 1 : 30));

    const [created] = (await gateway.call("GET", `/charges/${json.id}/events`)).json.data;
    const waits = created.webhook_deliveries.map(
      ({ created_at }: { created_at: string }) => Date.parse(created_at) - startSecond * 1_000,
    );
    const scheduled = [
      0,
      minutes(1),
      minutes(5),
      minutes(15),
      hours(1),
      hours(3),
      hours(6),
      hours(12),
      hours(24),
      hours(48),
      hours(48),
    ];
    let before = 0;
    for (const [index, wait] of scheduled.entries()) {
      expect(waits[index] - before, `before try ${index + 1}`).toBeGreaterThanOrEqual(wait);
      expect(waits[index] - before, `before try ${index + 1}`).toBeLessThan(wait + minutes(31));
      before = waits[index];
    }
    expect(waits).toHaveLength(scheduled.length + 1);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(days(7));
    expect(waits.at(-1)).toBeLessThan(days(7) + minutes(31));
    const { store } = gateway.gateway;
    expect(await store.delivery.ofEvent((await firstAccount(store)).id, created.id)).toMatchObject([
      { state: "given_up", attempts: 12, dueAt: null },
    ]);
  });

  test("an event that was not taken before a restart is delivered after it", async () => {
    const receiver = await aReceiver();
    receiver.answerWith(500);
    const place = await aPlaceToRestart(engine);
    const before = await aGateway(place);
    await before.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    await kplusCharge(before);
    await before.advance(0);
    await before.close();
    receiver.answerWith(200);
    const after = await aGateway(place);
    await after.advance(minutes(1));
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]?.text).toBe(receiver.received[0]?.text);
  });

  test("an endpoint that hangs holds up neither requests nor other endpoints, however much waits for it", async () => {
    const healthy = await aReceiver();
    const hanging = await aHangingEndpoint();
    const gateway = await told(engine, hanging.url);
    const charged = await Promise.all(Array.from({ length: 60 }, () => kplusCharge(gateway)));
    expect(charged.every(({ status }) => status === 200)).toBe(true);
    await kplusCharge(gateway, { webhook_endpoints: [healthy.url] });
    await healthy.arrived(1); // while the other hangs until its release below
    expect(hanging.count(), "of what waits for it, an endpoint gets a few at a time").toBeLessThan(16);
    hanging.release();
    await gateway.advance(0);
    expect(hanging.count()).toBe(60);
  });

  test("a burst reaches its endpoint whole, each event once", async () => {
    const receiver = await aReceiver();
    const gateway = await told(engine, receiver.url);
    await Promise.all(Array.from({ length: 200 }, () => kplusCharge(gateway)));
    await gateway.advance(0);
    expect(receiver.received).toHaveLength(200);
    expect(new Set(receiver.received.map(({ json }) => json.id)).size).toBe(200);
  });

  test("live mode refuses endpoints that are not public https, for the account and for a charge", async () => {
    const gateway = await aGateway({ engine });
    const key = gateway.liveSecretKey;
    for (const uri of [
      "http://shop.example/hooks",
      "https://localhost/hooks",
      "https://10.0.0.1/hooks",
      "https://[::1]/hooks",
    ]) {
      const patched = await gateway.call("PATCH", "/account", { key, body: { webhook_uri: uri } });
      expect([patched.status, patched.json.code, patched.json.message]).toEqual([
        400,
        "bad_request",
        expect.stringMatching(/^webhook_uri must be /),
      ]);
      const body = {
        amount: 150000,
        currency: "THB",
        source: { type: "mobile_banking_kbank" },
        return_uri: "https://shop.example/",
        webhook_endpoints: [uri],
      };
      const charged = await gateway.call("POST", "/charges", { key, body });
      expect([charged.status, charged.json.message]).toEqual([
        400,
        expect.stringMatching(/^webhook_endpoints must be /),
      ]);
    }
    const good = await gateway.call("PATCH", "/account", { key, body: { webhook_uri: "https://shop.example/hooks" } });
    expect(good.json).toMatchObject({ livemode: true, webhook_uri: "https://shop.example/hooks" });
  });

  test("a live event whose endpoint leads into our own network is not sent, and the attempt says so", async () => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine, meddles: true });
    const { store } = gateway.gateway;
    const live = await firstAccount(store, "live");
    const charge = (await kplusCharge(gateway)).json.id;
    const event = {
      id: "evnt_5xuy4w91xqz7d1w9u0t",
      account: live.id,
      livemode: true,
      key: "charge.create" as const,
      object: "charge" as const,
      objectId: charge,
      charge,
      data: "{}",
      apiVersion: "2019-05-29",
      createdAt: start,
    };
    const uri = receiver.url.replace("http:", "https:").replace("localhost", "127.0.0.1");
    const delivery = {
      id: "whdl_5xuy4w91xqz7d1w9u0t",
      version: 1,
      account: event.account,
      livemode: true,
      event: event.id,
      uri,
      host: new URL(uri).host,
      state: "due" as const,
      rule: null,
      attempts: 0,
      dueAt: start,
      leasedUntil: null,
      createdAt: start,
    };
    await store.save({ insert: { events: [event], deliveries: [delivery] } });
    await gateway.advance(0);
    expect(await store.event.attempts(live.id, [event.id])).toMatchObject([
      { status: null, error: expect.stringMatching(/^not sent: /) },
    ]);
    expect(receiver.received).toEqual([]);
  });
});

test("two gateways on one PostgreSQL send each event once", async () => {
  const receiver = await aReceiver();
  const place = await aPlaceToRestart("postgres");
  const [one, other] = [await aGateway(place), await aGateway(place)];
  await one.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  await one.call("GET", "/account");
  await Promise.all(Array.from({ length: 100 }, () => kplusCharge(one)));
  await Promise.all([one.advance(0), other.advance(0), one.advance(0), other.advance(0)]);
  expect(receiver.received).toHaveLength(100);
  expect(new Set(receiver.received.map(({ json }) => json.id)).size).toBe(100);
});

test("a try that outlasts its lease is taken over by another process, and both tries are on record", async () => {
  const hanging = await aHangingEndpoint();
  const place = await aPlaceToRestart("postgres");
  const [slow, other] = [await aGateway(place), await aGateway(place)];
  const { json } = await kplusCharge(slow, { webhook_endpoints: [hanging.url] });
  await hanging.arrived(1);
  const takenOver = other.advance(seconds(31));
  await hanging.arrived(2);
  hanging.release();
  await Promise.all([takenOver, slow.advance(0)]);
  const [created] = (await other.call("GET", `/charges/${json.id}/events`)).json.data;
  expect(created.webhook_deliveries.map(({ status }: { status: number }) => status)).toEqual([200, 200]);
  const { store } = slow.gateway;
  expect(await store.delivery.ofEvent((await firstAccount(store)).id, created.id)).toMatchObject([
    { state: "delivered", attempts: 1 },
  ]);
});

test("closing a gateway waits for the event that is on its way", async () => {
  const hanging = await aHangingEndpoint();
  const place = await aPlaceToRestart("postgres");
  const gateway = await aGateway(place);
  const { json } = await kplusCharge(gateway, { webhook_endpoints: [hanging.url] });
  await hanging.arrived(1);
  const closed = gateway.close();
  hanging.release();
  await closed;
  const after = await aGateway(place);
  const [created] = (await after.call("GET", `/charges/${json.id}/events`)).json.data;
  expect(created.webhook_deliveries).toMatchObject([{ status: 200 }]);
});

/** A gateway whose test account has its webhook endpoint at `url`. */
async function told(engine: Engine, url: string, environment: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await aGateway({ engine, environment });
  await gateway.call("PATCH", "/account", { body: { webhook_uri: url } });
  return gateway;
}

/** Settings to start a gateway twice on the same data. */
async function aPlaceToRestart(engine: Engine): Promise<GatewayOptions> {
  if (engine === "sqlite") return { environment: { CHAMRA_DATA: aFolder() } };
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return { databaseUrl: database.url };
}

/** The signature as a receiver computes it, from the documentation alone. */
function signatureOf({ headers, text }: Received): string {
  const key = Buffer.from(secret, "base64");
  return createHmac("sha256", key).update(`${headers["omise-signature-timestamp"]}.${text}`).digest("hex");
}

function createdEvents(received: readonly Received[]): readonly Received[] {
  return received.filter(({ json }) => json.key === "charge.create");
}

async function anEndpoint(answer: (body: string, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(Buffer.concat(chunks).toString(), response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/hooks`;
}

/** An endpoint that accepts requests and does not answer until released. */
async function aHangingEndpoint() {
  const open: ServerResponse[] = [];
  let released = false;
  let count = 0;
  const url = await anEndpoint((_, response) => {
    count += 1;
    if (released) response.end();
    else open.push(response);
  });
  return {
    url,
    count: () => count,
    arrived: (expected: number) => expect.poll(() => count, { timeout: 5_000 }).toBe(expected),
    release: () => {
      released = true;
      for (const response of open) response.end();
    },
  };
}
