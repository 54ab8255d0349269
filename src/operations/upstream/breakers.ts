import { bounded } from "../../domain/base/bounded.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import { afterAnswer, type Breaker, beingTried, standing, well } from "../../domain/upstream/breaker.ts";
import type { Reason } from "../../domain/upstream/route-reason.ts";

/** Which upstreams rest, for which accounts: by the payments that this process has sent since its start. */
export type Breakers = ReturnType<typeof createBreakers>;

/** Upper bound of remembered failures; one is less than a hundred bytes, and a forgotten one costs an account five payments at most. */
const rememberedMax = 10_000;

/**
 * Each account has its own: one with wrong credentials, or whose contract has ended, would else send the payments of all others elsewhere.
 */
export function createBreakers() {
  const known = bounded<{ upstream: string; breaker: Breaker }>(rememberedMax);
  const keyOf = (account: AccountId, upstream: string) => `${account} ${upstream}`;
  const of = (account: AccountId, upstream: string) => known.peek(keyOf(account, upstream))?.breaker ?? well;
  const set = (account: AccountId, upstream: string, breaker: Breaker) =>
    breaker === well
      ? known.delete(keyOf(account, upstream))
      : known.set(keyOf(account, upstream), { upstream, breaker });

  return {
    /** Counts an answer to the question to take a payment. */
    answered: (account: AccountId, upstream: string, taken: boolean, now: Time): void =>
      set(account, upstream, afterAnswer(of(account, upstream), taken, now)),

    /** Why other upstreams stand in for this one; undefined where payments pass. */
    restOf(account: AccountId, upstream: string, now: Time): Reason<"rests"> | undefined {
      const breaker = of(account, upstream);
      return standing(breaker, now) === "open" ? { code: "rests", failures: breaker.failures } : undefined;
    },

    /** Notes that a payment goes to the upstream: where it has rested, others wait for the answer. */
    sent(account: AccountId, upstream: string, now: Time): void {
      const breaker = of(account, upstream);
      if (standing(breaker, now) === "half-open") set(account, upstream, beingTried(breaker, now));
    },

    /** Number of accounts for which an upstream rests, and when the last rest ends. */
    resting(upstream: string, now: Time): { accounts: number; until: Time | null } {
      const ends = [...known.values()].flatMap(({ upstream: name, breaker }) =>
        name === upstream && standing(breaker, now) === "open"
          ? Math.max(breaker.restsUntil ?? 0, breaker.triedUntil ?? 0)
          : [],
      );
      return { accounts: ends.length, until: ends.length === 0 ? null : Math.max(...ends) };
    },
  };
}
