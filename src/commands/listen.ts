import { setTimeout as pause } from "node:timers/promises";
import { wireTime } from "../api/wire/shape.ts";
import { bounded } from "../domain/base/bounded.ts";
import { parseDuration } from "../domain/base/duration.ts";
import { Refusal } from "../domain/base/errors.ts";
import { type EventKey, eventKeys, isTaken } from "../domain/event/event.ts";
import { version } from "../version.ts";
import { createOutbound, type Outbound } from "../webhooks/outbound.ts";
import { sign } from "../webhooks/signature.ts";
import { type Client, clientFlags, type Json, reachGateway } from "./client.ts";
import { command, UsageError } from "./command.ts";
import { didYouMean } from "./nearest.ts";
import { lookOf, painted } from "./paint.ts";

/** Pause between two looks at the list of events. */
const lookAgainMs = 500;

/** Seconds before the latest event that are read again: another process of the gateway may save an event a little later than its time says. */
const readAgainSeconds = 10;

const hint = "chamra listen --help";

export const listenCommand = command({
  name: "listen",
  about:
    "Shows events of test mode as they happen, and forwards them to your own server, signed as its endpoint would get them.",
  args: {},
  flags: {
    "forward-to": { about: "Where to send each event; may be given several times.", takes: "address", many: true },
    events: {
      about: "Only these, such as `charge.*,refund.create`; every event by default.",
      takes: "keys",
      many: true,
    },
    since: {
      about: "Begins with what happened in this time, such as `10m` or `2h`; with now by default.",
      takes: "span",
    },
    replay: {
      about:
        "Sends one event again and ends: its id, or a key for the newest event of that key. Exit code 1 where a target does not take it.",
      takes: "event",
    },
    ...clientFlags,
  },
  json: true,
  run: async ({ flags: { "forward-to": targets, events, since, replay, ...flags }, asJson, config }) => {
    const wanted = keysMatching(events);
    const span = since === undefined ? null : spanOf(since);
    mustBeAddresses(targets);
    const client = await reachGateway(config(), flags);
    const tools = await client.call("POST", "/test/tools");
    const outbound = createOutbound({ version });
    const tell = asJson ? printJson : print;
    const forward = { targets, outbound, secret: tools.webhook_secret, tell };
    if (replay !== undefined) {
      const taken = await show(await eventToReplay(client, replay), forward);
      await outbound.close();
      if (!taken) process.exitCode = 1;
      return { text: "" };
    }
    const begun = () => asJson || process.stderr.write(beginning(client.url, tools.webhook_secret, targets));
    const from = Date.parse(tools.now) - (span ?? 0);
    for await (const event of eventsFrom(client, from, span !== null, begun))
      if (wanted.has(event.key)) await show(event, forward);
    return { text: "" };
  },
});

/** @throws UsageError for a pattern that no event has */
export function keysMatching(patterns: readonly string[]): ReadonlySet<string> {
  const all = Object.keys(eventKeys);
  if (patterns.length === 0) return new Set(all);
  return new Set(
    patterns.flatMap((pattern) => {
      const [before = "", ...after] = pattern.split("*");
      const fits = (key: string) =>
        after.length === 0 ? key === pattern : key.startsWith(before) && after.every((part) => key.endsWith(part));
      const found = all.filter(fits);
      if (found.length > 0) return found;
      throw new UsageError(`No event is called "${pattern}".${didYouMean(pattern, all)}`, hint);
    }),
  );
}

/** Milliseconds of `10m`. @throws UsageError */
function spanOf(text: string): number {
  const span = parseDuration(text);
  if (span === null) throw new UsageError(`--since needs a time such as 10m or 2h, not "${text}".`, hint);
  return span;
}

function mustBeAddresses(targets: readonly string[]): void {
  for (const target of targets)
    if (!/^https?:\/\//i.test(target) || !URL.canParse(target))
      throw new UsageError(
        `--forward-to needs an address such as http://localhost:3000/webhooks, not "${target}".`,
        hint,
      );
}

function beginning(url: string, secret: string, targets: readonly string[]): string {
  const where = targets.length === 0 ? "" : `, forwarding to ${targets.join(", ")}`;
  return `Listening to ${url}${where}. Ctrl-C ends it.\nEvents are signed with the webhook secret ${secret}\n`;
}

/**
 * Events as they happen, oldest first, each once. The list of events is read again and again, so a gateway that is started anew meanwhile loses nothing.
 *
 * @param from earliest time, by the account's clock
 * @param past whether what has happened since then is wanted, too
 * @param begun is told once whatever happens from now on will be returned
 */
async function* eventsFrom(client: Client, from: number, past: boolean, begun: () => void): AsyncGenerator<Json> {
  const seen = bounded<true>(10_000);
  const earliest = wireTime(from);
  let latest = earliest;
  let first = true;
  for (;;) {
    const start = wireTime(Math.max(Date.parse(latest) - readAgainSeconds * 1_000, Date.parse(earliest)));
    for await (const event of allSince(client, start, first)) {
      const known = seen.peek(event.id) !== undefined;
      seen.set(event.id, true);
      if (timeOf(event) > latest) latest = timeOf(event);
      if (!known && (past || !first)) yield event;
    }
    if (first) begun();
    first = false;
    await pause(lookAgainMs);
  }
}

const pageSize = 100;

/** @param strict whether a gateway that cannot be reached is an error; later it may be starting anew */
async function* allSince(client: Client, from: string, strict: boolean): AsyncGenerator<Json> {
  for (let offset = 0; ; offset += pageSize) {
    const query = `from=${from}&order=chronological&limit=${pageSize}&offset=${offset}`;
    const page = await client.call("GET", `/events?${query}`).catch((error: Error) => {
      if (strict) throw error;
      return { data: [] };
    });
    yield* page.data;
    if (page.data.length < pageSize) return;
  }
}

/** When an event happened; versions of the API before the newest call that otherwise. */
const timeOf = (event: Json): string => event.created_at ?? event.created;

type Forward = {
  targets: readonly string[];
  outbound: Outbound;
  secret: string;
  tell(line: Told): void;
};

type Told =
  | { event: Json; target: null }
  | { event: Json; target: string; status: number | null; ms: number; said: string | null };

/** Tells of an event and sends it to all targets at once. Returns whether all took it. */
async function show(event: Json, { targets, outbound, secret, tell }: Forward): Promise<boolean> {
  tell({ event, target: null });
  const body = bodyOf(event);
  const signature = sign([secret], Math.floor(Date.now() / 1_000), body);
  const headers = { "content-type": "application/json", ...signature };
  const answers = await Promise.all(
    targets.map(async (target) => {
      const { status, error, answer, latencyMs } = await outbound.post({ url: target, body, headers, livemode: false });
      tell({ event, target, status, ms: latencyMs, said: error ?? answer });
      return isTaken(status);
    }),
  );
  return answers.every(Boolean);
}

/** The bytes that an endpoint gets: without the tries to deliver them. Events of older versions have no such list. */
export const bodyOf = (event: Json): string =>
  `${JSON.stringify("webhook_deliveries" in event ? { ...event, webhook_deliveries: [] } : event, null, 2)}\n`;

/** @throws GatewayRefusal, Refusal */
async function eventToReplay(client: Client, named: string): Promise<Json> {
  if (named.startsWith("evnt_")) return client.call("GET", `/events/${encodeURIComponent(named)}`);
  const [key] = keysMatching([named]);
  for (let offset = 0; ; offset += pageSize) {
    const query = `order=reverse_chronological&limit=${pageSize}&offset=${offset}`;
    const { data } = await client.call("GET", `/events?${query}`);
    const found = data.find((event: Json) => event.key === (key as EventKey));
    if (found) return found;
    if (data.length < pageSize)
      throw new Refusal("not_found", `No event ${named} has happened yet: \`chamra trigger ${named}\` makes one.`);
  }
}

function print(told: Told): void {
  const { event, target } = told;
  if (target === null) {
    process.stdout.write(
      `${painted("dim", timeOf(event))} ${painted("bold", event.key)} ${event.id} ${event.data.id}\n`,
    );
    return;
  }
  const { status, ms, said } = told;
  const answer = painted(lookOf(status), status === null ? "no answer" : String(status));
  process.stdout.write(`  → ${target} ${answer} ${ms} ms${said ? `: ${said.split("\n", 1)[0]}` : ""}\n`);
}

function printJson(told: Told): void {
  const { event, target, ...answer } = told;
  const line = target === null ? event : { event: event.id, key: event.key, target, ...answer };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
