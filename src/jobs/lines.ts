import type { Time } from "../domain/base/time.ts";
import type { DueLine, LinedTable, LineKey } from "../storage/base/line.ts";
import type { Store } from "../storage/store.ts";
import { giveOut, type Limits, type Line, type Share, type Waiting } from "./places.ts";

/** A line, and how the database finds it. */
export type KeyedLine = Line & { key: LineKey };

/** Lines read at a time, and how often at one tick. Where there are more, those that this process was not told of, and that have not waited longest, wait for a later tick. */
const readAtOnce = 200;
const readsAtATick = 5;

/** Rows that have been due for longest, whose lines are found at each tick, however many lines there are in which nothing is due. */
const oldestAtATick = 100;

/** Lines of one account that are kept in mind, many more than it has places. The others are found again later. */
const linesMax = 1_000;

/** The lines in which something is due, as far as this process knows. */
export type Lines = {
  /** Something is due in this line. */
  add(line: KeyedLine): void;
  /** Has the database looked through at the next take: the next part of it, or all of it. */
  look(whole: boolean): void;
  /**
   * Takes work that there are places for.
   *
   * @param held the line of each job that is under way
   * @param takeOf takes up to so many jobs of a line; fewer means that no more are due
   */
  take<Job>(
    held: readonly Line[],
    limits: Limits,
    takeOf: (line: KeyedLine, count: number) => Promise<readonly Job[]>,
  ): Promise<Job[]>;
};

/** @param lineOf makes a line of what stands in the database */
export function createLines(
  store: Store,
  table: LinedTable,
  now: () => Time,
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

  function remove({ account, name }: KeyedLine): void {
    const known = accounts.get(account);
    known?.byName.delete(name);
    if (known?.byName.size === 0) accounts.delete(account);
  }

  /** Goes on where it stopped; after the last line it begins again. */
  async function read(): Promise<void> {
    if (ticked) for (const line of await store.line.oldest(table, now(), oldestAtATick)) add(lineOf(line));
    ticked = false;
    while (reads > 0) {
      reads -= 1;
      const found: DueLine[] = await store.line.list(table, after, readAtOnce);
      for (const line of found) if (line.dueAt <= now()) add(lineOf(line));
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
        if (jobs.length === count) add(line); // at the end: the others come before it
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
        if (jobs.length > 0) return jobs; // else all of it was under way or taken by others, which hides no further line
      }
    },
  };
}
