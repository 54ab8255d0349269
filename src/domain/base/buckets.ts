import { bounded } from "./bounded.ts";
import type { Time } from "./time.ts";

/** How often something may be done in a second, and how many times can be saved up for a burst. */
export type Rate = { perSecond: number; burst: number };

/** Upper bound of remembered names, about 150 bytes each; above it the longest idle one is forgotten, which gives it a new burst. */
export const namesMax = 20_000;

type Buckets = { take(name: string): boolean; isEmpty(name: string): boolean };

/** Token buckets by name. A full one need not be remembered, and the map keeps the order of use, so old ones are easily found. */
export function buckets(
  { perSecond, burst }: Rate,
  now: () => Time,
  namesAtMost = namesMax,
): Buckets & { count(): number } {
  const known = bounded<{ tokens: number; at: Time }>(namesAtMost);
  const tokensOf = (name: string, at: Time): number => {
    const bucket = known.peek(name);
    if (!bucket) return burst;
    return Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1_000) * perSecond);
  };
  return {
    take: (name) => {
      const at = now();
      const tokens = tokensOf(name, at);
      known.set(name, { tokens: tokens < 1 ? tokens : tokens - 1, at });
      return tokens >= 1;
    },
    isEmpty: (name) => tokensOf(name, now()) < 1,
    count: () => known.size,
  };
}
