import { readdirSync } from "node:fs";
import pg from "pg";
import { expect, onTestFinished, type TestContext, test } from "vitest";
import { verify } from "../crash/gateway.ts";
import { aPostgres } from "../crash/postgres.ts";
import type { Answer } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aPooler, noPooler, poolerKeepsNames } from "../kit/postgres-pooler.ts";
import { aGatewayProcess, expectFirstStart, type GatewayProcess } from "./gateway-process.ts";

test("8 clients pay through a pooler that loses prepared statements: every charge is made, and the operator reads one line", async (context) => {
  needsPooler(context);
  const { pooled, query } = await behindPooler({
    default_pool_size: 5,
    ...(poolerKeepsNames && { max_prepared_statements: 0 }),
  });
  const gateway = await aGatewayProcess(environmentOf(pooled));
  const answers = await payments(gateway);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await query("select count(*) as charges from charges")).toEqual([{ charges: String(answers.length) }]);
  expect(linesOf(gateway, "prepared statements are lost")).toHaveLength(1);
  expect(await verify(environmentOf(pooled))).toMatchObject({ code: 0 });
});

test("nothing is lost, and nothing is said, where statements are not prepared or the pooler follows them, though a newer version changes a table meanwhile", async (context) => {
  needsPooler(context);
  const { pooled, query } = await behindPooler({
    default_pool_size: 5,
    ...(poolerKeepsNames && { max_prepared_statements: 200 }),
  });
  const gateway = await aGatewayProcess({
    ...environmentOf(pooled),
    CHAMRA_DATABASE_PREPARE: poolerKeepsNames ? "auto" : "off",
  });
  const paying = payments(gateway);
  for (const table of ["accounts", "charges", "sources"]) await query(`alter table ${table} add column seen bigint`);
  for (const answer of [...(await paying), ...(await payments(gateway))]) expect(answer.status).toBe(200);
  expect(linesOf(gateway, "prepared statements")).toEqual([]);
});

test("a start through a pooler leaves no lock behind: the next one, past the pooler, does not wait", async (context) => {
  needsPooler(context);
  const { pooled, direct, query } = await behindPooler();
  const first = await aGatewayProcess(environmentOf(pooled));
  expect(await first.stop()).toBe(0);
  expect(await query("select count(*) as kept from pg_stat_activity where datname = current_database()")).not.toEqual([
    { kept: "1" }, // our own; the pooler has kept the gateway's
  ]);
  expect(
    await query(
      "select pid from pg_locks l where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
    ),
  ).toEqual([]);
  const next = await aGatewayProcess(environmentOf(direct));
  expect(linesOf(next, "waiting")).toEqual([]);
  expect((await charge(next)).status).toBe(200);
});

test("a process that dies in its start, with the lock, holds up nobody behind the pooler", async (context) => {
  needsPooler(context);
  const { pooled, direct } = await behindPooler();
  const dying = new pg.Client(pooled);
  dying.on("error", () => {}); // as it should
  await dying.connect();
  await dying.query("begin; select pg_advisory_xact_lock(hashtext('chamra'))");
  const next = aGatewayProcess(environmentOf(direct));
  dying.connection.stream.destroy();
  expect(linesOf(await next, "waiting")).toEqual([]);
});

test("two gateways that start at once through one pooler make one schema, one first merchant and one set of keys", async (context) => {
  needsPooler(context);
  const { pooled, query } = await behindPooler({ default_pool_size: 2 });
  const both = await Promise.all([aGatewayProcess(environmentOf(pooled)), aGatewayProcess(environmentOf(pooled))]);
  const migrations = readdirSync("src/storage/migrations").map((name) => ({ name }));
  expect(await query("select name from migrations order by name")).toEqual(migrations);
  await expectFirstStart(query);
  for (const gateway of both) expect((await charge(gateway)).status).toBe(200);
});

test("while PostgreSQL behind the pooler is away a charge is answered 503 with a time to come back, and is made once it is there again", async (context) => {
  needsPooler(context);
  const server = await aPostgres();
  onTestFinished(server.remove);
  const pooled = await aPooler(server.url, { server_login_retry: 1, query_wait_timeout: 1 });
  const gateway = await aGatewayProcess(environmentOf(pooled));
  await server.stopAtOnce();
  for (let round = 0; round < 2; round += 1) {
    const { status, headers } = await charge(gateway, "order-1");
    expect([status, headers.get("retry-after")]).toEqual([503, "2"]);
  }
  await server.start();
  await expect.poll(async () => (await charge(gateway, "order-1")).status, { timeout: 20_000 }).toBe(200);
  expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
});

function needsPooler({ skip }: TestContext): void {
  skip(noPooler !== undefined, noPooler);
}

/** PgBouncer in transaction mode: each transaction may run on another connection to PostgreSQL, and session state stays on the old one. */
async function behindPooler(settings: Record<string, string | number> = {}) {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return {
    direct: database.url,
    pooled: await aPooler(database.url, settings),
    query: (text: string) => query(database.url, text),
  };
}

function environmentOf(url: string): Record<string, string> {
  return { DATABASE_URL: url, CHAMRA_VAULT_KEY: "ab".repeat(32), CHAMRA_DATABASE_CONNECTIONS: "8" };
}

/** 8 clients with 25 payments each. */
async function payments(gateway: GatewayProcess): Promise<Answer[]> {
  const clients = Array.from({ length: 8 }, async () => {
    const answers: Answer[] = [];
    for (let round = 0; round < 25; round += 1) answers.push(await charge(gateway));
    return answers;
  });
  return (await Promise.all(clients)).flat();
}

function charge(gateway: GatewayProcess, key?: string): Promise<Answer> {
  const body = {
    amount: 150000,
    currency: "THB",
    return_uri: "https://example.com/done",
    source: { type: "mobile_banking_kbank" },
  };
  return gateway.call("POST", "/charges", { body, ...(key && { headers: { "Idempotency-Key": key } }) });
}

const linesOf = (gateway: GatewayProcess, words: string): string[] =>
  gateway
    .output()
    .split("\n")
    .filter((line) => line.includes(words));

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => (value: string) => value } });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
