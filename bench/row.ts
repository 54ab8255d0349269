import type { Site } from "./processes.ts";

/** How long a run takes: the whole one, or a quick one whose figures mean nothing. */
export type Scale = {
  quick: boolean;
  rounds: number;
  warmUpMs: number;
  roundMs: number;
  /** For rows that do a number of things: this many, times what the row says. */
  count: (usual: number) => number;
};

/** One line of the table. Both sides are measured in turn, round after round, so that whatever else the machine does meets both. */
export type Row = {
  name: string;
  figure: string;
  baseline: string;
  unit: string;
  /** What figure ÷ baseline should be at least, or at most; null where it is only told. */
  goal: { atLeast: number } | { atMost: number } | null;
  /** @throws Missing where this machine lacks something */
  prepare(site: Site, scale: Scale): Promise<Sides>;
};

type Sides = { figure: () => Promise<number>; baseline: () => Promise<number> };

/** A row that cannot be measured here, and why. */
export class Missing extends Error {}
