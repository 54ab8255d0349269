import type { Site } from "./processes.ts";

/** Length of a run: full, or quick with meaningless figures (a test of the benchmark itself). */
export type Scale = {
  quick: boolean;
  rounds: number;
  warmUpMs: number;
  roundMs: number;
  /** Scales a row's number of repetitions. */
  count: (usual: number) => number;
};

/** One line of the table. Figure and baseline are measured alternately, so that other load on the machine affects both. */
export type Row = {
  name: string;
  figure: string;
  baseline: string;
  unit: string;
  /** Lower or upper bound of figure ÷ baseline; null for information only. */
  goal: { atLeast: number } | { atMost: number } | null;
  /** @throws Missing if this machine lacks something that the row needs */
  prepare(site: Site, scale: Scale): Promise<Sides>;
};

type Sides = { figure: () => Promise<number>; baseline: () => Promise<number> };

/** A row that cannot be measured on this machine, with the reason. */
export class Missing extends Error {}
