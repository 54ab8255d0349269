import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Acknowledged, type Json, someClients } from "./clients.ts";
import { aGateway, type Gateway, keys, verify } from "./gateway.ts";
import { compare, type LiveAccount, liveDoings, takeLive } from "./live.ts";
import { aPostgres } from "./postgres.ts";
import { aReceiver, type Receiver } from "./receiver.ts";
import { type LiveUpstream, someUpstreams } from "./upstreams.ts";

export type Result = {
  kills: number;
  charges: number;
  refunds: number;
  /** Number of all events; each was received. */
  events: number;
  receivedTwice: number;
  /** Number of answers to clients that the database is unavailable. */
  outages: number;
  /** Number of commits with many saves: by SQLite's thread, or in a statement that several saves share on PostgreSQL. */
  crowds: number;
  /** Number of payments with money at each upstream of live mode. */
  paidAt: Record<string, number>;
  /** Number of live payments that wait for an upstream's answer at the end. */
  waiting: number;
  /** All violations found; empty if there are none. */
  faults: string[];
};

/** Enough clients that many saves wait at the same time. */
const clientCount = 48;

/** Time in ms between two kills. */
const livesFor = () => 300 + Math.random() * 500;

/** Time in ms after which the deliveries leased by a killed process are surely taken again (the lease is 30 s). */
const leaseMs = 35_000;

/** Time in ms in which every live payment reaches its end: upstreams are asked again after a minute, and SCB takes five questions a second. */
const settlesWithin = 240_000;

type Place = {
  /** Settings of the gateways and of `chamra verify`. */
  environment: Record<string, string>;
  gateways: number;
  /** A commit with more saves than this is a crowd. */
  fewMax: number;
  /** The database server, if it is killed as well. */
  database: { kill(): Promise<void>; restart(): Promise<void> } | null;
  remove(): Promise<void>;
};

/** The embedded engine on a file, with one gateway. */
export function onFile(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "chamra-crash-"));
  return Promise.resolve({
    environment: { CHAMRA_DATA: folder },
    gateways: 1,
    fewMax: 16,
    database: null,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  });
}

/** PostgreSQL with two gateways. */
export async function onPostgres(): Promise<Place> {
  const server = await aPostgres();
  return {
    environment: { DATABASE_URL: server.url, CHAMRA_VAULT_KEY: "ab".repeat(32) },
    gateways: 2,
    fewMax: 1,
    database: { kill: server.stopAtOnce, restart: server.start },
    remove: server.remove,
  };
}

/**
 * Kills gateways, their database and the upstreams of live mode under load, `rounds` times in turn. Then checks that everything acknowledged to clients
 * exists, and that the books and the upstreams agree on each live payment.
 *
 * @param waitMs time limit for events to arrive after the last kill; the others must then still be due
 */
export async function crash(place: Place, rounds: number, waitMs = leaseMs): Promise<Result> {
  const receiver = await aReceiver();
  const folder = mkdtempSync(join(tmpdir(), "chamra-crash-upstream-"));
  const live: { account?: LiveAccount } = {};
  const upstreams = await someUpstreams(folder, (upstream, headers, body) => {
    const { url } = gateways[Math.floor(Math.random() * gateways.length)] as Gateway; // there is one at least
    return fetch(`${url}${live.account?.notifyPaths.get(upstream)}`, { method: "POST", headers, body });
  });
  const environment = {
    ...place.environment,
    CHAMRA_WEBHOOK_URL: receiver.url,
    CHAMRA_LOG_LEVEL: "fatal",
    CHAMRA_UPSTREAMS: upstreams.all.map(({ addresses }) => addresses).join(),
  };
  const gateways = await Promise.all(Array.from({ length: place.gateways }, () => aGateway(environment)));
  const [first] = gateways;
  if (!first) throw new Error("there is no gateway");
  try {
    await Promise.all(gateways.map((gateway) => gateway.start()));
    live.account = await takeLive(environment, upstreams.all);
    const { key: liveKey } = live.account;
    const clients = someClients(
      clientCount,
      gateways.map(({ url }) => url),
      liveDoings(upstreams, live.account),
    );
    const { kills, ...seen } = await killInTurn(place, gateways, upstreams.all, rounds);
    await pause(livesFor());
    for (const gateway of gateways) seen.crowds += await crowdsOf(gateway, place.fewMax);
    const duringLoad = await verify(place.environment);
    await clients.stop();
    const compared = await compare(
      upstreams.all,
      () => all<Json>(first, "/charges", liveKey),
      (path) => fetch(`${first.url}${path}`, { redirect: "manual" }),
      { settles: waitMs >= leaseMs, waitMs: waitMs >= leaseMs ? settlesWithin : waitMs },
    );
    const faults = [
      ...clients.faults,
      ...(duringLoad.code === 0 ? [] : [`under load: ${duringLoad.out}`]),
      ...(await missing(first, clients.acknowledged, liveKey)),
      ...compared.faults,
    ];
    const events = await all<Event>(first, "/events", keys.secret);
    const liveEvents = await all<Event>(first, "/events", liveKey);
    faults.push(...wrongEvents([...events, ...liveEvents], clients.acknowledged, receiver));
    faults.push(...(await notArrived(events, receiver, waitMs, first)));
    for (const gateway of gateways) {
      const code = await gateway.stop();
      if (code !== 0) faults.push(`a gateway ended with ${code}: ${gateway.complaints()}`);
    }
    const after = await verify(place.environment);
    if (after.code !== 0) faults.push(`afterwards: ${after.out}`);
    return {
      kills,
      charges: clients.acknowledged.charges.size,
      refunds: clients.acknowledged.refunds.size,
      events: events.length,
      receivedTwice: [...receiver.received.values()].filter((times) => times > 1).length,
      outages: clients.outages(),
      crowds: seen.crowds,
      paidAt: compared.paidAt,
      waiting: compared.waiting.length,
      faults,
    };
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.kill()));
    await Promise.all(upstreams.all.map((upstream) => upstream.remove()));
    receiver.close();
    rmSync(folder, { recursive: true, force: true });
    await place.remove();
  }
}

/** Kills gateways, upstreams and the database in turn; returns the number of kills, and of crowds that the gateways had written before. */
async function killInTurn(
  { database, fewMax }: Place,
  gateways: readonly Gateway[],
  upstreams: readonly LiveUpstream[],
  rounds: number,
) {
  let crowds = 0;
  const own = [
    ...gateways.map((gateway) => ({
      kill: async () => {
        crowds += await crowdsOf(gateway, fewMax);
        await gateway.kill();
      },
      restart: gateway.start,
    })),
    ...(database ? [database] : []),
  ];
  const theirs = upstreams.map(({ kill, start }) => ({ kill, restart: start }));
  for (let round = 0; round < rounds; round += 1) {
    await pause(livesFor());
    const kind = round % 2 === 0 ? own : theirs;
    const victim = kind[Math.floor(round / 2) % kind.length];
    await victim?.kill();
    if (Math.random() < 0.5) await pause(Math.random() * 300);
    await victim?.restart();
  }
  return { kills: rounds, crowds };
}

/** Number of crowds that this process has written. */
async function crowdsOf({ url }: Gateway, fewMax: number): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const upTo = (bound: string) =>
    Number(new RegExp(`^chamra_commit_batch_size_bucket\\{le="${bound}"\\} (\\d+)$`, "m").exec(metrics)?.[1]);
  return upTo("\\+Inf") - upTo(String(fewMax));
}

const finals = ["successful", "failed", "expired", "reversed"];

/** Acknowledged charges and refunds that are missing or changed. */
async function missing(gateway: Gateway, { charges, refunds }: Acknowledged, liveKey: string): Promise<string[]> {
  const faults: string[] = [];
  const keyOf = (charge: string) => (charge.startsWith("chrg_test_") ? keys.secret : liveKey);
  for (const [id, status] of charges) {
    const found = await get(gateway, `/charges/${id}`, keyOf(id));
    if (found.id !== id) faults.push(`charge ${id} is gone`);
    else if (finals.includes(status) && found.status !== status)
      faults.push(`charge ${id} was ${status} and is ${found.status}`);
  }
  for (const [id, charge] of refunds) {
    const found = await get(gateway, `/charges/${charge}/refunds/${id}`, keyOf(charge));
    if (found.id !== id) faults.push(`refund ${id} is gone`);
  }
  return faults;
}

type Event = { id: string; key: string; data: { id: string } };

/** All objects of a list. */
async function all<Item>(gateway: Gateway, path: string, key: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let total = 1; items.length < total; ) {
    const page = await get(gateway, `${path}?order=chronological&limit=100&offset=${items.length}`, key);
    items.push(...page.data);
    total = page.total;
    if (page.data.length === 0) break;
  }
  return items;
}

function wrongEvents(events: readonly Event[], acknowledged: Acknowledged, { received }: Receiver): string[] {
  const known = new Set(events.map(({ id }) => id));
  const told = new Map<string, string[]>();
  for (const { key, data } of events)
    if (outcomes.includes(key)) told.set(data.id, [...(told.get(data.id) ?? []), key]);
  return [
    ...[...acknowledged.events].filter((id) => !known.has(id)).map((id) => `event ${id} is gone`),
    ...[...received.keys()].filter((id) => !known.has(id)).map((id) => `event ${id} was sent and is not there`),
    ...[...acknowledged.charges]
      .filter(([id, status]) => finals.includes(status) && !isOutcome(told.get(id)))
      .map(([id]) => `charge ${id} was told of as ${told.get(id)}`),
  ];
}

const outcomes = ["charge.create", "charge.complete"];

/** Whether the events of a charge are right: `charge.create` once; `charge.complete` at most once, if it was pending. */
const isOutcome = (keys: readonly string[] = []): boolean =>
  new Set(keys).size === keys.length && keys.includes("charge.create");

/** Waits until all have arrived; if the wait is shorter than a lease, events that are still due are accepted. */
async function notArrived(
  events: readonly Event[],
  { received }: Receiver,
  waitMs: number,
  gateway: Gateway,
): Promise<string[]> {
  const left = () => events.filter(({ id }) => !received.has(id));
  for (const startedAt = performance.now(); left().length > 0 && performance.now() - startedAt < waitMs; )
    await pause(100);
  if (waitMs >= leaseMs) return left().map(({ id, key }) => `event ${id} (${key}) did not arrive`);
  const faults: string[] = [];
  for (const { id } of left()) {
    const { webhook_deliveries: tries } = await get(gateway, `/events/${id}`);
    if (tries.length > 0) faults.push(`event ${id} was tried ${tries.length} times and did not arrive`);
  }
  if (left().length > leasedMax) faults.push(`${left().length} events did not arrive, more than processes had taken`);
  return faults;
}

/** Upper bound of deliveries leased by killed processes: twice eight an endpoint for each process killed within one lease. */
const leasedMax = 100;

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
async function get({ url }: Gateway, path: string, key = keys.secret): Promise<any> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
  return (await fetch(`${url}${path}`, { headers: { authorization } })).json();
}
