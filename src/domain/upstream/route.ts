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
};

/** A payment that is to be routed. */
export type Routed = { method: string; amount: Minor; currency: string };

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

/**
 * Chooses the upstream of a payment: that of the first route that fits, with what was said of those before it.
 *
 * @param refusalOf says why an upstream cannot carry the payment; undefined where it can
 */
export function chooseRoute(
  routes: readonly Route[],
  payment: Routed,
  refusalOf: (upstream: string) => string | undefined,
): { choice: Choice | undefined; passed: Passed[] } {
  const passed: Passed[] = [];
  for (const [index, route] of routes.entries()) {
    const why = misfitOf(route, payment) ?? refusalOf(route.upstream);
    if (why === undefined)
      return { choice: { upstream: route.upstream, why: `route ${index + 1} is the first that fits` }, passed };
    passed.push({ upstream: route.upstream, why });
  }
  return { choice: undefined, passed };
}

/** Why a route is not for a payment; undefined where it is. */
function misfitOf({ methods, min, max }: Route, { method, amount }: Routed): string | undefined {
  if (methods && !methods.includes(method)) return `the route is not for ${method}`;
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
