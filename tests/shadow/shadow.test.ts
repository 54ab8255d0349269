import { request } from "node:http";
import { expect, test } from "vitest";
import { beginShadow, endShadow } from "../../src/operations/shadow/shadow.ts";
import { aGateway } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { decide } from "../kit/paying.ts";
import { aShadowed, aToken } from "./shadow.ts";

// biome-ignore lint/suspicious/noExplicitAny: the API document checks the shape of answers
type Json = any;

const linesOf = ({ endpoints }: Json, which: "differences" | "reasons"): string[] =>
  endpoints.flatMap((endpoint: Json) => endpoint[which].map(({ line }: Json) => line));

const aCharge = { amount: 100_000, currency: "thb" };

test.each(["sqlite", "postgres"] as const)(
  "charges, refunds, customers and refusals of a shadowed account are the same at a gateway of the same kind, on %s",
  async (engine) => {
    const { ours, theirs, report } = await aShadowed({ ours: { engine } });
    const { call, publicKey } = ours;
    const paid = await call("POST", "/charges", { body: { ...aCharge, card: await aToken(ours) } });
    expect(paid.json).toMatchObject({ status: "successful" });
    await call("POST", `/charges/${paid.json.id}/refunds`, { body: { amount: 30_000 } });
    await call("POST", `/charges/${paid.json.id}/refunds`, { body: { amount: 999_000 } });
    const ofSource = { type: "promptpay", amount: 50_000, currency: "thb" };
    const source = await call("POST", "/sources", { key: publicKey, body: ofSource });
    const pending = await call("POST", "/charges", {
      json: { amount: 50_000, currency: "thb", source: source.json.id },
    });
    await call("POST", `/charges/${pending.json.id}/mark_as_paid`);
    await call("GET", `/charges/${pending.json.id}`);
    await call("GET", "/charges");
    await call("POST", "/charges", { body: { ...aCharge, card: "tokn_test_0000000000000000000" } });
    await call("GET", "/charges/chrg_test_0000000000000000000");
    const customer = await call("POST", "/customers", {
      body: { email: "somchai@example.com", card: await aToken(ours) },
    });
    await call("PATCH", `/customers/${customer.json.id}`, { body: { description: "regular" } });
    await call("POST", "/charges", { body: { ...aCharge, customer: customer.json.id, capture: false } });

    const { json } = await report();
    expect(linesOf(json, "differences")).toEqual([]);
    expect(linesOf(json, "reasons")).toEqual([]);
    expect(json).toMatchObject({ requests: 15, same: 15, differing: 0, skipped: 0, unanswered: 0, waiting: 0 });
    expect(json.events).toMatchObject({ differences: [], problem: null });
    expect(json.events.objects).toBeGreaterThan(3);
    expect((await theirs.call("GET", "/charges")).json.total).toBe(3);
  },
);

test("a key, a value, an error and an event that are others at the shadow are told, and nothing else is", async () => {
  const { ours, theirs, way, report } = await aShadowed();
  way.change((body) => body.replace(/"net": (\d+)/, '"net": 1$1').replace('"paid_at"', '"paid_on"'));
  await ours.call("POST", "/charges", { body: { ...aCharge, card: await aToken(ours) } });
  await ours.gateway.shadows.rest();
  way.change((body) => body.replace("cannot be blank", "is missing"));
  await ours.call("POST", "/charges", { body: { amount: 100_000 } });
  await ours.gateway.shadows.rest();
  way.change((body) => body.replaceAll("charge.create", "charge.made"));

  const { json } = await report();
  expect(linesOf(json, "differences")).toEqual([
    expect.stringMatching(/^charge\.paid_at: here "2\d{3}-.*", there nothing$/),
    expect.stringMatching(/^charge\.paid_on: here nothing, there "2\d{3}-.*"$/),
    expect.stringMatching(/^charge\.net: here \d+, there 1\d+$/),
    expect.stringMatching(/^error\.message: here ".*cannot be blank.*", there ".*is missing.*"$/),
  ]);
  expect(json).toMatchObject({ requests: 3, same: 1, differing: 2 });
  expect(json.events.differences).toEqual([
    {
      line: "events of a charge: here charge.create; there charge.made",
      count: 1,
      example: expect.stringMatching(/^chrg_test_/),
    },
  ]);
  expect((await theirs.call("GET", "/charges")).json.total).toBe(1);
});

test("a charge that fails at the shadow only is told by its status and failure", async () => {
  const { ours, theirs, report } = await aShadowed();
  await theirs.call("POST", "/test/rules", { body: { fault: "decline", code: "insufficient_fund" } });
  await ours.call("POST", "/charges", { body: { ...aCharge, card: await aToken(ours) } });
  const { json } = await report();
  expect(linesOf(json, "differences")).toContain('charge.failure_code: here null, there "insufficient_fund"');
  expect(linesOf(json, "differences")).toContain('charge.status: here "successful", there "failed"');
  expect(json.endpoints.filter(({ differing }: Json) => differing > 0)).toHaveLength(1);
});

test("a shadow that tears every connection changes no answer; its requests are recorded as not answered", async () => {
  const { ours, way, report } = await aShadowed();
  way.tear();
  const paid = await ours.call("POST", "/charges", { body: { ...aCharge, card: await aToken(ours) } });
  expect(paid.json).toMatchObject({ status: "successful", paid: true });
  const { json } = await report();
  expect(json).toMatchObject({ requests: 2, same: 0, differing: 0, skipped: 1, unanswered: 1 });
  expect(json.events.problem).toBeNull(); // there is no counterpart whose events could be asked for
  expect(linesOf(json, "reasons")).toContain("no counterpart of a token: it was not made through the shadow");
});

test.each([401, 403, 429, 500, 503])(
  "a shadow that answers everything with %d says nothing of a request, and that is no difference",
  async (status) => {
    const { ours, way, report } = await aShadowed();
    way.answer(status);
    await ours.call("POST", "/customers", { body: { description: "a regular" } });
    const { json } = await report();
    expect(linesOf(json, "reasons")).toEqual([`the shadow answered ${status}`]);
    expect(json).toMatchObject({ requests: 1, differing: 0, unanswered: 1 });
  },
);

test("what a process holds when it is stopped is forgotten, and stopping does not wait for the shadow", async () => {
  const { ours, way } = await aShadowed();
  const release = way.hold();
  const first = way.comes();
  await ours.call("POST", "/customers", { body: { description: "sent" } });
  await ours.call("POST", "/customers", { body: { description: "waits" } });
  await first;
  await ours.close();
  expect(way.seen).toHaveLength(1);
  release();
});

test("a slow shadow delays nobody: what is too much for its line is recorded, and no more than the line is sent", async () => {
  const { ours, way, report } = await aShadowed();
  const release = way.hold();
  const first = way.comes();
  await ours.call("POST", "/customers", { body: { description: "0" } });
  await first;
  for (let count = 1; count <= 210; count += 1)
    expect((await ours.call("POST", "/customers", { body: { description: String(count) } })).status).toBe(200);
  expect(way.seen).toHaveLength(1);
  expect((await ours.call("GET", "/test/fidelity")).json).toMatchObject({ requests: 0, waiting: 211 });
  release();
  const { json } = await report();
  expect(json).toMatchObject({ requests: 211, same: 201, skipped: 10, differing: 0, waiting: 0 });
  expect(linesOf(json, "reasons")).toEqual([expect.stringMatching(/^more than 200 requests waited/)]);
});

test("only documented test cards are sent, with a security code of their own, and no number is kept", async () => {
  const { ours, way, report } = await aShadowed();
  await aToken(ours);
  await aToken(ours, "4000056655665556");
  await ours.call("POST", "/customers", { body: { description: "4000056655665556" } });
  const { json } = await report();
  expect(json).toMatchObject({ requests: 3, same: 1, skipped: 2 });
  expect(linesOf(json, "reasons").toSorted()).toEqual([
    "it holds something like a card number",
    "only documented test cards are sent",
  ]);
  expect(way.seen.map(({ method, path }) => `${method} ${path.split("?", 1)}`)).toEqual([
    "POST /tokens",
    "GET /events",
  ]);
  expect(JSON.parse(way.seen[0]?.body ?? "").card).toMatchObject({ number: "4242424242424242", security_code: "123" });
  const kept = JSON.stringify(await ours.gateway.store.shadow.comparisons(json.account, 0));
  expect(kept).not.toMatch(/4242424242424242|4000056655665556|777/);
});

test("a charge that names webhook endpoints is not sent: they would hear of two charges", async () => {
  const { ours, way, report } = await aShadowed();
  await ours.call("POST", "/charges", {
    json: { ...aCharge, source: { type: "promptpay" }, webhook_endpoints: ["https://example.com/hooks"] },
  });
  const { json } = await report();
  expect(linesOf(json, "reasons")).toEqual(["its webhook endpoints would hear of the charge there, too"]);
  expect(way.seen).toEqual([]);
});

test.each(["http://elsewhere.example/customers?limit=1", "//customers?limit=1"])(
  "a request for %s goes to the shadow, and nowhere else",
  async (target) => {
    const { ours, way, report } = await aShadowed();
    const { hostname, port } = new URL(ours.url);
    const auth = `${ours.secretKey}:`;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({ hostname, port, path: target, auth }, (answer) => resolve(answer.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(200);
    expect((await report()).json).toMatchObject({ requests: 1, same: 1 });
    expect(way.seen.map(({ path }) => path)).toEqual(["/customers?limit=1"]);
  },
);

test("a charge that its payer has paid on a simulated page is paid at the shadow before it is asked for, once", async () => {
  const { ours, way, report } = await aShadowed();
  const { call } = ours;
  const body = { ...aCharge, source: { type: "mobile_banking_scb" }, return_uri: "https://shop.example/back" };
  const [{ json: charge }, { json: other }] = [
    await call("POST", "/charges", { json: body }),
    await call("POST", "/charges", { json: body }),
  ];
  for (const each of [charge, other]) await decide(ours, methodOf("mobile_banking_scb"), each, "successful");
  await call("GET", "/charges");
  await call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 10_000 } });
  await call("GET", `/charges/${charge.id}`);
  const { json } = await report();
  expect(linesOf(json, "differences")).toEqual([]);
  expect(json).toMatchObject({ requests: 7, same: 7 });
  expect(way.seen.filter(({ path }) => path.endsWith("/mark_as_paid"))).toHaveLength(2);
  expect(json.events).toMatchObject({ differences: [], problem: null });
});

test("without a public key cards are not sent, and sources of public keys are sent with the secret one", async () => {
  const { ours, report } = await aShadowed({ publicKey: false });
  await aToken(ours);
  await ours.call("POST", "/sources", {
    key: ours.publicKey,
    body: { type: "promptpay", amount: 50_000, currency: "thb" },
  });
  const { json } = await report();
  expect(linesOf(json, "reasons")).toEqual(["cards need the public key of the shadow"]);
  expect(json).toMatchObject({ requests: 2, same: 1, skipped: 1 });
});

test("requests about objects of before the shadow and requests of tests are not sent", async () => {
  const { ours, account, way, report, theirs } = await aShadowed();
  await endShadow(ours.gateway, account);
  const early = await ours.call("POST", "/customers", { body: { description: "early" } });
  await beginShadow(ours.gateway, account, { secret_key: theirs.secretKey });
  way.seen.length = 0;
  await ours.call("PATCH", `/customers/${early.json.id}`, { body: { description: "late" } });
  await ours.call("GET", "/test/clock");
  const { json } = await report();
  expect(linesOf(json, "reasons")).toEqual(["no counterpart of a customer: it was not made through the shadow"]);
  expect(json).toMatchObject({ requests: 1, skipped: 1 });
  expect(way.seen).toEqual([]);
});

test("a shadow that was ended gets nothing more, and its keys are gone", async () => {
  const { ours, account, way, report } = await aShadowed();
  await endShadow(ours.gateway, account);
  await ours.call("POST", "/customers", { body: { description: "alone" } });
  const { json } = await report();
  expect(json).toMatchObject({ active: false, requests: 0, events: { problem: "there is no shadow now" } });
  expect(way.seen).toEqual([]);
  expect(await ours.gateway.store.shadow.ofAccount(account.id)).toMatchObject([{ sealed: "", shown: {} }]);
});

test("a shadow is begun for test accounts only, by keys of test mode that the upstream knows", async () => {
  const { ours, theirs, account } = await aShadowed();
  const { gateway } = ours;
  const [, live] = await gateway.store.account.all();
  const good = { secret_key: theirs.secretKey };
  if (!live) throw new Error("the first merchant has no live account");
  await expect(beginShadow(gateway, live, good)).rejects.toThrow("a shadow is for test accounts only");
  await expect(beginShadow(gateway, account, { secret_key: theirs.liveSecretKey })).rejects.toThrow(
    "secret_key is no secret test key of Omise",
  );
  await expect(beginShadow(gateway, account, { secret_key: "skey_test_0000000000000000000" })).rejects.toThrow(
    "Omise does not take these keys: it does not know the secret key",
  );
  await expect(beginShadow(gateway, account, { ...good, public_key: "pkey_test_0000000000000000000" })).rejects.toThrow(
    "its vault answered 401 to the public key",
  );
  const report = await ours.call("GET", "/test/fidelity", { key: ours.liveSecretKey });
  expect(report).toMatchObject({ status: 400, json: { code: "bad_request" } });
});

test("another process that serves the account follows a shadow that is begun beside it", async () => {
  const theirs = await aGateway();
  const environment = { CHAMRA_UPSTREAMS: `omise.api=${theirs.url},omise.vault=${theirs.url}` };
  const one = await aGateway({ engine: "postgres", environment });
  const [account] = await one.gateway.store.account.all();
  if (!account) throw new Error("the first merchant has no test account");
  expect(one.gateway.shadows.has(account.id)).toBe(false);
  const { gateway } = one;
  const forgetful = { ...gateway, shadows: { ...gateway.shadows, note: () => {} } };
  await beginShadow(forgetful, account, { secret_key: theirs.secretKey });
  expect(gateway.shadows.has(account.id)).toBe(false);
  await one.clockwork.runDue(); // as at every tick
  expect(gateway.shadows.has(account.id)).toBe(true);
});
