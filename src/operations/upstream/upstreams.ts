import type { Bank } from "../../connectors/bank.ts";
import type { Send, Upstream, UpstreamBank, UpstreamOffer } from "../../connectors/upstream.ts";
import { type Bounded, bounded } from "../../domain/base/bounded.ts";
import { buckets } from "../../domain/base/buckets.ts";
import { createShared, type Shared } from "../../domain/base/one-by-one.ts";
import type { Time } from "../../domain/base/time.ts";
import { type Breakers, createBreakers } from "./breakers.ts";

/** The upstreams of a gateway, and the way to them. */
export type Upstreams = Readonly<{
  all: readonly Upstream[];
  find(name: string): Upstream | undefined;
  /** Addresses of an upstream's servers: its own, or the operator's. */
  hostsOf(upstream: Upstream): Readonly<Record<string, string>>;
  send: Send;
  /** Opened connections, by account, upstream and version of the credentials: some hold a session with the upstream. */
  opened: Bounded<UpstreamBank>;
  /** Which of them rest, for which accounts. */
  breakers: Breakers;
  /** Questions that visitors, notifications and members cause: however many come at once, the upstream hears one, and then one more. */
  asked: Shared;
  /** Whether a visitor of a charge's page makes us ask its upstream, by the charge's id. Counts the question. */
  mayBeAskedAgain(charge: string): boolean;
  /** Puts the gateway's instruments in front of a bank. */
  watched(name: string, bank: Bank): Bank;
}>;

/** Upper bound of opened connections; one is a few hundred bytes, and is opened again by one query. */
const openedMax = 10_000;

/**
 * How often visitors of a charge's page can make us ask its upstream. Anybody with the page's address could else use up what the upstream allows the
 * merchant in a second, and the payments of others would not be taken. Payers who look, pay and come back stay far below.
 */
const byVisitors = { perSecond: 0.5, burst: 30 };

/**
 * @param addresses the operator's addresses, by `<upstream>.<host>`
 * @throws Error for one that no upstream has
 */
export function createUpstreams(
  all: readonly Upstream[],
  {
    addresses,
    send,
    watched,
    now,
  }: { addresses: Readonly<Record<string, string>>; now: () => Time } & Pick<Upstreams, "send" | "watched">,
): Upstreams {
  const known = all.flatMap(({ name, hosts }) => Object.keys(hosts).map((host) => `${name}.${host}`));
  const stray = Object.keys(addresses).find((name) => !known.includes(name));
  if (stray !== undefined) throw new Error(`CHAMRA_UPSTREAMS: there is no ${stray}; there are ${known.join(", ")}`);
  const byName = new Map(all.map((upstream) => [upstream.name, upstream]));
  return Object.freeze({
    all,
    find: (name: string) => byName.get(name),
    hostsOf: ({ name, hosts }: Upstream) =>
      Object.fromEntries(
        Object.entries(hosts).map(([host, address]) => [host, addresses[`${name}.${host}`] ?? address]),
      ),
    send,
    opened: bounded<UpstreamBank>(openedMax),
    breakers: createBreakers(),
    asked: createShared(),
    mayBeAskedAgain: buckets(byVisitors, now).take,
    watched,
  });
}

/** What an upstream does for the charges of a method; undefined where the gateway does not have it, or it does not have the method. */
export const offerOf = (
  { upstreams }: { upstreams: Pick<Upstreams, "find"> },
  upstream: string,
  method: string,
): UpstreamOffer | undefined => upstreams.find(upstream)?.offer(method);
