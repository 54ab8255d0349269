import { days, minutes, seconds, type Time } from "../base/time.ts";

/** How often signing in failed for one name lately: an e-mail, or a network that it came from. */
export type Failures = { failures: number; lastAt: Time; nextAt: Time };

/** Failed sign-ins without a pause, by what they are counted for: people mistype, a network has many people, and a private address may be a proxy for everybody. */
export const freeFailures = { email: 5, public: 20, private: 100 } as const;

/** A whole site (/48 of IPv6) may have as much as so many of its subscribers (/64). */
export const wideShare = 16;

const longest = minutes(15);
/** After so long without another, earlier failures count no more. */
export const forgottenAfter = days(1);

/**
 * An attempt counts as failed from its beginning until it is known to be right, so that many at once get no further than one after the other.
 * @returns what to remember, or null where it is too early to try again
 */
export function beginAttempt(known: Failures | undefined, free: number, now: Time): Failures | null {
  if (known && now < known.nextAt) return null;
  const before = known && now < known.lastAt + forgottenAfter ? known.failures : 0;
  const failures = before + 1;
  return { failures, lastAt: now, nextAt: now + pauseAfter(failures - free) };
}

/** One second, then twice as long each time. @param failures beyond the free ones */
function pauseAfter(failures: number): number {
  return failures <= 0 ? 0 : Math.min(longest, seconds(1) * 2 ** Math.min(failures - 1, 20));
}
