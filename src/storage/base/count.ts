import { setImmediate } from "node:timers/promises";
import sql, { raw, type Sql } from "sql-template-tag";
import { type Bounded, bounded } from "../../domain/base/bounded.ts";
import { minutes, type Time } from "../../domain/base/time.ts";
import type { Database } from "./database.ts";

/** How many rows were created before a moment. Once it is past this never changes, so it is counted once. */
type Mark = { at: Time; before: number };

/** Nothing was created before 1970. */
const origin: Mark = { at: 0, before: 0 };

/** Rows of one owner in one table, and the marks that were laid in them so far. */
type Tally = { marks: Mark[]; laying: Promise<void> | null };

/** So many rows lie between two marks; what lies beside one is counted each time, which takes half a millisecond at most. */
const stride = 2_000;

/** Rows are saved soon after the time that they bear, by clocks that agree about so well; what is younger may still get company. */
const settlesWithin = minutes(5);

/** Owners whose marks are kept, a few kilobytes each; only those with thousands of rows have any. */
const talliesMax = 1_000;

const talliesOf = new WeakMap<Database, Bounded<Tally>>();

/** How many rows `where` finds that were created from `from` to before `until`, counted one by one: for lists whose rows may leave them. */
export async function countEach(db: Database, table: string, where: Sql, from: Time, until: Time): Promise<number> {
  const [row] = await db.all(
    sql`select count(*) as number from ${raw(table)} where ${where} and created_at >= ${from} and created_at < ${until}`,
  );
  return Number(row?.number);
}

/**
 * Counts the rows of a list that only grows. Both engines count by visiting every row, a third of a second for a million, and the embedded one lets nobody
 * pay meanwhile. Where no row is deleted, leaves what `where` finds or changes its time of creation, we can count on from marks.
 */
export async function countBetween(db: Database, table: string, where: Sql, from: Time, until: Time): Promise<number> {
  if (until <= from) return 0;
  const owner = `${table} ${where.sql} ${JSON.stringify(where.values)}`;
  const before = async (at: Time): Promise<number> => {
    const mark = lastMark(talliesOf.get(db)?.get(owner)?.marks ?? [origin], at);
    if (at <= mark.at) return mark.before;
    const beyond = await count(sql`created_at >= ${mark.at} and created_at < ${at}`, 2 * stride);
    if (beyond < 2 * stride) return mark.before + beyond;
    const tally = keptTally(db, owner);
    tally.laying ??= lay(tally.marks).finally(() => {
      tally.laying = null;
    });
    await tally.laying;
    const nearer = lastMark(tally.marks, at);
    return nearer.before + (await count(sql`created_at >= ${nearer.at} and created_at < ${at}`));
  };

  /** Lays marks as far as rows have settled, a few rows at a time so that payments get their turn. */
  async function lay(marks: Mark[]): Promise<void> {
    const settled = (await timeOf(sql`order by created_at desc limit 1`)) - settlesWithin;
    for (;;) {
      const { at, before } = lastMark(marks, Number.POSITIVE_INFINITY);
      const next = await timeOf(sql`and created_at >= ${at} order by created_at limit 1 offset ${stride}`);
      if (!(next > at && next <= settled)) return;
      const between = await count(sql`created_at >= ${at} and created_at < ${next}`);
      marks.push({ at: next, before: before + between });
      await setImmediate();
    }
  }

  async function count(when: Sql, limit?: number): Promise<number> {
    const found = sql`from ${raw(table)} where ${where} and ${when}`;
    const query = limit
      ? sql`select count(*) as number from (select 1 ${found} limit ${limit}) as counted`
      : sql`select count(*) as number ${found}`;
    return Number((await db.all(query))[0]?.number);
  }

  async function timeOf(which: Sql): Promise<Time> {
    const [row] = await db.all(sql`select created_at as at from ${raw(table)} where ${where} ${which}`);
    return row ? Number(row.at) : Number.NaN;
  }

  return (await before(until)) - (await before(from));
}

/** The owner's tally from now on; whose was used longest ago makes room. */
function keptTally(db: Database, owner: string): Tally {
  const tallies = talliesOf.get(db) ?? bounded<Tally>(talliesMax);
  talliesOf.set(db, tallies);
  const tally = tallies.get(owner) ?? { marks: [origin], laying: null };
  tallies.set(owner, tally);
  return tally;
}

/** The latest mark that is not after `at`. */
function lastMark(marks: readonly Mark[], at: Time): Mark {
  let [low, high] = [0, marks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((marks[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return marks[low] ?? origin;
}
