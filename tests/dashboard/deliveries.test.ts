import { expect, test } from "vitest";
import { minutes, seconds } from "../../src/domain/base/time.ts";
import { kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

test.each(engines)(
  "deliveries are listed by state, newest first, page after page, with how their last try went (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_RETRIES: "30m until 7d" } });
    const receiver = await aReceiver();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    const charges: string[] = [];
    for (const status of [200, 500, 200, 500, 200]) {
      receiver.answerWith(status);
      charges.unshift((await kplusCharge(gateway)).json.id);
      await gateway.advance(0);
      await gateway.advance(seconds(1));
    }
    const seat = await signedIn(gateway, "viewer");
    const seen: { charge: string; key: string; state: string; attempts: number; last_try: { status: number } }[] = [];
    let next: string | null = "";
    while (next !== null) {
      const { json }: { json: { data: typeof seen; next: string | null } } = await seat.test.get(
        `/deliveries?limit=2${next && `&before=${next}`}`,
      );
      seen.push(...json.data);
      next = json.next;
    }
    expect(seen.map(({ charge }) => charge)).toEqual(charges);
    expect(seen.map(({ state, attempts, last_try }) => [state, attempts, last_try.status])).toEqual([
      ["delivered", 1, 200],
      ["due", 1, 500],
      ["delivered", 1, 200],
      ["due", 1, 500],
      ["delivered", 1, 200],
    ]);
    expect((await seat.test.get("/deliveries?state=due")).json.data).toHaveLength(2);
    expect((await seat.live.get("/deliveries")).json.data).toEqual([]);
  },
);

test("an event that failed is sent again at once, and its way shows every try and the bytes that went out", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_WEBHOOK_RETRIES: "30m until 7d" } });
  const receiver = await aReceiver();
  receiver.answerWith(410);
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  await kplusCharge(gateway);
  await gateway.advance(0);
  const [developer, viewer] = [await signedIn(gateway, "developer"), await signedIn(gateway, "viewer")];
  const [delivery] = (await developer.live.get("/deliveries")).json.data;
  expect(delivery).toBeUndefined();
  const event = (await developer.test.get("/deliveries")).json.data[0].event;
  expect((await developer.test.get(`/events/${event}/deliveries`)).json.deliveries).toMatchObject([
    {
      uri: receiver.url,
      state: "due",
      attempts: 1,
      due_at: "2026-01-15T03:30:00Z",
      tries: [{ status: 410, error: null }],
    },
  ]);

  receiver.answerWith(200);
  await gateway.advance(minutes(1));
  expect((await viewer.test.post(`/events/${event}/resend`)).status).toBe(403);
  expect((await developer.live.post(`/events/${event}/resend`)).status).toBe(404);
  const { json } = await developer.test.post(`/events/${event}/resend`);
  expect(json.deliveries).toMatchObject([
    { state: "delivered", attempts: 2, due_at: null, tries: [{ status: 410 }, { status: 200 }] },
  ]);
  expect(receiver.received.map(({ text }) => text)).toEqual([json.payload, json.payload]);

  const owner = await signedIn(gateway, "owner");
  const { json: audit } = await owner.team.get("/audit");
  expect(audit.data[0]).toMatchObject({
    act: "POST /events/:id/resend",
    object_id: event,
    member: { id: developer.member.id },
  });
});

test.each(engines)(
  "an endpoint's refusal is shown beside the attempt, without secrets, and the merchants' API is unchanged (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_RETRIES: "30m until 7d" } });
    const receiver = await aReceiver();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    receiver.answerWith(500, "no order for card 4242-4242-4242-4242");
    await kplusCharge(gateway);
    await gateway.advance(0);
    receiver.answerWith(502, Buffer.from([0x00, 0xff, 0x61, 0x00, 0xed, 0xa0, 0x80]));
    await gateway.advance(minutes(35));
    receiver.answerWith(200, "thanks");
    await gateway.advance(minutes(35));

    const seat = await signedIn(gateway, "developer");
    const { data } = (await seat.test.get("/deliveries")).json;
    const { id, event } = data.at(-1);
    const { deliveries } = (await seat.test.get(`/events/${event}/deliveries`)).json;
    const [first, second, third] = deliveries.find((way: { id: string }) => way.id === id).tries;
    expect([first.status, first.answer]).toEqual([500, "no order for card ••••"]);
    expect([second.status, second.answer]).toEqual([502, expect.stringMatching(/^\uFFFDa\uFFFD+$/)]);
    expect([third.status, third.answer]).toEqual([200, null]);
    expect(data.at(-1).last_try).toEqual(third);

    const { webhook_deliveries } = (await gateway.call("GET", `/events/${event}`)).json;
    for (const told of webhook_deliveries) {
      expect(Object.keys(told).toSorted()).toEqual([
        "created_at",
        "error",
        "id",
        "key",
        "object",
        "payload",
        "status",
        "uri",
      ]);
    }
  },
);

test.each(engines)(
  "one request sends all abandoned deliveries again, each once, and none of another account (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_RETRIES: "1m until 1m" } });
    const receiver = await aReceiver();
    receiver.answerWith(500);
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    for (const _ of [1, 2, 3]) await kplusCharge(gateway);
    await gateway.advance(minutes(2));
    const seat = await signedIn(gateway, "developer");
    const states = async () =>
      (await seat.test.get("/deliveries")).json.data.map(({ state }: { state: string }) => state);
    expect(await states()).toEqual(["given_up", "given_up", "given_up"]);
    expect((await seat.live.post("/deliveries/resend")).json).toEqual({ object: "resent", resent: 0, more: false });

    receiver.answerWith(200);
    const before = receiver.received.length;
    expect((await seat.test.post("/deliveries/resend")).json).toEqual({ object: "resent", resent: 3, more: false });
    await gateway.advance(0);
    expect(receiver.received.length - before).toBe(3);
    expect(await states()).toEqual(["delivered", "delivered", "delivered"]);
    expect((await seat.test.post("/deliveries/resend")).json.resent).toBe(0);
  },
);
