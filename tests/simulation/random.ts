/** Random choices that a seed determines: the same seed makes the same choices. */
export type Random = {
  /** 0 … count - 1 */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  bits64(): bigint;
  /** Restarts the sequence for a step, independent of earlier draws, so that leaving out a step changes no other. */
  turnTo(step: number): void;
};

/** Mulberry32: small, fast, and good enough to choose what a simulation does next. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count);
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick: (items) => {
      if (items.length === 0) throw new Error("there is nothing to pick from");
      return items[below(items.length)] as (typeof items)[number]; // the index is within the list
    },
    bits64: () => (BigInt(next()) << 32n) | BigInt(next()),
    turnTo: (step) => {
      state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b)) >>> 0;
      next();
    },
  };
}
