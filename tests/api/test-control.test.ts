import { expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { approveMethod, requestMethod } from "../../src/domain/merchant/enablement.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { chargeableMethods } from "../kit/methods.ts";

test("for each method the example makes a charge, and its payer can be played to each outcome that it names", async () => {
  const gateway = await aGateway();
  for (const { type, journey } of chargeableMethods) {
    const { json: example } = await gateway.call("GET", `/test/methods/${type}`);
    expect(example, type).toMatchObject({ object: "method_example", type });
    const outcomes = journey.kind === "direct" ? ["successful"] : ["successful", example.outcomes.at(-1)];
    for (const outcome of outcomes) {
      const token = example.card && (await gateway.call("POST", "/tokens", { body: { card }, key: gateway.publicKey }));
      const { json: charge } = await gateway.call("POST", "/charges", {
        body: {
          amount: example.amount,
          currency: example.currency,
          return_uri: "https://shop.example/back",
          ...(example.source && { source: example.source }),
          ...(token && { card: token.json.id }),
        },
      });
      expect(charge.object, `${type}: ${charge.message}`).toBe("charge");
      if (charge.status !== "pending") continue;
      const { json: paid } = await gateway.call("POST", `/test/charges/${charge.id}/pay`, { body: { outcome } });
      const end = outcome === "successful" ? ["successful", null] : ["failed", outcome];
      expect([paid.status, paid.failure_code], `${type} ${outcome}`).toEqual(end);
    }
  }
});

const card = {
  name: "Somchai Prasert",
  number: "4242424242424242",
  expiration_month: 12,
  expiration_year: 2030,
  security_code: "123",
};

test("a payer is played once, only to an outcome of the method, and never in live mode", async () => {
  const gateway = await aGateway({ live: true });
  const { json: charge } = await kplusCharge(gateway);
  const pay = (id: string, body: Record<string, unknown> = {}, key = gateway.secretKey) =>
    gateway.call("POST", `/test/charges/${id}/pay`, { body, key });
  expect((await pay(charge.id, { outcome: "stolen_or_lost_card" })).json).toMatchObject({
    code: "bad_request",
    message: expect.stringMatching(/^outcome must be successful, .* or /),
  });
  expect((await pay(charge.id)).json).toMatchObject({ id: charge.id, status: "successful", paid: true });
  expect((await pay(charge.id)).json.code).toBe("invalid_charge");
  const { store, methods } = gateway.gateway;
  const [, account] = await store.account.all();
  if (!account) throw new Error("there is no live account");
  const promptpay = methods.of("promptpay");
  const asked = requestMethod(account, promptpay, promptpay.terms.version, gateway.now());
  await store.save({
    update: { accounts: [revise(account, { methods: approveMethod(asked, promptpay, gateway.now()).methods })] },
  });
  const body = { amount: 150_000, currency: "THB", source: { type: "promptpay" } };
  const { json: live } = await gateway.call("POST", "/charges", { body, key: gateway.liveSecretKey });
  expect(live).toMatchObject({ livemode: true, status: "pending" });
  expect((await pay(live.id, {}, gateway.liveSecretKey)).json.code).toBe("invalid_charge");
  for (const [method, path] of [
    ["GET", "/test/methods/card"],
    ["POST", "/test/tools"],
    ["GET", "/test/requests"],
    ["GET", `/test/charges/${live.id}/timeline`],
  ] as const)
    expect((await gateway.call(method, path, { key: gateway.liveSecretKey })).json.code, path).toBe("bad_request");
});

test("the timeline of a charge has its request, the bank's answers, its states, its entries and its events in order", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const { json } = await gateway.call("GET", `/test/charges/${charge.id}/timeline`);
  expect([json.object, json.charge]).toEqual(["timeline", charge.id]);
  const titles = json.data.map((item: { title_key: string }) => item.title_key);
  expect(titles[0]).toBe("request");
  for (const title of ["bank.authorize", "state.paid", "entry.charge.captured.net", "event"])
    expect(titles, title).toContain(title);
});

test("requests are listed page by page, newest first", async () => {
  const gateway = await aGateway();
  for (let at = 0; at < 3; at += 1) {
    await kplusCharge(gateway);
    await gateway.advance(1_000);
  }
  const { json: first } = await gateway.call("GET", "/test/requests?limit=2");
  const { json: rest } = await gateway.call("GET", `/test/requests?limit=2&before=${encodeURIComponent(first.next)}`);
  const ids = [...first.data, ...rest.data].map((request: { id: string }) => request.id);
  expect([first.data.length, rest.data.length, new Set(ids).size]).toEqual([2, 1, 3]);
});

test("below /test a program with a key is told that there is nothing, and a person's browser is led to the dashboard", async () => {
  const gateway = await aGateway();
  const { status, json } = await gateway.call("GET", "/test/charges");
  expect([status, json.code, json.message]).toEqual([
    404,
    "service_not_found",
    "the service GET /test/charges was not found",
  ]);
  const browser = { key: null, headers: { accept: "text/html" } };
  const led = await gateway.call("GET", "/test/charges", browser);
  expect([led.status, led.headers.get("location")]).toEqual([302, "/dashboard/test/charges"]);
});
