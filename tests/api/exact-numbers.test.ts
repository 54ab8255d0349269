import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseExactly } from "../../src/domain/base/exact-json.ts";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aFolder } from "../storage/engine.ts";

/** Numbers that JavaScript would change: long ids (marketplaces, LINE users), prices with trailing zeros, values outside of doubles. */
const metadata =
  '{"line_user":1546130668394913822,"price":25712.0,"rate":0.10000000000000000001,"huge":1e400,"minus":-0,"list":[9007199254740993,{"n":-12345678901234567890}],"plain":[0,1.5,150000]}';

const kplus = {
  amount: 150000,
  currency: "THB",
  return_uri: "http://example.com/orders/345678/complete",
  source: { type: "mobile_banking_kbank" },
};

/** Serializes exact numbers unchanged, so that a test can send them as JSON. */
const create = (gateway: TestGateway, more: object = {}, key?: string): Promise<Answer> =>
  gateway.call("POST", "/charges", {
    json: { ...kplus, metadata: parseExactly(metadata), ...more },
    ...(key !== undefined && { headers: { "Idempotency-Key": key } }),
  });

/** Removes the whitespace of pretty-printing: no text of these tests contains a space. */
const bare = (text: string): string => text.replace(/\s/g, "");

const engines = {
  "SQLite in memory": async () => aGateway(),
  "a file of SQLite": async () => aGateway({ environment: { CHAMRA_DATA: aFolder() } }),
  PostgreSQL: async () => aGateway({ engine: "postgres" }),
};

describe.each(Object.entries(engines))("on %s, numbers of metadata come back digit by digit", (_, start) => {
  test("from a charge, its refund, lists, events and webhooks", async () => {
    const gateway = await start();
    const receiver = await aReceiver();
    const created = await create(gateway, { webhook_endpoints: [receiver.url] });
    const path = `/charges/${created.json.id}`;
    const paid = await cardCharge(gateway);
    const refund = await gateway.call("POST", `/charges/${paid.json.id}/refunds`, {
      json: { amount: 100, metadata: parseExactly(metadata) },
    });
    const [hook] = await receiver.arrived(1);

    const said = [created, refund, await gateway.call("POST", `${path}/mark_as_paid`)];
    for (const where of [
      path,
      "/charges",
      `${path}/events`,
      `/events/${hook?.json.id}`,
      "/refunds",
      `/charges/${paid.json.id}/refunds/${refund.json.id}`,
    ])
      said.push(await gateway.call("GET", where));
    for (const { text, status } of said) {
      expect(status).toBe(200);
      expect(bare(text)).toContain(`"metadata":${metadata}`);
    }
    expect(bare(hook?.text ?? "")).toContain(`"metadata":${metadata}`);
    const stamp = hook?.headers["omise-signature-timestamp"];
    const key = Buffer.from("c2VjcmV0LWtleS1mb3ItdGVzdHM=", "base64");
    expect(hook?.headers["omise-signature"]).toBe(
      createHmac("sha256", key).update(`${stamp}.${hook?.text}`).digest("hex"),
    );
  });

  test("from an update, and from a version before", async () => {
    const gateway = await start();
    const { json: charge } = await gateway.call("POST", "/charges", { json: kplus });
    const headers = { "Omise-Version": "2017-11-02" };
    const json = { metadata: parseExactly(metadata) };
    const updated = await gateway.call("PATCH", `/charges/${charge.id}`, { json, headers });
    expect(bare(updated.text)).toContain(`"metadata":${metadata}`);
    expect((await gateway.call("GET", `/charges/${charge.id}`, { headers })).text).toBe(updated.text);
  });

  test("from a repeat under an idempotency key; another last digit is another request", async () => {
    const gateway = await start();
    const first = await create(gateway, {}, "order-1");
    const again = await create(gateway, {}, "order-1");
    expect([again.headers.get("idempotent-replayed"), again.text]).toEqual(["true", first.text]);
    const other = metadata.replace("913822", "913821");
    expect((await create(gateway, { metadata: parseExactly(other) }, "order-1")).status).toBe(400);
  });

  test("from twenty charges that are made at once", async () => {
    const gateway = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(gateway)));
    for (const { text } of answers) expect(bare(text)).toContain(`"metadata":${metadata}`);
    const list = await gateway.call("GET", "/charges?limit=100");
    expect(bare(list.text).split(`"metadata":${metadata}`)).toHaveLength(21);
  });

  test("from the dashboard, its search and its export", async () => {
    const gateway = await start();
    const { test: dashboard } = await signedIn(gateway, "owner");
    const keys = ["line_user", "price", "list", "plain"];
    await gateway.call("PATCH", "/account", { json: { metadata_export_keys: { charge: keys } } });
    const { json: charge } = await create(gateway);
    await create(gateway, { metadata: parseExactly(metadata.replace("913822", "913821")) });

    const found = (value: string) => `/search/charges?metadata_key=line_user&metadata_value=${value}`;
    for (const path of [
      `/charges/${charge.id}`,
      found("1546130668394913822"),
      "/search/charges?q=1546130668394913822",
    ]) {
      const { text } = await dashboard.get(path);
      expect(bare(text), path).toContain(`"metadata":${metadata}`);
      expect(bare(text), path).not.toContain("913821");
    }
    const { json } = await dashboard.get(found("1546130668394913800"));
    expect(json.data).toEqual([]);
    const { text } = await dashboard.get("/export/charges.csv?q=1546130668394913822");
    expect(text).toContain(
      '"1546130668394913822","25712.0","[9007199254740993,{""n"":-12345678901234567890}]","[0,1.5,150000]"',
    );
  });
});

test("a description that was sent as a number is its digits", async () => {
  const gateway = await aGateway();
  for (const digits of ["1546130668394913822", "25712.0", "-0", "1e400"]) {
    const { json } = await create(gateway, { description: parseExactly(digits) });
    expect(json.description).toBe(digits);
  }
});

test("a card number of 19 digits may be a number of JSON", async () => {
  const gateway = await aGateway();
  const card = {
    name: "Somchai",
    number: parseExactly("6212345678901234569"),
    expiration_month: 12,
    expiration_year: 2030,
  };
  const { json } = await gateway.call("POST", "/tokens", { json: { card }, key: gateway.publicKey });
  expect(json.message ?? json.card.last_digits).toBe("4569");
});

test("where a number does not belong it is refused as any other", async () => {
  const gateway = await aGateway();
  const exact = parseExactly("1546130668394913822");
  for (const [more, message] of [
    [{ metadata: exact }, "metadata must be an object"],
    [{ amount: exact }, "amount is out of range"],
    [{ amount: parseExactly("25712.0") }, "amount must be an integer"],
    [{ capture: parseExactly("1.0") }, "capture must be true or false"],
    [{ currency: exact }, "currency is currently not supported"],
    [{ return_uri: exact }, "return_uri must be an absolute URI such as https://shop.example/orders/1"],
  ] as const) {
    const { status, json } = await create(gateway, more);
    expect([status, json.message]).toEqual([400, message]);
  }
});

test("an exact number is no level of its own: it may stand as deep as any other", async () => {
  const gateway = await aGateway();
  const deep = (number: string) => parseExactly(`${'{"a":'.repeat(32)}${number}${"}".repeat(32)}`);
  for (const number of ["1", "25712.0"]) {
    const { status, text } = await create(gateway, { metadata: deep(number) });
    expect([number, status]).toEqual([number, 200]);
    expect(bare(text)).toContain(`"a":${number}}`);
  }
});

test("the request log and the audit log keep such numbers, and none that could be a card's", async () => {
  const gateway = await aGateway();
  const { test: dashboard, team } = await signedIn(gateway, "owner");
  const sent = '{"price":25712.0,"card":6200000000000000003}';
  const { json: charge } = await cardCharge(gateway);
  await gateway.call("PATCH", `/charges/${charge.id}`, { json: { metadata: parseExactly(sent) } });
  await gateway.call("POST", "/charges", { json: { ...kplus, amount: parseExactly("6200000000000000003") } });
  const { json: refund } = await dashboard.post(`/charges/${charge.id}/refunds`, {
    amount: 100,
    metadata: parseExactly(sent),
  });

  const { json: page } = await dashboard.get("/requests");
  const requests = await Promise.all(
    page.data.map(async ({ id }: { id: string }) => (await dashboard.get(`/requests/${id}`)).json),
  );
  const [refused, patched] = requests;
  expect(refused.request_body).not.toMatch(/\d{12}/);
  expect(patched.request_body).toBe('{"metadata":{"price":25712.0,"card":"••••"}}');
  expect(patched.curl).toContain("--data-urlencode 'metadata[price]=25712.0'");
  const { text } = await team.get("/audit");
  expect(text).toContain(refund.id);
  expect(text).toContain('"price": 25712.0');
  expect(text).not.toContain("6200000000000000003");
});
