import { createHash } from "node:crypto";
import { type Decimal, type Minor, percentOf } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { Connection } from "./connection.ts";
import { isOfBank, payerBankCode } from "./payer-bank.ts";
import { type Reason, sentenceOf } from "./route-reason.ts";

/** Sends charges of a live account to an upstream. An account's routes stand in order: the first that fits is taken. */
export type Route = {
  /** Name of the upstream. */
  upstream: string;
  /** Types of the methods that it is for; null for all that the upstream has. */
  methods: readonly string[] | null;
  /** Smallest and largest amount, in minor units of the account's currency; null for no bound. */
  min: Minor | null;
  max: Minor | null;
  /** Payers' banks that it is for, by codes or by words of their names; left out where it is for all. */
  banks?: readonly string[];
  /** Brands of cards that it is for, as the upstream calls them; left out where it is for all. */
  brands?: readonly string[];
  /** Part of the payments that it shares with the routes beside it that have a weight, too; left out where it shares none. */
  weight?: number;
  /** What the merchant pays the upstream for such a payment. Of routes beside each other that have a cost the cheapest is taken. */
  cost?: RouteCost;
};

/** Percent of the amount, and minor units of the account's currency for each payment. */
export type RouteCost = { rate: Decimal; fixed: Minor };

/** What a payment is expected to cost, rounded half-up to a whole minor unit. */
export const costOf = ({ rate, fixed }: RouteCost, amount: Minor): Minor => percentOf(amount, rate) + fixed;

/** Largest weight of a route: parts of a hundred are fine enough. */
export const weightMax = 100;

/** A payment that is to be routed. */
export type Routed = {
  /** The charge's id, by which routes with weights are drawn; left out where nothing is charged. */
  id?: string;
  method: string;
  amount: Minor;
  currency: string;
  /** The amount in the account's currency, by which bounds and costs of routes go. */
  ownAmount: Minor;
  /** The payer's bank, by its code or by the name that an upstream tells of a card's; null where it is not known. */
  bank: string | null;
  /** Brand of the payer's card, as the upstream calls it; null where it is not known. */
  brand: string | null;
};

/** The upstream of a payment, and why. */
export type Choice = { upstream: string; reason: Reason };

/** A route that was looked at, with why it was left. */
export type Passed = { upstream: string; reason: Reason };

/**
 * The way to an upstream: why a payment goes there, and why not to the others; and the account's connection, which must still be as it is when the payment
 * is given to the upstream.
 */
export type RouteTaken = Choice & { passed: readonly Passed[]; connection: Connection };

/** What is kept of a reason: its sentence, and the reason itself, which older charges do not have. */
export type KeptReason = { upstream: string; why: string; reason?: Reason };

/** A charge's way to an upstream, kept with the charge: one for each upstream that was told of it. */
export type Routing = KeptReason & { at: Time; passed: readonly KeptReason[] };

/** What is kept of a way that is taken at `at`. */
export const routingOf = ({ upstream, reason, passed }: Omit<RouteTaken, "connection">, at: Time): Routing => ({
  upstream,
  at,
  why: sentenceOf(reason),
  reason,
  passed: passed.map((left) => ({ upstream: left.upstream, why: sentenceOf(left.reason), reason: left.reason })),
});

/** The routes that a payment was looked at by: where it goes, why not by those that were left, and how it was chosen. */
export type Trial = {
  choice: Choice | undefined;
  passed: Passed[];
  /** The routes that share such payments by their weights, where there are several. */
  shares: readonly { upstream: string; weight: number }[];
  /** What the payment costs by the routes that were compared by it, where there are several. */
  costs: readonly { upstream: string; cost: Minor }[];
};

/** What stands against an upstream: it cannot carry the payment, or others stand in for it for a while. */
export type Objections = {
  refusalOf(upstream: string): Reason | undefined;
  restOf(upstream: string): Reason<"rests"> | undefined;
};

type Placed = { route: Route; number: number };

/**
 * Chooses the upstream of a payment: that of the first route that fits. Routes with weights that follow each other are one place in the order, and
 * share what comes to it; of routes with costs that follow each other the cheapest is taken. An upstream that rests is passed over, except where it is
 * the only one: the payment would be lost anyway.
 */
export function chooseRoute(routes: readonly Route[], payment: Routed, { refusalOf, restOf }: Objections): Trial {
  const passed: Passed[] = [];
  let spare: { choice: Choice; left: Passed } | undefined;
  for (const place of placesOf(routes)) {
    const fit: Placed[] = [];
    for (const placed of place) {
      const { upstream } = placed.route;
      const refusal = misfitOf(placed.route, payment) ?? refusalOf(upstream);
      const rest = refusal ? undefined : restOf(upstream);
      const reason = refusal ?? rest;
      if (reason === undefined) {
        fit.push(placed);
        continue;
      }
      const left = { upstream, reason };
      passed.push(left);
      if (rest) {
        const tried = { code: "tried", route: placed.number, failures: rest.failures } as const;
        spare ??= { choice: { upstream, reason: tried }, left };
      }
    }
    const chosen = chosenOf(fit, payment);
    if (chosen) return { ...chosen, passed: [...passed, ...chosen.passed] };
  }
  return { choice: spare?.choice, passed: passed.filter((left) => left !== spare?.left), shares: [], costs: [] };
}

/** Routes in their order; those with weights that follow each other together, and those with costs. */
function placesOf(routes: readonly Route[]): Placed[][] {
  const places: Placed[][] = [];
  for (const [index, route] of routes.entries()) {
    const placed = { route, number: index + 1 };
    const before = places.at(-1);
    const kind = kindOf(route);
    const joins = kind !== "alone" && before?.[0] && kindOf(before[0].route) === kind;
    if (joins) before.push(placed);
    else places.push([placed]);
  }
  return places;
}

const kindOf = ({ weight, cost }: Route): "shared" | "compared" | "alone" =>
  weight !== undefined ? "shared" : cost !== undefined ? "compared" : "alone";

/** Chooses one of the routes of a place that fit; undefined where none does. */
function chosenOf(fit: readonly Placed[], { id, ownAmount }: Routed): Trial | undefined {
  const [first, ...others] = fit;
  if (!first) return undefined;
  if (others.length > 0) return kindOf(first.route) === "compared" ? compare(fit, ownAmount) : draw(fit, first, id);
  const choice = { upstream: first.route.upstream, reason: { code: "first", route: first.number } as const };
  return { choice, passed: [], shares: [], costs: [] };
}

/** Takes the cheapest; of two that cost the same, the one that stands first. */
function compare(fit: readonly Placed[], amount: Minor): Trial | undefined {
  const priced = fit.map((placed) => ({ ...placed, cost: placed.route.cost ? costOf(placed.route.cost, amount) : 0 }));
  const [cheapest, next, ...rest] = priced.toSorted((one, other) => one.cost - other.cost);
  if (!cheapest || !next) return undefined;
  const told = (code: "cheapest" | "not_cheapest", placed: typeof next, other: typeof next) => ({
    upstream: placed.route.upstream,
    reason: { code, route: placed.number, cost: placed.cost, other: other.number, other_cost: other.cost },
  });
  return {
    choice: told("cheapest", cheapest, next),
    passed: [next, ...rest].map((placed) => told("not_cheapest", placed, cheapest)),
    shares: [],
    costs: priced.map(({ route, cost }) => ({ upstream: route.upstream, cost })),
  };
}

const weightOf = ({ weight = 1 }: Route): number => weight;

/** Draws one of the routes by their weights. Without a payment's id the one with the greatest weight is taken. */
function draw(fit: readonly Placed[], first: Placed, id: string | undefined): Trial {
  const total = fit.reduce((sum, { route }) => sum + weightOf(route), 0);
  const drawn = drawnBy(fit, id, total) ?? first;
  const told = (code: "drawn" | "not_drawn" | "likeliest", { route, number }: Placed) => ({
    upstream: route.upstream,
    reason: { code, route: number, weight: weightOf(route), total },
  });
  return {
    choice: told(id === undefined ? "likeliest" : "drawn", drawn),
    passed: fit.flatMap((other) => (other === drawn ? [] : told("not_drawn", other))),
    shares: fit.map(({ route }) => ({ upstream: route.upstream, weight: weightOf(route) })),
    costs: [],
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

/** Whether two names of a brand differ in capitals and spaces at most: `MasterCard`, `Mastercard`. */
const isSame = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (name: string): string => name.toLowerCase().replaceAll(/\s/g, "");

/** Why a route is not for a payment; undefined where it is. */
function misfitOf({ methods, banks, brands, min, max }: Route, payment: Routed): Reason | undefined {
  const { method, bank, brand, ownAmount } = payment;
  if (methods && !methods.includes(method)) return { code: "other_method", method };
  if (banks && bank === null) return { code: "bank_unknown" };
  if (banks && bank !== null && !banks.some((each) => isOfBank(bank, each)))
    return { code: "other_bank", bank: payerBankCode(bank) ?? bank };
  if (brands && brand === null) return { code: "brand_unknown" };
  if (brands && brand !== null && !brands.some((each) => isSame(each, brand))) return { code: "other_brand", brand };
  if (min !== null && ownAmount < min) return { code: "below", min };
  if (max !== null && ownAmount > max) return { code: "above", max };
  return undefined;
}

/** Adds a route for all methods of an upstream, after the others; nothing where it has one. */
export const withRouteTo = (routes: readonly Route[], upstream: string): readonly Route[] =>
  routes.some((route) => route.upstream === upstream)
    ? routes
    : [...routes, { upstream, methods: null, min: null, max: null }];

export const withoutRoutesTo = (routes: readonly Route[], upstream: string): readonly Route[] =>
  routes.filter((route) => route.upstream !== upstream);
