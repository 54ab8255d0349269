import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { Answer, CallOptions } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aGatewayProcess, expectFirstStart, type GatewayProcess, testKeys } from "./gateway-process.ts";

/** Sends one half of the rival requests to each process. */
const rivals = 20;

test("two gateways that start together on an empty database make one schema, one first merchant and one set of keys", async () => {
  const { both, query } = await twoGateways();
  await expectFirstStart(query);
  expect(await query("select count(distinct hash) as keys from api_keys")).toEqual([{ keys: "4" }]);
  const accounts = await Promise.all(both.map((gateway) => gateway.call("GET", "/account")));
  expect(accounts[0]?.json).toEqual(accounts[1]?.json);
});

test("one request wins each act that can happen only once, whichever process it asks", {
  timeout: 60_000,
}, async () => {
  const { both, query } = await twoGateways();
  const [one] = both;
  const race = (method: string, path: string, options?: CallOptions) => raceOn(both, method, path, options);

  const card = await aToken(one);
  const onToken = await race("POST", "/charges", { body: { amount: 100000, currency: "THB", card } });
  expect(refusalsBesideOne(onToken)).toEqual(["used_token"]);

  const source = await one.call("POST", "/sources", {
    body: { amount: 150000, currency: "THB", type: "mobile_banking_kbank" },
  });
  const onSource = await race("POST", "/charges", {
    body: { amount: 150000, currency: "THB", source: source.json.id, return_uri: "https://example.com/" },
  });
  expect(refusalsBesideOne(onSource)).toEqual(["invalid_charge"]);

  const onKey = await race("POST", "/charges", { body: kplus, headers: { "Idempotency-Key": "order-1" } });
  expect(new Set(onKey.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(onKey[0]?.status).toBe(200);

  const held = await cardCharge(one, { capture: false });
  const onCapture = await race("POST", `/charges/${held}/capture`);
  expect(refusalsBesideOne(onCapture)).toEqual(["failed_capture"]);

  const paid = await cardCharge(one, {});
  const refunds = await race("POST", `/charges/${paid}/refunds`, { body: { amount: 30000 } });
  expect(refunds.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(new Set(refunds.filter(({ status }) => status !== 200).map(({ json }) => json.code))).toEqual(
    new Set(["failed_refund"]),
  );
  expect((await one.call("GET", `/charges/${paid}`)).json).toMatchObject({
    refunded_amount: 90000,
    status: "successful",
  });

  const unpaid = (await one.call("POST", "/charges", { body: kplus })).json.id;
  const onExpiry = await race("POST", `/charges/${unpaid}/expire`); // a request during the wait gets the requested state
  expect(onExpiry.map(({ json }) => json.status ?? json.code)).toContain("expired");
  expect(
    await query(`select key from events where charge = '${unpaid}' and key <> 'charge.create' order by key`),
  ).toEqual([{ key: "charge.complete" }, { key: "charge.expire" }]);

  const marked = (await one.call("POST", "/charges", { body: kplus })).json.id;
  const onMark = await race("POST", `/charges/${marked}/mark_as_paid`);
  expect(onMark.map(({ json }) => json.status ?? json.code)).toContain("successful");
  expect(await query(`select key from events where charge = '${marked}' and key <> 'charge.create'`)).toEqual([
    { key: "charge.complete" },
  ]);

  expect(
    await query("select charge from events where key = 'charge.complete' group by charge having count(*) > 1"),
  ).toEqual([]);
  expect(await query("select origin, key from entries group by origin, key having count(*) > 1")).toEqual([]);
  expect(await query("select entry from postings group by entry having sum(amount) <> 0")).toEqual([]);
});

test("payment and expiry of one charge, asked of two processes at once, leave one outcome", {
  timeout: 60_000,
}, async () => {
  const { both, query } = await twoGateways();
  const [one, other] = both;
  for (let round = 0; round < 10; round += 1) {
    const { id } = (await one.call("POST", "/charges", { body: kplus })).json;
    const answers = await Promise.all([
      one.call("POST", `/charges/${id}/mark_as_paid`),
      other.call("POST", `/charges/${id}/expire`),
    ]);
    const { json } = await other.call("GET", `/charges/${id}`);
    expect(["successful", "expired"]).toContain(json.status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    const outcomes = await query(`select key from events where charge = '${id}' and key = 'charge.complete'`);
    expect(outcomes).toHaveLength(1);
    const booked = await query(`select id from entries where origin = '${id}'`);
    expect(booked).toHaveLength(json.status === "successful" ? 1 : 0);
  }
});

test("a payer who clicks in two tabs, each on another process, pays once", { timeout: 60_000 }, async () => {
  const { both, query } = await twoGateways();
  const { id, authorize_uri: page } = (await both[0].call("POST", "/charges", { body: kplus })).json;
  const path = new URL(page).pathname;
  const clicks = await raceOn(both, "POST", path, { key: null, body: { outcome: "successful" } });
  expect(clicks.every(({ status }) => status < 500)).toBe(true);
  expect((await both[1].call("GET", `/charges/${id}`)).json.status).toBe("successful");
  expect(await query(`select key from events where charge = '${id}' and key = 'charge.complete'`)).toHaveLength(1);
});

test("a key that is revoked in one process stops working in the other within seconds", async () => {
  const { both, query } = await twoGateways();
  const statuses = () => Promise.all(both.map(async (gateway) => (await gateway.call("GET", "/account")).status));
  expect(await statuses()).toEqual([200, 200]);
  await query("update api_keys set revoked_at = 1, version = version + 1 where kind = 'secret'");
  await expect.poll(statuses, { timeout: 5_000, interval: 200 }).toEqual([401, 401]);
});

test("events of two processes that share the work arrive once each", { timeout: 60_000 }, async () => {
  const receiver = await aReceiver();
  const { both } = await twoGateways({ CHAMRA_WEBHOOK_URL: receiver.url });
  const charges = await Promise.all(
    Array.from({ length: 60 }, (_, index) => both[index % 2]?.call("POST", "/charges", { body: kplus })),
  );
  await receiver.arrived(60);
  for (const gateway of both) expect(await gateway.stop(), "it ends cleanly").toBe(0);
  const told = receiver.received.map(({ json }) => json.data.id).sort();
  expect(told).toEqual(charges.map((charge) => charge?.json.id).sort());
});

test("running gateways of the older version keep working when a newer version adds columns to their tables", {
  timeout: 60_000,
}, async () => {
  const { both, query } = await twoGateways();
  const [one] = both;
  const everything = async () => {
    const answers: Answer[] = [];
    for (const gateway of both) {
      const charge = await gateway.call("POST", "/charges", { body: kplus });
      const paths = [
        `/charges/${charge.json.id}`,
        `/charges/${charge.json.id}/events`,
        "/charges",
        "/account",
        "/balance",
      ];
      answers.push(charge, ...(await Promise.all(paths.map((path) => gateway.call("GET", path)))));
    }
    return answers.map(({ status }) => status);
  };
  expect(new Set(await everything())).toEqual(new Set([200]));
  for (const table of ["accounts", "api_keys", "charges", "entries", "events", "deliveries", "tokens"])
    await query(`alter table ${table} add column seen bigint`);
  for (let round = 0; round < 3; round += 1) expect(new Set(await everything())).toEqual(new Set([200]));
  expect((await one.call("GET", "/charges")).json.total).toBe(8);
});

test("a process that is killed takes no answered charge with it, and the other one goes on", {
  timeout: 60_000,
}, async () => {
  const { both } = await twoGateways();
  const [one, other] = both;
  const answered: string[] = [];
  const asking = Promise.allSettled(
    Array.from({ length: 200 }, async () => {
      const { json } = await one.call("POST", "/charges", { body: kplus });
      answered.push(json.id);
    }),
  );
  await expect.poll(() => answered.length, { timeout: 20_000 }).toBeGreaterThan(20);
  await one.stop("SIGKILL");
  await asking;
  for (const id of answered) {
    expect((await other.call("GET", `/charges/${id}`)).json.id).toBe(id);
    expect((await other.call("GET", `/charges/${id}/events`)).json.total).toBe(1);
  }
});

const kplus = {
  amount: 150000,
  currency: "THB",
  return_uri: "https://example.com/done",
  source: { type: "mobile_banking_kbank" },
};

async function twoGateways(environment: Record<string, string> = {}) {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const settings = {
    DATABASE_URL: database.url,
    CHAMRA_VAULT_KEY: "ab".repeat(32),
    CHAMRA_DATABASE_CONNECTIONS: "5",
    ...environment,
  };
  const both = await Promise.all([aGatewayProcess(settings), aGatewayProcess(settings)]);
  return { both, query: (text: string) => query(database.url, text) };
}

function raceOn(
  both: readonly GatewayProcess[],
  method: string,
  path: string,
  options?: CallOptions,
): Promise<Answer[]> {
  return Promise.all(
    Array.from({ length: rivals }, (_, index) => (both[index % 2] as GatewayProcess).call(method, path, options)),
  );
}

/** Distinct refusal codes of all rivals but one. */
function refusalsBesideOne(answers: readonly Answer[]): string[] {
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  return [...new Set(answers.filter(({ status }) => status !== 200).map(({ json }) => json.code as string))];
}

async function aToken(gateway: GatewayProcess): Promise<string> {
  const card = {
    name: "Somchai Prasert",
    number: "4242424242424242",
    expiration_month: 12,
    expiration_year: 2040,
    security_code: "123",
  };
  return (await gateway.call("POST", "/tokens", { body: { card }, key: testKeys.publicKey })).json.id;
}

async function cardCharge(gateway: GatewayProcess, patch: Record<string, unknown>): Promise<string> {
  const body = { amount: 100000, currency: "THB", card: await aToken(gateway), ...patch };
  return (await gateway.call("POST", "/charges", { body })).json.id;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => (value: string) => value } });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
