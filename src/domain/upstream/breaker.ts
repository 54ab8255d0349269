import { minutes, seconds, type Time } from "../base/time.ts";

/**
 * What routing remembers of an upstream that does not take an account's payments. It rests after too many in a row; then one payment tries it, and the
 * answer to that one decides.
 */
export type Breaker = {
  /** Payments in a row that it did not take, or of which it is not known. */
  failures: number;
  /** Until when other upstreams stand in for it; null where it is well. */
  restsUntil: Time | null;
  /** Until when others wait for the answer to the payment that tries it; null where none does. */
  triedUntil: Time | null;
};

export const well: Breaker = { failures: 0, restsUntil: null, triedUntil: null };

/** Failures in a row after which an upstream rests. One or two are everyday; five are an outage. */
export const failuresMax = 5;

/** How long it rests. Long enough that an outage costs few payments, short enough that nobody has to end the rest by hand. */
const rest = minutes(1);

/** How long others wait for the payment that tries it: somewhat longer than an upstream has for its answer. */
const trial = seconds(30);

/** The breaker after an answer to the question to take a payment. */
export function afterAnswer(breaker: Breaker, taken: boolean, now: Time): Breaker {
  if (taken) return well;
  const failures = breaker.failures + 1;
  return { failures, restsUntil: failures >= failuresMax ? now + rest : null, triedUntil: null };
}

/** closed: payments pass. open: others stand in. half-open: the next payment tries it. */
export function standing({ restsUntil, triedUntil }: Breaker, now: Time): "closed" | "open" | "half-open" {
  if (restsUntil === null) return "closed";
  return now < restsUntil || now < (triedUntil ?? 0) ? "open" : "half-open";
}

/** The breaker while a payment tries the upstream. */
export const beingTried = (breaker: Breaker, now: Time): Breaker => ({ ...breaker, triedUntil: now + trial });
