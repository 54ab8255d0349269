import { minutes } from "../domain/base/time.ts";

/** Questions that are asked at once, as a payer who pays right away needs them. */
const atFirst = 10;
const betweenMs = minutes(2);
/** Time after which a page that nobody looks at any more is forgotten. */
const forgottenAfterMs = minutes(10);

/**
 * Says for a page that waits whether its bank is asked now: each time at first, then every two minutes. A code's page may stay open for a day, and each
 * question stays in the charge's timeline.
 *
 * @param now milliseconds of a clock that only goes ahead
 */
export function paceOfAsking(now: () => number): (page: string) => boolean {
  /** Questions by page; the one that was asked about last is the last. */
  const asked = new Map<string, { times: number; at: number }>();
  return (page) => {
    const at = now();
    const before = asked.get(page);
    if (before && before.times >= atFirst && at - before.at < betweenMs) return false;
    for (const [each, last] of asked) {
      if (at - last.at < forgottenAfterMs) break;
      asked.delete(each);
    }
    asked.delete(page);
    asked.set(page, { times: (before?.times ?? 0) + 1, at });
    return true;
  };
}
