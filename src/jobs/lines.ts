import type { Times } from "../domain/sandbox/clock.ts";
import type { DueLine, LinedTable, LineKey } from "../storage/base/line.ts";
import type { Store } from "../storage/store.ts";
import { giveOut, type Limits, type Line, type Share, type Waiting } from "./places.ts";

/** A line with the key by which the database finds it. */
export type KeyedLine = Line & { key: LineKey };

/** Lines per read, and reads per tick. Further lines wait for a later tick, unless this process was told of them or they have waited longest. */
const readAtOnce = 200;
const readsAtATick = 5;

/** Rows, due for longest, whose lines are read at each tick, however many lines have nothing due. */
const oldestAtATick = 100;

/** Upper bound of remembered lines of one account, far above its places. Further lines are found again later. */
const linesMax = 1_000;

/** Lines in which something is due, as far as this process knows. */
export type Lines = {
  /** Adds a line in which something is due. */
  add(line: KeyedLine): void;
  /** Makes the next take read lines from the database: the next part of them, or all. */
  look(whole: boolean): void;
  /**
   * Takes jobs, as many as there are free places.
   *
   * @param held the line of each job under way
   * @param takeOf takes up to `count` jobs of a line; fewer means that no more are due
   */
  take<Job>(
    held: readonly Line[],
    limits: Limits,
    takeOf: (line: KeyedLine, count: number) => Promise<readonly Job[]>,
  ): Promise<Job[]>;
};

/** @param lineOf makes a line from a row of the database */
export function createLines(
  store: Store,
  table: LinedTable,
  clock: Pick<Times, "dueUntil" | "now">,
  lineOf: (found: DueLine) => KeyedLine,
): Lines {
  const accounts = new Map<string, Waiting<KeyedLine> & { byName: Map<string, KeyedLine> }>();
  let after: LineKey | null = null;
  let reads = 0;
  let ticked = false;

  function add(line: KeyedLine): void {
    const { account, livemode, name } = line;
    let known = accounts.get(account);
    if (!known) {
      const byName = new Map<string, KeyedLine>();
      known = { account, livemode, byName, lines: { [Symbol.iterator]: () => byName.values() } };
      accounts.set(account, known);
    }
    if (known.byName.size < linesMax) known.byName.set(name, line);
  }

  function addDue(line: DueLine): void {
    if (line.dueAt <= clock.dueUntil(line.key[0])) add(lineOf(line));
  }

  function remove({ account, name }: KeyedLine): void {
    const known = accounts.get(account);
    known?.byName.delete(name);
    if (known?.byName.size === 0) accounts.delete(account);
  }

  /** Reads on from where the last read stopped; after the last line it starts again at the first. */
  async function read(): Promise<void> {
    // a clock behind the server's, as one that stands still, makes its rows look due for long, so each line is looked at below, too
    if (ticked) for (const line of await store.line.oldest(table, clock.now(), oldestAtATick)) addDue(line);
    ticked = false;
    while (reads > 0) {
      reads -= 1;
      const found: DueLine[] = await store.line.list(table, clock.now(), after, readAtOnce);
      for (const line of found) addDue(line);
      after = found.length < readAtOnce ? null : (found.at(-1)?.key ?? null);
      if (after === null) reads = 0;
    }
  }

  async function takeFrom<Job>(
    shares: readonly Share<KeyedLine>[],
    takeOf: (line: KeyedLine, count: number) => Promise<readonly Job[]>,
  ): Promise<Job[]> {
    for (const { line } of shares) remove(line);
    const taken = await Promise.allSettled(
      shares.map(async ({ line, count }) => {
        const jobs = await takeOf(line, count);
        if (jobs.length === count) add(line); // added at the end, behind the other lines
        return jobs;
      }),
    );
    const jobs = taken.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    const failed = taken.find((each) => each.status === "rejected");
    if (failed && jobs.length === 0) throw failed.reason;
    return jobs;
  }

  return {
    add,
    look: (whole) => {
      ticked = true;
      if (whole) after = null;
      reads = whole ? Number.POSITIVE_INFINITY : readsAtATick;
    },
    take: async (held, limits, takeOf) => {
      await read();
      for (;;) {
        const shares = giveOut(accounts.values(), held, limits);
        if (shares.length === 0) return [];
        const jobs = await takeFrom(shares, takeOf);
        if (jobs.length > 0) return jobs; // otherwise its jobs were under way or taken by other processes: try the next lines
      }
    },
  };
}
