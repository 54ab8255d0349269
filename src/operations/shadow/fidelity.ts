import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import { minutes, secondOf, type Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import {
  compareEvents,
  type EndpointReport,
  type EventSeen,
  reportOf,
  type Tally,
  tallyOf,
} from "../../domain/shadow/report.ts";
import type { Shadow } from "../../domain/shadow/shadow.ts";
import type { Gateway } from "../gateway.ts";
import { mirrorOf, shadowOf } from "./shadow.ts";

/** How faithful the answers of an account were, by its shadow. */
export type Fidelity = {
  account: AccountId;
  /** Label of the upstream, and the moments between which requests are told of. */
  upstream: string;
  since: Time;
  until: Time;
  /** Whether the account has a shadow now. */
  active: boolean;
  /** Requests that wait in this process to be sent. */
  waiting: number;
  total: Tally;
  endpoints: EndpointReport[];
  events: EventsReport;
};

/** What came of comparing events: of how many objects, or why they were not compared. */
type EventsReport = {
  objects: number;
  same: number;
  differences: { line: string; count: number; example: string }[];
  problem: string | null;
};

/** Objects whose events are compared, and events that are read on each side at most. */
const objectsMax = 500;
const pagesMax = 5;
const pageSize = 100;
const eventsMax = pagesMax * pageSize;

/**
 * Reports what differed between our answers and those of the account's shadow. The events of both are read and compared now: of the objects that have
 * a counterpart, which events came, in which order, and how long after the first.
 *
 * @param span how far back it looks, in milliseconds
 * @throws Refusal `bad_request` in live mode
 */
export async function fidelityOf(gateway: Gateway, account: Account, span: number): Promise<Fidelity> {
  mustBeTest(account, "a report of a shadow");
  const until = gateway.now();
  const since = until - span;
  const [{ upstream, shadow }, comparisons] = await Promise.all([
    shadowOf(gateway, account.id),
    gateway.store.shadow.comparisons(account.id, since),
  ]);
  return {
    account: account.id,
    upstream: upstream.label.en,
    since,
    until,
    active: shadow !== null,
    waiting: gateway.shadows.waiting(account.id),
    total: tallyOf(comparisons),
    endpoints: reportOf(comparisons),
    events: shadow ? await eventsOf(gateway, shadow, since) : none("there is no shadow now"),
  };
}

const none = (problem: string | null): EventsReport => ({ objects: 0, same: 0, differences: [], problem });

/** Whether anything differed. */
export const differs = ({ total, events }: Fidelity): boolean => total.differing > 0 || events.differences.length > 0;

async function eventsOf(gateway: Gateway, shadow: Shadow, since: Time): Promise<EventsReport> {
  const { store } = gateway;
  const { account } = shadow;
  const counterparts = await store.shadow.counterpartsSince(account, Math.max(since, shadow.createdAt), objectsMax);
  if (counterparts.length === 0) return none(null);
  const range = {
    limit: eventsMax,
    offset: 0,
    from: 0,
    to: gateway.clock.of(account),
    order: "reverse_chronological",
  } as const;
  const { rows } = await store.event.list(account, range);
  const ours = Map.groupBy(rows.reverse(), ({ objectId }) => objectId);
  let theirs: Map<string, EventSeen[]>;
  try {
    theirs = await theirEvents(gateway, shadow, Math.min(...counterparts.map(({ createdAt }) => createdAt)));
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  }
  const lines = new Map<string, { line: string; count: number; example: string }>();
  let [objects, same] = [0, 0];
  for (const { id, theirs: theirId } of counterparts) {
    const here = (ours.get(id) ?? []).map(({ key, createdAt }) => ({ key, at: createdAt }));
    const there = theirs.get(theirId) ?? [];
    if (here.length + there.length === 0) continue; // no events are about tokens, cards and the like
    if (rows.length === eventsMax && !here[0]?.key.endsWith(".create")) continue; // its first events are older than what was read
    objects += 1;
    const found = compareEvents(kindOfId(id) ?? "thing", here, there);
    if (found.length === 0) same += 1;
    for (const line of found) {
      const known = lines.get(line);
      if (known) known.count += 1;
      else lines.set(line, { line, count: 1, example: id });
    }
  }
  return { objects, same, differences: [...lines.values()], problem: null };
}

/** Events of the shadow by the object that each is about, oldest first. @throws Error where it does not tell them all */
async function theirEvents(gateway: Gateway, shadow: Shadow, from: Time): Promise<Map<string, EventSeen[]>> {
  const mirror = mirrorOf(gateway, shadow);
  const found = new Map<string, EventSeen[]>();
  for (let page = 0; page < pagesMax; page += 1) {
    const query = new URLSearchParams({
      from: secondOf(from - minutes(1)),
      order: "chronological",
      limit: String(pageSize),
      offset: String(page * pageSize),
    });
    const { status, body } = await mirror.send({
      method: "GET",
      path: `/events?${query}`,
      key: "secret",
      headers: { accept: "application/json", "omise-version": "2019-05-29" },
      body: "",
    });
    if (status !== 200) throw new Error(`the shadow answered ${status} to the question for its events`);
    const { data, total } = JSON.parse(body) as { data: TheirEvent[]; total: number }; // a list of events, by the status
    for (const { key, created_at, data: about } of data) {
      const events = found.get(about.id) ?? [];
      events.push({ key, at: Date.parse(created_at) });
      found.set(about.id, events);
    }
    if ((page + 1) * pageSize >= total) return found;
  }
  throw new Error(`the shadow has more than ${eventsMax} events of this time: ask for a shorter one`);
}

/** The parts of an upstream's event that are read. */
type TheirEvent = { key: string; created_at: string; data: { id: string } };
