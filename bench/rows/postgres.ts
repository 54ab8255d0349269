import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { startServer } from "../../tests/kit/postgres-server.ts";
import { freePort, type Second, type Server, type Site } from "../processes.ts";
import { Missing, type Row } from "../row.ts";
import { aCharge, allAnswered, clients, kplusRequest, rate } from "./charges.ts";

/** A PostgreSQL with fsync on and otherwise default settings. */
async function aPostgres(site: Site) {
  const server = await startServer(true).catch((error: Error) => {
    throw new Missing(error.message);
  });
  site.atEnd(() => server.stop());
  return { ...server, url: `postgres://postgres@127.0.0.1:${server.port}/postgres` };
}

const gatewayOn = (site: Site, url: string): Promise<Server> =>
  site.gateway({ DATABASE_URL: url, CHAMRA_VAULT_KEY: "ab".repeat(32) });

export const postgresCharges: Row = {
  name: "postgres",
  figure: "the same on PostgreSQL, 64 clients",
  baseline: "`pgbench` doing the same inserts as separate statements in one transaction, 32 clients, same server",
  unit: "/s",
  goal: { atLeast: 1 },
  prepare: async (site, { warmUpMs, roundMs }) => {
    const postgres = await aPostgres(site);
    const pgbench = [postgres.binaries, "/usr/bin"].map((folder) => join(folder, "pgbench")).find(existsSync);
    if (!pgbench) throw new Missing("pgbench is not installed");
    const gateway = await gatewayOn(site, postgres.url);
    const script = join(site.folder(), "charge.sql");
    writeFileSync(script, await insertsOfOneCharge(postgres.url, () => aCharge(gateway)));
    const second = site.second();
    await rate(second, gateway, kplusRequest, warmUpMs);
    return {
      figure: () => rate(second, gateway, kplusRequest, roundMs),
      baseline: () => runPgbench(pgbench, script, postgres.port, roundMs),
    };
  },
};

/** Two processes on one PostgreSQL. */
async function aPair(site: Site) {
  const { url } = await aPostgres(site);
  return [await gatewayOn(site, url), await gatewayOn(site, url)] as const;
}

async function rateOfBoth(second: Second, servers: readonly Server[], durationMs: number): Promise<number> {
  const load = { requests: [kplusRequest], clients: clients / servers.length, durationMs };
  const results = await Promise.all(servers.map(({ port }) => second("closedLoad", { ...load, port })));
  return results.reduce((sum, result) => sum + allAnswered(result).perSecond, 0);
}

export const twoProcesses: Row = {
  name: "two-processes",
  figure: "charges/s of two gateway processes on one PostgreSQL, 64 clients",
  baseline: "one process on the same PostgreSQL",
  unit: "/s",
  goal: { atLeast: 1 },
  prepare: async (site, { warmUpMs, roundMs }) => {
    const pair = await aPair(site);
    const second = site.second();
    await rateOfBoth(second, pair, warmUpMs);
    return {
      figure: () => rateOfBoth(second, pair, roundMs),
      baseline: () => rate(second, pair[0], kplusRequest, roundMs),
    };
  },
};

export const behindNginx: Row = {
  name: "nginx",
  figure: "charges/s of two processes on one PostgreSQL behind nginx (bench/nginx.conf), 64 clients",
  baseline: "both processes asked directly",
  unit: "/s",
  goal: null,
  prepare: async (site, { warmUpMs, roundMs }) => {
    const nginx = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"].find(existsSync);
    if (!nginx) throw new Missing("nginx is not installed");
    const pair = await aPair(site);
    const port = await freePort();
    const folder = site.folder();
    const config = join(folder, "nginx.conf");
    writeFileSync(config, withPorts(readFileSync(new URL("../nginx.conf", import.meta.url), "utf8"), port, pair));
    const words = ["-p", folder, "-c", config, "-g", `daemon off; pid ${join(folder, "nginx.pid")};`];
    const proxy = await site.program(nginx, words, port);
    const second = site.second();
    await rate(second, proxy, kplusRequest, warmUpMs);
    return {
      figure: () => rate(second, proxy, kplusRequest, roundMs),
      baseline: () => rateOfBoth(second, pair, roundMs),
    };
  },
};

function withPorts(config: string, port: number, [one, other]: readonly [Server, Server]): string {
  return config.replace(":8080", `:${port}`).replace(":4242", `:${one.port}`).replace(":4243", `:${other.port}`);
}

/** The inserts of one charge, for every table that it adds a row to; pgbench repeats them with its own ids. */
async function insertsOfOneCharge(url: string, charge: () => Promise<unknown>): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
    const tables: string[] = rows.map(({ tablename }) => tablename);
    await charge(); // lets the key in, which is noted once
    const before = new Map<string, number>();
    for (const table of tables) before.set(table, await countOf(client, table));
    await charge();
    const inserts: string[] = [];
    for (const table of tables) {
      if ((await countOf(client, table)) === before.get(table)) continue;
      const added = await client.query(`select * from ${table} order by created_at desc limit 1`);
      inserts.push(insertOf(table, added.rows[0]));
    }
    return ["\\set n random(1, 1000000000000000)", "begin;", ...inserts, "commit;", ""].join("\n");
  } finally {
    await client.end();
  }
}

async function countOf(client: pg.Client, table: string): Promise<number> {
  return (await client.query(`select count(*)::int as number from ${table}`)).rows[0].number;
}

/** Ids and the page's name must be unique for each row; account and the like stay. */
function insertOf(table: string, row: Record<string, unknown>): string {
  const columns = Object.keys(row);
  const values = columns.map((column) => {
    const value = row[column];
    if (typeof value === "number") return String(value);
    if (value === null) return "null";
    const fresh = /^(id|page|charge|event)$/.test(column);
    return fresh ? `'${String(value).slice(0, 10)}' || :n` : literal(String(value));
  });
  return `insert into ${table} (${columns.map((column) => `"${column}"`).join(", ")}) values (${values.join(", ")});`;
}

/** Escapes colons: pgbench reads text after a colon as a variable, also inside quotes. */
function literal(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll(":", "\\x3a")}'`;
}

async function runPgbench(pgbench: string, script: string, port: number, durationMs: number): Promise<number> {
  const seconds = String(Math.max(1, Math.round(durationMs / 1_000)));
  const words = ["-n", "-M", "prepared", "-c", "32", "-j", "1", "-T", seconds, "-f", script];
  const { stdout } = await promisify(execFile)(pgbench, [
    ...words,
    "-h",
    "127.0.0.1",
    "-p",
    String(port),
    "-U",
    "postgres",
    "postgres",
  ]);
  const found = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (!found || !/failed transactions: 0 /.test(`${stdout} failed transactions: 0 `)) throw new Error(stdout);
  return Number(found);
}
