import { days, minutes, seconds, type Time } from "../base/time.ts";

/** Recent failed sign-ins under one name: an e-mail, or the network that they came from. */
export type Failures = { failures: number; lastAt: Time; nextAt: Time };

/** Failed sign-ins before a pause, by kind of name: people mistype, a network has many people, and a private address may be a proxy for everybody. */
export const freeFailures = { email: 5, public: 20, private: 100 } as const;

/** A site (/48 of IPv6) is allowed as many failures as this number of subscribers (/64). */
export const wideShare = 16;

const longest = minutes(15);
/** Earlier failures are forgotten after this time without a new one. */
export const forgottenAfter = days(1);

/**
 * Begins an attempt to sign in. It counts as failed until it succeeds, so parallel attempts gain nothing over one after the other.
 * @returns the failures to store, or null where it is too early to try again
 */
export function beginAttempt(known: Failures | undefined, free: number, now: Time): Failures | null {
  if (known && now < known.nextAt) return null;
  const before = known && now < known.lastAt + forgottenAfter ? known.failures : 0;
  const failures = before + 1;
  return { failures, lastAt: now, nextAt: now + pauseAfter(failures - free) };
}

/** The pause after failures: one second, doubled each time. @param failures beyond the free ones */
function pauseAfter(failures: number): number {
  return failures <= 0 ? 0 : Math.min(longest, seconds(1) * 2 ** Math.min(failures - 1, 20));
}
