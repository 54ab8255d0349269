import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Rows } from "../../domain/changes.ts";
import type { Database } from "./database.ts";
import { fromStored } from "./tables.ts";

/** Tables with due rows, and the columns that tell their lines apart: the account and the party that the work waits for. */
const columns = {
  deliveries: ["account", "host"],
  charges: ["account", "method", "state"],
  refunds: ["account"],
  card_checks: ["account"],
  occurrences: ["account"],
  recipients: ["account"],
  transfers: ["account"],
  disputes: ["account"],
  receipt_books: ["account"],
  connections: ["account"],
  kept_cards: ["account"],
} as const;

export type LinedTable = keyof typeof columns;

export const linedTables = Object.keys(columns) as LinedTable[]; // `columns` has no other keys

/** The values of those columns. */
export type LineKey = readonly [account: AccountId, ...more: string[]];

/** A line with the due time of its first row. */
export type DueLine = { key: LineKey; livemode: boolean; dueAt: Time };

/** The position of a row in its line. */
export type Place = { dueAt: Time; id: string };

/**
 * Limits of what is taken: it is due until `due`, by the account's clock as this process knows it, and nobody has a lease of it at `now`, in the server's
 * time. While a clock is on its way only the mover takes anything. A worker may not have heard of that yet, so the database is asked.
 */
export type Taking = { due: Time; now: Time; by: "worker" | "mover" };

/** Later than any due time. SQLite starts a search at equal values: with this value it leaves a line without reading its rows. */
const never = Number.MAX_SAFE_INTEGER;

/** Lines of one account per read. */
const ofAccountAtOnce = 32;

/** Queries of due work. An index of each table begins with the columns of its lines, so other lines cost nothing. */
export function lineQueries(db: Database) {
  const queries = {
    /**
     * Lines with waiting rows that nobody has a lease of at `now`, due or not, in order of their keys, after `after`. Takes one step in the index per line.
     * @param now time of the server
     */
    list: async (table: LinedTable, now: Time, after: LineKey | null, limit: number): Promise<DueLine[]> => {
      const key = namesOf(table);
      const order = sql`${key}, due_at, id`;
      // with bare columns SQLite would search by the account alone, and read all its waiting rows
      const next = raw(columns[table].map((name) => `here.${name} || ''`).join(", "));
      const free = isFree(table, now);
      const beginning = after ? sql`and (${key}, due_at) > (${join([...after])}, ${never})` : empty;
      const here = sql`lines join ${raw(table)} as here on here.account = lines.account and here.id = lines.id`;
      const beyond = (column: "account" | "id") => sql`
        select ${raw(column)} from ${raw(table)} where due_at is not null ${free} and (${key}, due_at) > (${next}, ${never}) order by ${order} limit 1`;
      const rows = await db.all(sql`
        with recursive lines (account, id, number) as (
          select account, id, 1 from (
            select account, id from ${raw(table)} where due_at is not null ${free} ${beginning} order by ${order} limit 1
          ) as beginning
          union all
          select (${beyond("account")}), (${beyond("id")}), lines.number + 1 from ${here} where lines.number < ${limit}
        )
        select ${namesOf(table, "here.")}, here.livemode, here.due_at from ${here} order by lines.number`);
      return rows.map((row) => lineOf(table, row));
    },

    /** The keys of all lines of one account with waiting rows that nobody has a lease of at `now`, due or not. */
    ofAccount: async (table: LinedTable, account: AccountId, now: Time): Promise<LineKey[]> => {
      const [, ...more] = columns[table];
      if (more.length === 0) return [[account]];
      const found: LineKey[] = [];
      for (let after: LineKey | null = [account, ...more.map(() => "")]; after; ) {
        const lines: DueLine[] = await queries.list(table, now, after, ofAccountAtOnce);
        const own = lines.filter(({ key }) => key[0] === account);
        found.push(...own.map(({ key }) => key));
        after = own.length === ofAccountAtOnce ? (own.at(-1)?.key ?? null) : null;
      }
      return found;
    },

    /** The lines of the longest due rows that nobody has a lease of, however much else waits: few steps in the index of due times. */
    oldest: async (table: LinedTable, now: Time, limit: number): Promise<DueLine[]> => {
      const rows = await db.all(
        sql`select ${namesOf(table)}, livemode, due_at from ${raw(table)} where due_at <= ${now} ${isFree(table, now)} order by due_at limit ${limit}`,
      );
      return rows.map((row) => lineOf(table, row));
    },

    /** Due rows of a line after a position that may be taken, longest due first. Due charges come without refunds; they have none yet. */
    due: async <Name extends LinedTable>(
      table: Name,
      key: LineKey,
      taking: Taking,
      after: Place | null,
      limit: number,
    ): Promise<Rows[Name][]> => {
      const further = after ? sql`and (due_at, id) > (${after.dueAt}, ${after.id})` : empty;
      const rows = await db.all(sql`
        select * from ${raw(table)} where ${mayBeTaken(table, key, taking)} ${further} order by due_at, id limit ${limit}`);
      return rows.map((row) => fromStored(table, row));
    },

    /** Whether a row is there still. */
    has: async (table: LinedTable, account: AccountId, id: string): Promise<boolean> =>
      (await db.all(sql`select 1 from ${raw(table)} where account = ${account} and id = ${id}`)).length > 0,

    /**
     * Leases due deliveries of a line until `until`, in the server's time, so that nobody else takes them. After a crash the lease expires and another
     * worker takes over. The due time stays: no index has the lease, so that PostgreSQL can write it beside the row.
     */
    lease: async (key: LineKey, taking: Taking, until: Time, limit: number): Promise<Rows["deliveries"][]> => {
      // materialized: PostgreSQL may plan a subquery so that it runs once for each row, and then takes more than the limit
      const rows = await db.run(sql`
        with taken as materialized (select id from deliveries where ${mayBeTaken("deliveries", key, taking)} order by due_at, id limit ${limit} ${db.skipLocked})
        update deliveries set leased_until = ${until}, version = version + 1
        where account = ${key[0]} and id in (select id from taken)
        returning *`);
      return rows.map((row) => fromStored("deliveries", row));
    },
  };
  return queries;
}

const lineOf = (table: LinedTable, row: Record<string, unknown>): DueLine => ({
  key: columns[table].map((name) => String(row[name])) as unknown as LineKey, // the account and the other columns
  livemode: row.livemode === 1,
  dueAt: Number(row.due_at),
});

const namesOf = (table: LinedTable, of = ""): Sql => raw(columns[table].map((name) => of + name).join(", "));

/** Whether nobody has a lease of a row. Deliveries have leases; what waits for a bank is asked under a reference of its own, by however many. */
export const isFree = (table: LinedTable, now: Time): Sql =>
  table === "deliveries" ? sql`and (leased_until is null or leased_until <= ${now})` : empty;

function mayBeTaken(table: LinedTable, key: LineKey, { due, now, by }: Taking): Sql {
  const onItsWay = sql`exists (select 1 from clocks where clocks.account = ${key[0]} and moves_to is not null)`;
  const stands = by === "worker" ? sql`and not ${onItsWay}` : empty;
  return sql`${isOf(table, key)} and due_at <= ${due} ${isFree(table, now)} ${stands}`;
}

const isOf = (table: LinedTable, key: LineKey): Sql =>
  join(
    columns[table].map((name, index) => sql`${raw(name)} = ${key[index]}`),
    " and ",
  );
