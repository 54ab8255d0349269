import sql, { join, raw, type Sql } from "sql-template-tag";
import { days, hours, minutes, type Time } from "../../domain/base/time.ts";
import type { Database } from "./database.ts";
import { isFree, type LinedTable, linedTables } from "./line.ts";

/** The backlog of one table of due rows. `oldest` is the due time of its longest waiting row, null when none is due. */
export type Queue = { queue: LinedTable; depth: number; oldest: Time | null };

/** Upper bound of counting; beyond it the exact depth does not matter. */
const depthMax = 10_000;

/**
 * By queue: the time until a failed row is tried again, and the condition of failed rows. A bank is asked again one minute after an unknown answer,
 * so older rows have had one.
 */
const failing = (now: Time): Record<LinedTable, { within: number; which: Sql }> => {
  const unanswered = sql`created_at <= ${now - minutes(1)}`;
  const asking = sql`state in ('authorizing', 'capturing', 'reversing') and ${unanswered}`;
  return {
    deliveries: { within: days(365), which: sql`attempts > 0` },
    charges: { within: minutes(1), which: asking },
    refunds: { within: minutes(1), which: unanswered },
    card_checks: { within: minutes(1), which: unanswered },
    // a declined card is no failure of the gateway; a charge whose bank does not answer is
    // nobody is asked about a recipient; a transfer that lacks money waits for it
    recipients: { within: minutes(1), which: sql`1 = 0` },
    transfers: { within: days(5), which: sql`tries > 0` },
    disputes: { within: minutes(1), which: sql`1 = 0` }, // no bank is asked when a time is over
    // a book is due until the day before is invoiced, which takes no bank
    receipt_books: { within: minutes(1), which: sql`due_at <= ${now - minutes(10)}` },
    // an upstream that does not tell of a day is asked again an hour later
    connections: { within: hours(1), which: sql`problem is not null` },
    kept_cards: { within: hours(1), which: sql`version > 2` }, // an upstream did not say that it has deleted the card
    occurrences: { within: minutes(1), which: sql`begun_at <= ${now - minutes(1)}` },
  };
};

export function queueQueries(db: Database) {
  return {
    /** The due rows that no worker has taken, by queue: one query, served by the indexes of due times. Where a clock stands still, nothing is late. */
    due: async (now: Time): Promise<Queue[]> => {
      const parts = linedTables.map((name) => {
        const due = sql`select account, due_at from ${raw(name)} where due_at <= ${now} ${isFree(name, now)} order by due_at limit ${depthMax}`;
        return sql`
          select ${name} as queue, count(*) as depth, min(due_at) as oldest from (${due}) as ${raw(name)}_due
          where not exists (select 1 from clocks where clocks.account = ${raw(name)}_due.account and clocks.stands_at < ${raw(name)}_due.due_at)`;
      });
      const rows = await db.all(join(parts, " union all "));
      return rows.map(({ queue, depth, oldest }) => ({
        queue: String(queue) as LinedTable, // one of the names in the query
        depth: Number(depth),
        oldest: oldest === null ? null : Number(oldest),
      }));
    },

    /** The number of failed rows that will be tried again, by queue. */
    failing: async (now: Time): Promise<Record<string, number>> => {
      const parts = Object.entries(failing(now)).map(([name, { within, which }]) => {
        const next = sql`select * from ${raw(name)} where due_at <= ${now + within} order by due_at limit ${depthMax}`;
        return sql`select ${name} as queue, count(*) as number from (${next}) as ${raw(name)}_next where ${which}`;
      });
      const rows = await db.all(join(parts, " union all "));
      return Object.fromEntries(rows.map(({ queue, number }) => [String(queue), Number(number)]));
    },
  };
}
