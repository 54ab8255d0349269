import ipaddr from "ipaddr.js";
import { bounded } from "../../domain/base/bounded.ts";
import { buckets, namesMax, type Rate } from "../../domain/base/buckets.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import { wideShare } from "../../domain/team/lock-out.ts";
import type { Access, FailedAttempts } from "../../operations/merchant/gatekeeper.ts";
import type { Network } from "../../operations/team/session.ts";
import { isPublicAddress } from "../../webhooks/address.ts";

/**
 * Rates as parts of the setting. A public key stands in every page, so each network has a small part of it, and an exhausted key refuses
 * only networks above their share. A token costs card schemes money and thieves test cards with it, so the vault's rate is far lower.
 */
const bursts = 4;
const parts = {
  requests: { key: 1, network: 1 / 25, share: 1 / 250 },
  vault: { key: 1 / 10, network: 1 / 100, share: 1 / 1_000 },
} as const;

/** Rate of failed keys of an address that guesses keys, or has a wrong one in its configuration. A test run that expects refusals stays below it. */
const failedAttempts: Rate = { perSecond: 10, burst: 200 };

/** Requests per second of each key, null for no limit. */
type Settings = { rateLimit: number | null; testRateLimit: number | null };

/** Rate limits by key and by address. Each process counts for itself. */
export type RateLimits = {
  /** Counts any request, and returns the refusal if it is one too many. */
  refuses(address: string): Refusal | undefined;
  /** Counts a request whose key was let in. @param vault whether it makes a token @throws Refusal `too_many_requests` */
  spend(access: Access, vault: boolean, address: string): void;
  failures: FailedAttempts;
};

/**
 * Creates rate limits. Requests without a valid key are counted only from public addresses: a private one is a proxy that speaks for everybody, or a
 * neighbouring machine that tests against us. Keys of test mode are counted only if a setting says so.
 */
export function createRateLimits(config: Settings, now: () => Time): RateLimits {
  const byMode = { live: ofKeys(config.rateLimit, now), test: ofKeys(config.testRateLimit, now) };
  const requests = config.rateLimit === null ? null : byNetwork(rate(config.rateLimit), now);
  const failures = config.rateLimit === null ? null : byNetwork(failedAttempts, now);
  return {
    refuses: (address) => {
      if (!requests) return undefined;
      const network = networkOf(address);
      return network.kind === "public" && !requests.take("", network) ? tooMany() : undefined;
    },
    spend: ({ key, account, kind }, vault, address) => {
      const limits = account.livemode ? byMode.live : byMode.test;
      if (!limits) return;
      const network = networkOf(address);
      const spent = kind === "public" ? limits.requests.spendFairly(key, network) : limits.requests.spend(key);
      if (!spent || (vault && !limits.vault.spendFairly(key, network))) throw tooMany();
    },
    failures: {
      exhausted: (address) => failures?.isEmpty("", networkOf(address)) ?? false,
      count: (address) => void failures?.take("", networkOf(address)),
    },
  };
}

const tooMany = (): Refusal => new Refusal("too_many_requests");

function ofKeys(perSecond: number | null, now: () => Time) {
  if (perSecond === null) return null;
  return { requests: ofKey(perSecond, parts.requests, now), vault: ofKey(perSecond, parts.vault, now) };
}

/** Rates of one class of requests for each key. */
function ofKey(perSecond: number, part: Record<"key" | "network" | "share", number>, now: () => Time) {
  const whole = rate(perSecond * part.key);
  const key = buckets(whole, now);
  const reserve = buckets(whole, now);
  const ofNetwork = byNetwork(rate(perSecond * part.network), now);
  const share = byNetwork(rate(perSecond * part.share), now);
  return {
    spend: (name: string): boolean => key.take(name),
    /**
     * Takes from the network's small part of the key first. If others have used the key up, a network within its share is served from a reserve as
     * large as the key's rate again; emptying that takes as many networks as there are shares. A private address may be a proxy that speaks for all
     * payers, so it has no part of its own, and no more than the key.
     */
    spendFairly: (name: string, network: Network): boolean => {
      if (network.kind === "public" && !ofNetwork.take(name, network)) return false;
      const within = share.take(name, network);
      return key.take(name) || (within && reserve.take(name));
    },
  };
}

const rate = (perSecond: number): Rate => ({ perSecond, burst: Math.max(1, perSecond * bursts) });

type NetworkBuckets = {
  take(name: string, network: Network): boolean;
  isEmpty(name: string, network: Network): boolean;
};

/** Buckets for each name in each network, and for each IPv6 site one as large as sixteen of them: a site has 65,536 networks. */
function byNetwork({ perSecond, burst }: Rate, now: () => Time): NetworkBuckets {
  const near = buckets({ perSecond, burst }, now);
  const site = buckets({ perSecond: perSecond * wideShare, burst: burst * wideShare }, now);
  return {
    take: (name, { name: network, wide }) =>
      near.take(`${name} ${network}`) && (wide === null || site.take(`${name} ${wide}`)),
    isEmpty: (name, { name: network, wide }) =>
      near.isEmpty(`${name} ${network}`) || (wide !== null && site.isEmpty(`${name} ${wide}`)),
  };
}

/** Networks of recent addresses: parsing an address takes longer than letting its key in. */
const networks = bounded<Network>(namesMax);

/** The rate-limit bucket of an address. */
export function networkOf(address: string): Network {
  const known = networks.get(address);
  if (known) return known;
  const network = readNetwork(address);
  networks.set(address, network);
  return network;
}

/** The bucket of an address: of IPv6 the /64, which a single subscriber has, and the /48, the most that a site has. */
function readNetwork(address: string): Network {
  if (!ipaddr.isValid(address)) return { name: "unknown", wide: null, kind: "public" };
  const parsed = ipaddr.process(address); // also takes the IPv4 address out of ::ffff:192.0.2.1
  const text = parsed.toString();
  const kind = isPublicAddress(text) ? "public" : "private";
  if (parsed.kind() === "ipv4") return { name: text, wide: null, kind };
  const prefix = (length: number) => ipaddr.IPv6.networkAddressFromCIDR(`${text}/${length}`).toString();
  return { name: prefix(64), wide: kind === "public" ? `${prefix(48)}/48` : null, kind };
}
