import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Acknowledged, someClients } from "./clients.ts";
import { aGateway, type Gateway, keys, verify } from "./gateway.ts";
import { aPostgres } from "./postgres.ts";
import { aReceiver, type Receiver } from "./receiver.ts";

export type Result = {
  kills: number;
  charges: number;
  refunds: number;
  /** All that there are; each was received. */
  events: number;
  receivedTwice: number;
  /** How often a client was told that the database is away. */
  outages: number;
  /** Commits of a crowd: by SQLite's thread, in a statement that several saves shared on PostgreSQL. */
  crowds: number;
  /** Whatever was not as it must be; empty if all is well. */
  faults: string[];
};

/** Enough that many saves wait at the same moment. */
const clientCount = 48;

/** Every so long somebody dies. */
const livesFor = () => 300 + Math.random() * 500;

/** A delivery that a dead process had taken is taken again after its lease of 30 s. */
const leaseMs = 35_000;

type Place = {
  /** What gateways and `chamra verify` are given. */
  environment: Record<string, string>;
  gateways: number;
  /** More saves than that in one commit are a crowd. */
  fewMax: number;
  /** What dies besides the gateways. */
  database: { kill(): Promise<void>; restart(): Promise<void> } | null;
  remove(): Promise<void>;
};

/** The embedded engine on a file, with its one gateway. */
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
 * Kills gateways and their database under load, `rounds` times in turn, and then looks for everything that a client was told.
 *
 * @param waitMs how long events may take to arrive after the last death; those that have not must then still be on their way
 */
export async function crash(place: Place, rounds: number, waitMs = leaseMs): Promise<Result> {
  const receiver = await aReceiver();
  const environment = { ...place.environment, CHAMRA_WEBHOOK_URL: receiver.url, CHAMRA_LOG_LEVEL: "fatal" };
  const gateways = await Promise.all(Array.from({ length: place.gateways }, () => aGateway(environment)));
  const [first] = gateways;
  if (!first) throw new Error("there is no gateway");
  try {
    await Promise.all(gateways.map((gateway) => gateway.start()));
    const clients = someClients(
      clientCount,
      gateways.map(({ url }) => url),
    );
    const { kills, ...seen } = await killInTurn(place, gateways, rounds);
    await pause(livesFor());
    for (const gateway of gateways) seen.crowds += await crowdsOf(gateway, place.fewMax);
    const duringLoad = await verify(place.environment);
    await clients.stop();
    const faults = [
      ...clients.faults,
      ...(duringLoad.code === 0 ? [] : [`under load: ${duringLoad.out}`]),
      ...(await missing(first, clients.acknowledged)),
    ];
    const events = await allEvents(first);
    faults.push(...wrongEvents(events, clients.acknowledged, receiver));
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
      faults,
    };
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.kill()));
    receiver.close();
    await place.remove();
  }
}

/** Each gateway in turn, then the database; returns how many died, and how many crowds their gateways had written by then. */
async function killInTurn({ database, fewMax }: Place, gateways: readonly Gateway[], rounds: number) {
  let crowds = 0;
  const victims = [
    ...gateways.map((gateway) => ({
      kill: async () => {
        crowds += await crowdsOf(gateway, fewMax);
        await gateway.kill();
      },
      restart: gateway.start,
    })),
    ...(database ? [database] : []),
  ];
  for (let round = 0; round < rounds; round += 1) {
    await pause(livesFor());
    const victim = victims[round % victims.length];
    await victim?.kill();
    if (Math.random() < 0.5) await pause(Math.random() * 300);
    await victim?.restart();
  }
  return { kills: rounds, crowds };
}

/** How many commits of its life were those of a crowd. */
async function crowdsOf({ url }: Gateway, fewMax: number): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const upTo = (bound: string) =>
    Number(new RegExp(`^chamra_commit_batch_size_bucket\\{le="${bound}"\\} (\\d+)$`, "m").exec(metrics)?.[1]);
  return upTo("\\+Inf") - upTo(String(fewMax));
}

const finals = ["successful", "failed", "expired", "reversed"];

/** Charges and refunds that somebody was told of and that are not there, or not as they were. */
async function missing(gateway: Gateway, { charges, refunds }: Acknowledged): Promise<string[]> {
  const faults: string[] = [];
  for (const [id, status] of charges) {
    const found = await get(gateway, `/charges/${id}`);
    if (found.id !== id) faults.push(`charge ${id} is gone`);
    else if (finals.includes(status) && found.status !== status)
      faults.push(`charge ${id} was ${status} and is ${found.status}`);
  }
  for (const [id, charge] of refunds) {
    const found = await get(gateway, `/charges/${charge}/refunds/${id}`);
    if (found.id !== id) faults.push(`refund ${id} is gone`);
  }
  return faults;
}

type Event = { id: string; key: string; data: { id: string } };

async function allEvents(gateway: Gateway): Promise<Event[]> {
  const events: Event[] = [];
  for (let total = 1; events.length < total; ) {
    const page = await get(gateway, `/events?order=chronological&limit=100&offset=${events.length}`);
    events.push(...page.data);
    total = page.total;
    if (page.data.length === 0) break;
  }
  return events;
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

/** A charge that was decided at once is told of as created, one that was pending as completed too. Both once. */
const isOutcome = (keys: readonly string[] = []): boolean =>
  new Set(keys).size === keys.length && keys.includes("charge.create");

/** Waits until all have arrived; who is not patient enough for a dead process's lease accepts what is still on its way. */
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

/** No more can be in the hands of the dead: up to twice eight an endpoint for each process that died less than a lease ago. */
const leasedMax = 100;

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
async function get({ url }: Gateway, path: string): Promise<any> {
  const authorization = `Basic ${Buffer.from(`${keys.secret}:`).toString("base64")}`;
  return (await fetch(`${url}${path}`, { headers: { authorization } })).json();
}
