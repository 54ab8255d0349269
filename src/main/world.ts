import { randomFillSync } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Time } from "../domain/base/time.ts";
import type { Every } from "../jobs/clockwork.ts";
import type { Gateway } from "../operations/gateway.ts";

/** Parts that tests replace: the clock and randomness. Everything else is real. */
export type World = {
  now: () => Time;
  every: Every;
  /** Waits for some time. */
  pause: Gateway["pause"];
  random64: () => bigint;
  random: () => number;
};

export const realWorld: World = {
  now: Date.now,
  every: (intervalMs, callback) => {
    const timer = setInterval(callback, intervalMs);
    return () => clearInterval(timer);
  },
  pause: (ms, over) => setTimeout(ms, undefined, over && { signal: over }),
  random64: pooledRandom64(),
  random: Math.random,
};

/** Fetches many random bytes at once, since a call costs as much as a query; each byte is used once. */
function pooledRandom64(): () => bigint {
  const pool = Buffer.alloc(2_048);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += 8;
    return pool.readBigUInt64BE(used - 8);
  };
}
