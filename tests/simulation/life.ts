import type { Random } from "./random.ts";

/**
 * One life of the gateway's process. Whatever awaits at a `point` is parked until the simulation lets it go on, in an order that the seed chooses;
 * when the process dies, nothing that was parked ever goes on.
 */
export type Life = {
  point(): Promise<void>;
  /** Lets one parked task go on; false when none is parked. */
  resumeOne(random: Random): boolean;
  die(): void;
  readonly dead: boolean;
  readonly parked: number;
};

const never = new Promise<never>(() => {});

export function aLife(): Life {
  let parked: (() => void)[] = [];
  let dead = false;
  return {
    point: () => (dead ? never : new Promise<void>((resolve) => parked.push(resolve))),
    resumeOne: (random) => {
      if (parked.length === 0) return false;
      const [go] = parked.splice(random.below(parked.length), 1);
      go?.();
      return true;
    },
    die: () => {
      dead = true;
      parked = [];
    },
    get dead() {
      return dead;
    },
    get parked() {
      return parked.length;
    },
  };
}
