import ipaddr from "ipaddr.js";
import { Refusal } from "../domain/errors.ts";
import type { Time } from "../domain/time.ts";
import type { Access, FailedAttempts } from "../operations/authenticate.ts";
import { isPublicAddress } from "../webhooks/address.ts";

/** What flows in, and how much can be saved up for a burst. */
type Rate = { perSecond: number; burst: number };

/** How the rates of a key follow from its setting: a token costs card schemes money and thieves test cards with it, so the vault is far stricter. */
const bursts = 4;
const vaultShare = { ofKey: 1 / 10, ofAddress: 1 / 100 };

/** Somebody who tries keys, or whose configuration has a wrong one. A test run that expects refusals stays below it. */
const failedAttempts: Rate = { perSecond: 10, burst: 200 };

/** So many names are remembered, about 150 bytes each; then the one that was idle longest is forgotten, which gives it a new burst. */
const namesMax = 20_000;

/** Requests per second of each key, null for as many as come. */
type Settings = { rateLimit: number | null; testRateLimit: number | null };

/** How many requests are let in, by key and by address. Each process counts for itself. */
export type RateLimits = {
  /** Counts any request, and says whether it is one too many. */
  refuses(address: string): Refusal | undefined;
  /** Counts a request whose key was let in. @param vault whether it makes a token @throws Refusal `too_many_requests` */
  spend(access: Access, vault: boolean, address: string): void;
  failures: FailedAttempts;
};

/**
 * Addresses are counted only where they are public: one of a private network is a proxy that speaks for everybody, or the machine next door
 * that runs its tests against us. Keys of test mode are counted only if a setting says so.
 */
export function createRateLimits(config: Settings, now: () => Time): RateLimits {
  const byMode = { live: ofKeys(config.rateLimit, now), test: ofKeys(config.testRateLimit, now) };
  const requests = config.rateLimit === null ? null : buckets(rate(config.rateLimit), now);
  const failures = config.rateLimit === null ? null : buckets(failedAttempts, now);
  return {
    refuses: (address) => {
      if (!requests) return undefined;
      const network = networkOf(address);
      return network.counted && !requests.take(network.name) ? tooMany() : undefined;
    },
    spend: ({ key, account }, vault, address) => {
      const limits = account.livemode ? byMode.live : byMode.test;
      if (!limits) return;
      if (!limits.key.take(key)) throw tooMany();
      if (!vault) return;
      const network = networkOf(address);
      if (network.counted && !limits.vaultAddress.take(network.name)) throw tooMany();
      if (!limits.vaultKey.take(key)) throw tooMany();
    },
    failures: {
      exhausted: (address) => failures?.isEmpty(networkOf(address).name) ?? false,
      count: (address) => void failures?.take(networkOf(address).name),
    },
  };
}

const tooMany = (): Refusal => new Refusal("too_many_requests");

function ofKeys(perSecond: number | null, now: () => Time) {
  if (perSecond === null) return null;
  return {
    key: buckets(rate(perSecond), now),
    vaultKey: buckets(rate(perSecond * vaultShare.ofKey), now),
    vaultAddress: buckets(rate(perSecond * vaultShare.ofAddress), now),
  };
}

const rate = (perSecond: number): Rate => ({ perSecond, burst: Math.max(1, perSecond * bursts) });

type Buckets = { take(name: string): boolean; isEmpty(name: string): boolean };

/** A token bucket for each name. A full one says as much as none, and the map keeps the order of use, so old ones are easily found. */
export function buckets(
  { perSecond, burst }: Rate,
  now: () => Time,
  namesAtMost = namesMax,
): Buckets & { count(): number } {
  const known = new Map<string, { tokens: number; at: Time }>();
  const tokensOf = (name: string, at: Time): number => {
    const bucket = known.get(name);
    if (!bucket) return burst;
    return Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1_000) * perSecond);
  };
  return {
    take: (name) => {
      const at = now();
      const tokens = tokensOf(name, at);
      known.delete(name);
      if (known.size >= namesAtMost) forgetOldest(known);
      known.set(name, { tokens: tokens < 1 ? tokens : tokens - 1, at });
      return tokens >= 1;
    },
    isEmpty: (name) => tokensOf(name, now()) < 1,
    count: () => known.size,
  };
}

function forgetOldest(known: Map<string, unknown>): void {
  const oldest = known.keys().next().value;
  if (oldest !== undefined) known.delete(oldest);
}

type Network = { name: string; counted: boolean };

/** Who is counted as one; null where the address speaks for many. */
export const countedNetwork = (address: string): string | null => {
  const { name, counted } = networkOf(address);
  return counted ? name : null;
};

/** Networks of addresses that came lately: reading an address takes longer than letting its key in. */
const networks = new Map<string, Network>();

function networkOf(address: string): Network {
  const known = networks.get(address) ?? readNetwork(address);
  if (networks.size >= namesMax) networks.clear();
  networks.set(address, known);
  return known;
}

/** Who is counted as one. Of IPv6 that is a /64, which is what a single subscriber has. */
function readNetwork(address: string): Network {
  if (!ipaddr.isValid(address)) return { name: "unknown", counted: true };
  const parsed = ipaddr.process(address); // also takes the IPv4 address out of ::ffff:192.0.2.1
  const counted = isPublicAddress(parsed.toString());
  if (parsed.kind() === "ipv4") return { name: parsed.toString(), counted };
  return { name: ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString(), counted };
}
