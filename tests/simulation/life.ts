import type { Random } from "./random.ts";

/**
 * One run of the gateway's process. Code that awaits a `point` is parked until the simulation resumes it, in an order that the seed determines;
 * when the process dies, parked code never resumes.
 */
export type Life = {
  point(): Promise<void>;
  /** Resumes one parked task; false if none is parked. */
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
