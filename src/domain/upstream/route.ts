import { createHash } from "node:crypto";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** Sends charges of a live account to an upstream. An account's routes stand in order: the first that fits is taken. */
export type Route = {
  /** Name of the upstream. */
  upstream: string;
  /** Types of the methods that it is for; null for all that the upstream has. */
  methods: readonly string[] | null;
  /** Smallest and largest amount, in minor units of the account's currency; null for no bound. */
  min: Minor | null;
  max: Minor | null;
  /** Codes of the payers' banks that it is for; left out where it is for all. */
  banks?: readonly string[];
  /** Part of the payments that it shares with the routes beside it that have a weight, too; left out where it shares none. */
  weight?: number;
};

/** Largest weight of a route: parts of a hundred are fine enough. */
export const weightMax = 100;

/** A payment that is to be routed. */
export type Routed = {
  /** The charge's id, by which routes with weights are drawn; left out where nothing is charged. */
  id?: string;
  method: string;
  amount: Minor;
  currency: string;
  /** Code of the payer's bank; null where it is not known. */
  bank: string | null;
};

/** The upstream of a payment, and the sentence that says why. */
export type Choice = { upstream: string; why: string };

/** A route that was looked at, with why it was left. */
export type Passed = { upstream: string; why: string };

/** A charge's way to an upstream: why it went there, and why not to the others. Kept with the charge, one for each upstream that was told of it. */
export type Routing = Choice & { at: Time; passed: readonly Passed[] };

/** What is kept of a choice at `at`, and no more than that. */
export const routingOf = ({ upstream, why, passed }: Omit<Routing, "at">, at: Time): Routing => ({
  upstream,
  at,
  why,
  passed,
});

/** The routes that a payment was looked at by: where it goes, why not by those that were left, and how it was drawn. */
export type Trial = {
  choice: Choice | undefined;
  passed: Passed[];
  /** The routes that share such payments by their weights, where there are several. */
  shares: readonly { upstream: string; weight: number }[];
};

/** What stands against an upstream: it cannot carry the payment, or others stand in for it for a while. */
export type Objections = {
  refusalOf(upstream: string): string | undefined;
  restOf(upstream: string): string | undefined;
};

type Placed = { route: Route; number: number };

/**
 * Chooses the upstream of a payment: that of the first route that fits. Routes with weights that follow each other are one place in the order, and
 * share what comes to it. An upstream that rests is passed over, except where it is the only one: the payment would be lost anyway.
 */
export function chooseRoute(routes: readonly Route[], payment: Routed, { refusalOf, restOf }: Objections): Trial {
  const passed: Passed[] = [];
  let spare: { choice: Choice; left: Passed } | undefined;
  for (const place of placesOf(routes)) {
    const fit: Placed[] = [];
    for (const placed of place) {
      const { upstream } = placed.route;
      const refusal = misfitOf(placed.route, payment) ?? refusalOf(upstream);
      const why = refusal ?? restOf(upstream);
      if (why === undefined) {
        fit.push(placed);
        continue;
      }
      const left = { upstream, why };
      passed.push(left);
      if (refusal === undefined)
        spare ??= { choice: { upstream, why: `route ${placed.number} is tried though ${why}: no other fits` }, left };
    }
    const drawn = draw(fit, payment.id);
    if (drawn) return { ...drawn, passed: [...passed, ...drawn.passed] };
  }
  return { choice: spare?.choice, passed: passed.filter((left) => left !== spare?.left), shares: [] };
}

/** Routes in their order, those with weights that follow each other together. */
function placesOf(routes: readonly Route[]): Placed[][] {
  const places: Placed[][] = [];
  for (const [index, route] of routes.entries()) {
    const placed = { route, number: index + 1 };
    const before = places.at(-1);
    const joins = route.weight !== undefined && before?.[0]?.route.weight !== undefined;
    if (joins) before?.push(placed);
    else places.push([placed]);
  }
  return places;
}

const weightOf = ({ weight = 1 }: Route): number => weight;

/** Draws one of the routes that fit, by their weights; undefined where none does. Without a payment's id the one with the greatest weight is taken. */
function draw(fit: readonly Placed[], id: string | undefined): Trial | undefined {
  const [first, ...others] = fit;
  if (!first) return undefined;
  if (others.length === 0) {
    const why = `route ${first.number} is the first that fits`;
    return { choice: { upstream: first.route.upstream, why }, passed: [], shares: [] };
  }
  const total = fit.reduce((sum, { route }) => sum + weightOf(route), 0);
  const drawn = drawnBy(fit, id, total) ?? first;
  const told = (placed: Placed, how: string) => ({
    upstream: placed.route.upstream,
    why: `route ${placed.number} ${how} ${weightOf(placed.route)} of ${total} parts`,
  });
  return {
    choice: told(drawn, id === undefined ? "is the likeliest, with" : "was drawn, with"),
    passed: fit.flatMap((other) => (other === drawn ? [] : told(other, "was not drawn, with"))),
    shares: fit.map(({ route }) => ({ upstream: route.upstream, weight: weightOf(route) })),
  };
}

function drawnBy(fit: readonly Placed[], id: string | undefined, total: number): Placed | undefined {
  if (id === undefined) return fit.toSorted((one, other) => weightOf(other.route) - weightOf(one.route))[0];
  let place = placeOf(id, total);
  return fit.find(({ route }) => {
    place -= weightOf(route);
    return place < 0;
  });
}

/** Bytes of a digest that make a number without loss. */
const placeBytes = 6;

/** A number from 0 to `total` - 1 that is the same for the same payment in every process, and evenly spread over payments. */
const placeOf = (id: string, total: number): number =>
  createHash("sha256").update(id).digest().readUIntBE(0, placeBytes) % total;

/** Why a route is not for a payment; undefined where it is. */
function misfitOf({ methods, banks, min, max }: Route, { method, bank, amount }: Routed): string | undefined {
  if (methods && !methods.includes(method)) return `the route is not for ${method}`;
  if (banks && (bank === null || !banks.includes(bank)))
    return bank === null
      ? "the route is for payers of some banks, and that of this payer is not known"
      : `the route is not for payers of ${bank}`;
  if (min !== null && amount < min) return `the route is for amounts from ${min}`;
  if (max !== null && amount > max) return `the route is for amounts up to ${max}`;
  return undefined;
}

/** Adds a route for all methods of an upstream, after the others; nothing where it has one. */
export const withRouteTo = (routes: readonly Route[], upstream: string): readonly Route[] =>
  routes.some((route) => route.upstream === upstream)
    ? routes
    : [...routes, { upstream, methods: null, min: null, max: null }];

export const withoutRoutesTo = (routes: readonly Route[], upstream: string): readonly Route[] =>
  routes.filter((route) => route.upstream !== upstream);
