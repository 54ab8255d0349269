import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import { days, hours, minutes, type Time } from "../../domain/base/time.ts";
import type { Database } from "./database.ts";
import { isFree, type LinedTable, linedTables } from "./line.ts";

/** The backlog of one table of due rows. `oldest` is the due time of its longest waiting row, null when none is due. */
export type Queue = { queue: LinedTable; depth: number; oldest: Time | null };

/** Leases of deliveries: of those that are being sent, and of those whose process did not say what became of them, which nobody has taken since. */
export type Leases = { running: number; over: number };

/** What one account has to send to one host, and was not taken yet. `oldest` is when the oldest of these deliveries was made, by the account's clock. */
export type WaitingHost = {
  account: AccountId;
  name: string;
  livemode: boolean;
  host: string;
  due: number;
  sending: number;
  failing: number;
  oldest: Time;
};

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

/** Number of rows that meet a condition. */
const countOf = (condition: Sql): Sql => sql`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;

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

    /** Leases of the longest due deliveries, as far as they are counted. */
    leases: async (now: Time): Promise<Leases> => {
      const [row] = await db.all(sql`
        select ${countOf(sql`leased_until > ${now}`)} as running, ${countOf(sql`leased_until <= ${now}`)} as over
        from (select leased_until from deliveries where due_at <= ${now} order by due_at limit ${depthMax}) as longest_due`);
      return { running: Number(row?.running), over: Number(row?.over) };
    },

    /** Accounts and hosts whose deliveries wait, the oldest first: those that are due, being sent, or tried in vain. Counts the longest due only. */
    waitingHosts: async (now: Time, limit: number): Promise<WaitingHost[]> => {
      const rows = await db.all(sql`
        select account, name, accounts.livemode as livemode, host, due, sending, failing, oldest from (
          select account, host, ${countOf(sql`due_at <= ${now} ${isFree("deliveries", now)}`)} as due,
            ${countOf(sql`leased_until > ${now}`)} as sending, ${countOf(sql`attempts > 0`)} as failing, min(created_at) as oldest
          from (
            select account, host, due_at, leased_until, attempts, created_at from deliveries
            where due_at is not null order by due_at limit ${depthMax}
          ) as longest_due
          where due_at <= ${now} or attempts > 0 group by account, host order by min(created_at), account, host limit ${limit}
        ) as waiting join accounts on accounts.id = waiting.account order by oldest, account, host`);
      return rows.map((row) => ({
        account: row.account as AccountId, // a column of account ids
        name: String(row.name),
        livemode: row.livemode === 1,
        host: String(row.host),
        due: Number(row.due),
        sending: Number(row.sending),
        failing: Number(row.failing),
        oldest: Number(row.oldest),
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
