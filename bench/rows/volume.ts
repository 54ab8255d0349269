import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { requestText } from "../load.ts";
import { keys, residentMiB, type Server, type Site } from "../processes.ts";
import type { Row, Scale } from "../row.ts";
import { aCharge, allAnswered, clients, kplusRequest, rate } from "./charges.ts";

/** Two gateways with one account each: one with 1,000 charges, one with a thousand times more. */
async function fewAndMany(site: Site, { count, warmUpMs }: Scale) {
  const second = site.second();
  const [few, many] = [await gatewayWith(site, 1_000), await gatewayWith(site, count(1_000_000))];
  for (const server of [few, many]) await rate(second, server, kplusRequest, warmUpMs);
  return { second, few, many };
}

export const chargesAmongMany: Row = {
  name: "many-charges",
  figure: "charges/s with 1,000,000 charges stored",
  baseline: "the same with 1,000",
  unit: "/s",
  goal: { atLeast: 0.9 },
  prepare: async (site, scale) => {
    const { second, few, many } = await fewAndMany(site, scale);
    return {
      figure: () => rate(second, many, kplusRequest, scale.roundMs),
      baseline: () => rate(second, few, kplusRequest, scale.roundMs),
    };
  },
};

export const listsAmongMany: Row = {
  name: "many-lists",
  figure: "p99 of lists and searches by time with 1,000,000 charges stored, one client",
  baseline: "the same with 1,000",
  unit: "ms",
  goal: { atMost: 1.5 },
  prepare: async (site, scale) => {
    const { second, few, many } = await fewAndMany(site, scale);
    const p99 = async ({ port }: Server) => {
      const load = { port, requests: lists(), clients: 1, durationMs: scale.roundMs };
      return allAnswered(await second("closedLoad", load)).p99Ms;
    };
    await p99(few);
    await p99(many);
    return { figure: () => p99(many), baseline: () => p99(few) };
  },
};

/** Queries of lists: newest, oldest, and one day of the year. */
function lists(): string[] {
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const searches = [10, 100, 200, 300].map((ago) => `from=${day(ago)}&to=${day(ago - 1)}`);
  const queries = ["order=reverse_chronological", "order=chronological", "limit=100", ...searches];
  return queries.map((query) => requestText("GET", `/charges?${query}`, { key: keys.secretKey }));
}

export const memory: Row = {
  name: "memory",
  figure: "resident memory after 100,000 charges",
  baseline: "resident memory when ready",
  unit: "MiB",
  goal: { atMost: 2 },
  prepare: async (site, { count }) => {
    const second = site.second();
    let ready = 0;
    const figure = async () => {
      const gateway = await site.gateway({ CHAMRA_DATA: site.folder() });
      ready = await residentMiB(gateway.pid);
      const load = { port: gateway.port, requests: [kplusRequest], clients, count: count(100_000) };
      allAnswered(await second("closedLoad", load));
      const after = await residentMiB(gateway.pid);
      await gateway.stop();
      return after;
    };
    return {
      figure,
      baseline: async () => {
        if (ready > 0) return ready;
        const gateway = await site.gateway({ CHAMRA_DATA: site.folder() });
        ready = await residentMiB(gateway.pid);
        await gateway.stop();
        return ready;
      },
    };
  },
};

/** Copies of one charge with their events, spread over the last year. Inserted by SQL, since the gateway would need minutes. */
async function gatewayWith(site: Site, charges: number): Promise<Server> {
  const folder = site.folder();
  const empty = await site.gateway({ CHAMRA_DATA: folder });
  await aCharge(empty);
  await empty.stop();
  const db = new DatabaseSync(join(folder, "chamra.db"));
  db.exec("pragma synchronous = off; begin");
  const table = db.prepare("select name from pragma_table_info('charges')").all();
  const columns = table.map(({ name }) => `"${name}"`);
  const spread = "created_at - (? - n) * cast(31536000000 / ? as integer)";
  const copies: Record<string, string> = {
    '"id"': "'chrg_test_0' || printf('%018d', n)",
    '"page"': "'pay2_test_0' || printf('%018d', n)",
    '"state"': "'expired'",
    '"due_at"': "null",
    '"created_at"': spread,
  };
  const numbers = "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?)";
  db.prepare(
    `${numbers} insert into charges (${columns}) select ${columns.map((column) => copies[column] ?? column)} from numbers, (select * from charges limit 1)`,
  ).run(charges, charges, charges);
  db.prepare(
    `${numbers} insert into events (id, account, livemode, key, object, object_id, charge, data, api_version, created_at)
     select 'evnt_test_0' || printf('%018d', n), account, livemode, key, object, 'chrg_test_0' || printf('%018d', n), 'chrg_test_0' || printf('%018d', n), data, api_version, ${spread}
     from numbers, (select * from events limit 1)`,
  ).run(charges, charges, charges);
  db.exec("commit; pragma wal_checkpoint(truncate)");
  db.close();
  return site.gateway({ CHAMRA_DATA: folder });
}
