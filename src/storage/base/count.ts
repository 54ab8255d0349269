import { setImmediate } from "node:timers/promises";
import sql, { raw, type Sql } from "sql-template-tag";
import { type Bounded, bounded } from "../../domain/base/bounded.ts";
import { minutes, type Time } from "../../domain/base/time.ts";
import type { Database } from "./database.ts";

/**
 * The number of rows created before a moment. It never changes once settled, so it is counted once. `row` is the first row from then on: where it is
 * gone, the account was emptied by this or another process, and its marks are worth nothing.
 */
type Mark = { at: Time; before: number; row: string | null };

/** The mark before all rows: nothing was created before 1970. */
const origin: Mark = { at: 0, before: 0, row: null };

/** Marks of one owner's rows in one table. */
type Tally = { marks: Mark[]; laying: Promise<void> | null };

/** Rows between two marks; the rest next to a mark is counted each time, in half a millisecond at most. */
const stride = 2_000;

/** The longest time between a row's timestamp and its commit, clock differences included; younger marks would not be final. */
const settlesWithin = minutes(5);

/** Upper bound of owners with marks (a few kilobytes each); only owners with thousands of rows have any. */
const talliesMax = 1_000;

const talliesOf = new WeakMap<Database, Bounded<Tally>>();

/** Counts the rows of a period one by one (`until` is exclusive): for lists whose rows may leave them. */
export async function countEach(db: Database, table: string, where: Sql, from: Time, until: Time): Promise<number> {
  const [row] = await db.all(
    sql`select count(*) as number from ${raw(table)} where ${where} and created_at >= ${from} and created_at < ${until}`,
  );
  return Number(row?.number);
}

/**
 * Counts the rows of an append-only list from marks. Both engines count by visiting every row, a third of a second for a million, and on the embedded
 * engine payments wait meanwhile. Marks are valid only where no row is deleted, leaves `where` or changes its creation time.
 */
export async function countBetween(db: Database, table: string, where: Sql, from: Time, until: Time): Promise<number> {
  if (until <= from) return 0;
  const owner = `${table} ${where.sql} ${JSON.stringify(where.values)}`;
  const before = async (at: Time): Promise<number> => {
    const mark = await standing(lastMark(talliesOf.get(db)?.get(owner)?.marks ?? [origin], at));
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

  /** Adds marks up to the newest settled row, a few rows at a time so that payments are not held up. */
  async function lay(marks: Mark[]): Promise<void> {
    const settled = ((await rowAt(sql`order by created_at desc limit 1`))?.at ?? 0) - settlesWithin;
    for (;;) {
      const { at, before } = lastMark(marks, Number.POSITIVE_INFINITY);
      const next = await rowAt(sql`and created_at >= ${at} order by created_at limit 1 offset ${stride}`);
      if (!(next && next.at > at && next.at <= settled)) return;
      const between = await count(sql`created_at >= ${at} and created_at < ${next.at}`);
      marks.push({ at: next.at, before: before + between, row: next.id });
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

  async function rowAt(which: Sql): Promise<{ at: Time; id: string } | undefined> {
    const [row] = await db.all(sql`select created_at as at, id from ${raw(table)} where ${where} ${which}`);
    return row && { at: Number(row.at), id: String(row.id) };
  }

  /** The mark, or, where its row is gone, the one before all rows. */
  async function standing(mark: Mark): Promise<Mark> {
    if (mark.row === null || (await rowAt(sql`and created_at = ${mark.at} and id = ${mark.row}`))) return mark;
    talliesOf.get(db)?.delete(owner);
    return origin;
  }

  return (await before(until)) - (await before(from));
}

/** The owner's tally; the least recently used one is evicted for a new one. */
function keptTally(db: Database, owner: string): Tally {
  const tallies = talliesOf.get(db) ?? bounded<Tally>(talliesMax);
  talliesOf.set(db, tallies);
  const tally = tallies.get(owner) ?? { marks: [origin], laying: null };
  tallies.set(owner, tally);
  return tally;
}

/** The latest mark at or before `at`. */
function lastMark(marks: readonly Mark[], at: Time): Mark {
  let [low, high] = [0, marks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((marks[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return marks[low] ?? origin;
}
