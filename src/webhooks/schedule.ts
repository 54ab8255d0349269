import { formatDuration, parseDuration } from "../domain/base/duration.ts";
import type { Time } from "../domain/base/time.ts";

/** When an event is sent again to an endpoint that did not take it. */
export type Schedule = {
  /** Waits after the first try, after the second …; the last one repeats. */
  delays: readonly [number, ...number[]];
  /** Time after the first try at which one last try is made. */
  giveUpAfter: number;
};

/** The schedule as a setting: the waits, and after `until` the time after which we give up. */
export const defaultSchedule = "1m,5m,15m,1h,3h,6h,12h,24h,48h until 7d";

/** Spread of each wait, so that an endpoint that recovers does not get all failed deliveries at once. */
const jitterPercent = 10;

/**
 * @param attemptsMade 1 after the first try
 * @param firstAt when the first try was made
 * @param random 0 … 1, for the jitter
 * @returns a time later than `now`, or null when it is time to give up
 */
export function nextAttemptAt(
  { delays, giveUpAfter }: Schedule,
  { attemptsMade, firstAt, now }: { attemptsMade: number; firstAt: Time; now: Time },
  random: () => number,
): Time | null {
  const giveUpAt = firstAt + giveUpAfter;
  if (now >= giveUpAt) return null;
  const delay = delays[Math.min(attemptsMade, delays.length) - 1] ?? delays[0];
  return Math.min(now + jittered(delay, random), giveUpAt);
}

function jittered(delay: number, random: () => number): number {
  return Math.round((delay * (100 + jitterPercent * (2 * random() - 1))) / 100);
}

/**
 * Reads `1m,5m,1h until 7d`; without `until` it is seven days.
 *
 * @returns the schedule, or a sentence that says what is wrong with the text
 */
export function parseSchedule(text: string): Schedule | string {
  const [waits = "", limit = "7d", ...rest] = text.trim().split(/\s+until\s+/);
  if (rest.length > 0) return `"${text}" says "until" more than once`;
  const durations = [...waits.split(","), limit].map((part) => part.trim());
  const wrong = durations.find((part) => parseDuration(part) === null);
  if (wrong !== undefined) return `"${wrong}" is not a duration such as 30s, 5m, 12h or 7d`;

  const parsed = durations.map((part) => parseDuration(part) ?? 0);
  const [first = 0, ...others] = parsed.slice(0, -1);
  const giveUpAfter = parsed.at(-1) ?? 0;
  if (giveUpAfter < first) return `"${text}" gives up before the first retry`;
  return { delays: [first, ...others], giveUpAfter };
}

/** The text that `parseSchedule` reads back to the same schedule. */
export function formatSchedule({ delays, giveUpAfter }: Schedule): string {
  return `${delays.map(formatDuration).join(",")} until ${formatDuration(giveUpAfter)}`;
}
