import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { createRequestLog } from "../../src/operations/log/request-log.ts";
import { aCustomer, aToken, cardCharge, customerCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway } from "../kit/gateway.ts";
import { aSchedule } from "../kit/schedule-builders.ts";
import { engines } from "../storage/engine.ts";

const number = "4242424242424242";
const otherKey = "skey_test_0123456789abcdefghi";

test.each(engines)(
  "requests that change something or are refused are kept with their bodies, successful reads are not (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "viewer");
    const { json: charge } = await kplusCharge(gateway, { description: "Order 7" });
    await gateway.advance(1_000);
    await gateway.call("GET", `/charges/${charge.id}`);
    const refused = await gateway.call("POST", `/charges/${charge.id}/capture`);
    await gateway.advance(1_000);
    const missing = await gateway.call("GET", "/charges/chrg_test_5xuy4w91xqz7d1w9u0t");

    const { json: page } = await seat.test.get("/requests");
    expect(
      page.data.map(({ method, path, status, error_code }: Record<string, unknown>) => [
        method,
        path,
        status,
        error_code,
      ]),
    ).toEqual([
      ["GET", "/charges/chrg_test_5xuy4w91xqz7d1w9u0t", 404, "not_found"],
      ["POST", `/charges/${charge.id}/capture`, 400, "failed_capture"],
      ["POST", "/charges", 200, null],
    ]);
    expect(page.data[0].id).toBe(missing.headers.get("x-request-id"));
    expect(page.data[1].id).toBe(refused.headers.get("x-request-id"));

    const { json: first } = await seat.test.get(`/requests/${page.data[2].id}`);
    expect(first).toMatchObject({ about: charge.id, truncated: false, key: { kind: "secret" } });
    expect(JSON.parse(first.request_body)).toMatchObject({ amount: "150000", description: "Order 7" });
    expect(JSON.parse(first.response_body)).toEqual(charge);
    expect(first.curl).toBe(
      [
        `curl '${gateway.publicUrl}/charges'`,
        "-X POST",
        '-u "$OMISE_SECRET_KEY:"',
        "--data-urlencode 'amount=150000'",
        "--data-urlencode 'currency=THB'",
        "--data-urlencode 'return_uri=http://example.com/orders/345678/complete'",
        "--data-urlencode 'source[type]=mobile_banking_kbank'",
        "--data-urlencode 'source[platform_type]=IOS'",
        "--data-urlencode 'description=Order 7'",
      ].join(" \\\n  "),
    );
  },
);

test("the answers to token and source requests are shown unchanged, also after their use", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "developer");
  const body = { type: "mobile_banking_kbank", amount: 150_000, currency: "THB" };
  const { json: source } = await gateway.call("POST", "/sources", { body });
  const card = { name: "Somchai", number, expiration_month: 12, expiration_year: 2030, security_code: "123" };
  const { json: token } = await gateway.call("POST", "/tokens", { body: { card }, key: gateway.publicKey });
  await gateway.call("POST", "/charges", { body: { amount: 150_000, currency: "THB", source: source.id } });
  await gateway.call("POST", "/charges", { body: { amount: 150_000, currency: "THB", card: token.id } });
  const { json: page } = await seat.test.get("/requests");
  const answered = async (path: string) => {
    const { id } = page.data.find((row: { path: string }) => row.path === path);
    return JSON.parse((await seat.test.get(`/requests/${id}`)).json.response_body);
  };
  expect(await answered("/sources")).toEqual(source);
  expect(await answered("/tokens")).toEqual(token);
});

test("the answers to requests about customers, their cards, schedules and refunds are shown as they were", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "developer");
  const customer = await aCustomer(gateway);
  gateway.pass(2_000);
  const { json: changed } = await gateway.call("PATCH", customer.location, { body: { description: "Regular" } });
  gateway.pass(2_000);
  const { json: card } = await gateway.call("PATCH", `${customer.location}/cards/${customer.default_card}`, {
    body: { name: "Somchai P" },
  });
  gateway.pass(2_000);
  const { json: schedule } = await aSchedule(gateway, { start_date: "2026-02-01", customer: undefined });
  gateway.pass(2_000);
  const { json: charge } = await customerCharge(gateway, customer.id);
  gateway.pass(2_000);
  const { json: refund } = await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 25_000 } });
  const { json: page } = await seat.test.get("/requests");
  const shown = await Promise.all(
    page.data.map(async ({ id }: { id: string }) =>
      JSON.parse((await seat.test.get(`/requests/${id}`)).json.response_body),
    ),
  );
  for (const answer of [customer, changed, card, schedule, charge, refund]) expect(shown).toContainEqual(answer);
});

test("requests are found by method, status and path, page after page, and none is shown twice", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "viewer");
  for (let count = 0; count < 5; count += 1) {
    await kplusCharge(gateway);
    await gateway.call("PATCH", "/account", { body: { webhook_uri: "nowhere" } });
    await gateway.advance(1_000);
  }
  const seen: string[] = [];
  let next = "";
  do {
    const { json } = await seat.test.get(`/requests?limit=3${next && `&before=${next}`}`);
    seen.push(...json.data.map(({ id }: { id: string }) => id));
    next = json.next;
  } while (next);
  expect(new Set(seen).size).toBe(10);
  const { key } = (await seat.test.get("/requests?limit=1")).json.data[0];
  for (const [query, count] of [
    ["method=PATCH", 5],
    ["status=400", 5],
    ["status=2xx", 5],
    ["path=ACCOUNT", 5],
    ["path=account&status=200", 0],
    [`key=${key.id}`, 10],
    ["key=key_0000000000000000", 0],
  ] as const) {
    expect((await seat.test.get(`/requests?${query}`)).json.data, query).toHaveLength(count);
  }
});

test.each(engines)("no card number, security code or key is kept, wherever somebody puts one (%s)", async (engine) => {
  const gateway = await aGateway({ engine });
  const seat = await signedIn(gateway, "viewer");
  await aToken(gateway, number, { security_code: "918", city: `Bangkok ${number}` });
  await cardCharge(gateway, {
    description: number,
    metadata: { [number]: number, key: otherKey, nested: { n: number } },
  });
  const everywhere = {
    headers: { "user-agent": number, "idempotency-key": `${otherKey} ${number}`, "omise-version": "2019-05-29" },
  };
  await gateway.call("POST", `/charges/${number}/capture?card=${number}&key=${otherKey}`, {
    json: { capture_amount: Number(number), [number]: 1 },
    ...everywhere,
  });
  await gateway.call("GET", `/charges/${encodeURIComponent("4242 4242 4242 4242")}?from=${number}&security_code=918`);
  await gateway.call("POST", "/charges", {
    json: {
      card: { number, security_code: "918" },
      amount: number,
      ip: number,
      description: `a ${gateway.secretKey} b`,
    },
  });
  await gateway.call("POST", "/charges", {
    headers: { "content-type": "application/json" },
    json: `{"number": ${number}`,
  });
  await gateway.call("POST", "/tokens", { json: { card: number, number, cvv: "918" }, key: gateway.publicKey });
  await gateway.call("POST", "/sources", {
    json: { type: number, amount: 1, currency: "THB", name: `4242-4242-4242-4242`, source: { number } },
  });

  const { json: page } = await seat.test.get("/requests?limit=100");
  expect(page.data).toHaveLength(9);
  const shown = await Promise.all(
    page.data.map(async ({ id }: { id: string }) => (await seat.test.get(`/requests/${id}`)).text),
  );
  const account = await firstAccount(gateway.gateway.store);
  const kept = JSON.stringify(
    await gateway.gateway.store.request.page(
      account.id,
      { method: null, status: null, statusClass: null, path: null, key: null },
      null,
      100,
    ),
  );
  for (const text of [...shown, kept]) {
    expect(text.replace(/[^0-9]/g, "")).not.toContain(number);
    expect(text).not.toMatch(/skey_test_\w|pkey_test_\w|\b918\b/);
  }
  expect(shown.join()).toContain("••••");
});

test("a body that is too long is cut, and says so", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "viewer");
  await kplusCharge(gateway, { metadata: { text: "ก".repeat(20_000) } });
  const { json: page } = await seat.test.get("/requests");
  const { json: request } = await seat.test.get(`/requests/${page.data[0].id}`);
  expect(request.truncated).toBe(true);
  expect(request.request_body).toHaveLength(8_192);
});

test("another account's requests are as unknown as none", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "viewer");
  await kplusCharge(gateway);
  const { json: page } = await seat.test.get("/requests");
  expect((await seat.live.get("/requests")).json.data).toEqual([]);
  expect((await seat.live.get(`/requests/${page.data[0].id}`)).status).toBe(404);
});

test.each(engines)("requests are forgotten after seven days (%s)", async (engine) => {
  const gateway = await aGateway({ engine });
  const seat = await signedIn(gateway, "owner");
  await kplusCharge(gateway);
  await gateway.advance(days(6));
  const again = await signedIn(gateway, "viewer");
  expect((await again.test.get("/requests")).json.data).toHaveLength(1);
  await gateway.advance(days(1) + 1);
  const later = await signedIn(gateway, "viewer");
  expect((await later.test.get("/requests")).json.data).toEqual([]);
  expect(seat.token).not.toBe("");
});

test("with CHAMRA_REQUEST_LOG=off nothing is kept", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_REQUEST_LOG: "off" } });
  const seat = await signedIn(gateway, "viewer");
  await kplusCharge(gateway);
  expect((await seat.test.get("/requests")).json).toMatchObject({ data: [], dropped: 0 });
});

test("requests that arrive faster than the log can be written are dropped and counted, and memory stays bounded", async () => {
  let written = 0;
  const log = createRequestLog(
    async (rows) => {
      written += rows.length;
    },
    () => {},
  );
  for (let count = 0; count < 4_000; count += 1) log.take(100, false, () => ({}) as never);
  for (let count = 0; count < 1_000; count += 1) log.take(100, true, () => ({}) as never);
  expect(log.dropped(), "what was refused has room of its own").toBe(2_500 + 500);
  await log.flush();
  expect(written).toBe(2_000);
  for (let count = 0; count < 100; count += 1) log.take(1_000_000, false, () => ({}) as never);
  expect(log.dropped()).toBe(3_092);
  await log.flush();
  expect(written).toBe(2_008);
});

test("rows that the database refuses are counted, and later ones are written", async () => {
  const errors: unknown[] = [];
  let broken = true;
  const log = createRequestLog(
    async () => {
      if (broken) throw new Error("away");
    },
    (error) => errors.push(error),
  );
  log.take(1, false, () => ({}) as never);
  await log.flush();
  broken = false;
  log.take(1, false, () => ({}) as never);
  await log.flush();
  expect([errors.length, log.dropped()]).toEqual([1, 1]);
});
