import sql, { join } from "sql-template-tag";
import type { Booking, Entry } from "../domain/ledger.ts";
import type { Time } from "../domain/time.ts";
import type { Database } from "./database.ts";
import { type ListRange, listOf } from "./list.ts";
import { fromStored } from "./tables.ts";

/** What is asked about the ledger. */
export function ledgerQueries(db: Database) {
  return {
    get: async (account: string, id: string): Promise<Entry | undefined> => {
      const [row] = await db.all(sql`select * from entries where id = ${id} and account = ${account}`);
      return row && fromStored("entries", row);
    },

    /** Those of them that the account has. */
    some: async (account: string, ids: readonly string[]): Promise<Entry[]> => {
      const rows = await db.all(sql`select * from entries where id in (${join([...ids])})`);
      return rows.map((row) => fromStored("entries", row)).filter((entry) => entry.account === account);
    },

    /** What was booked for a charge or its refunds. */
    ofOrigins: async (origins: readonly string[]): Promise<Booking[]> => {
      const rows = await db.all(
        sql`select * from entries where origin in (${join([...origins])}) order by created_at, id`,
      );
      const entries = rows.map((row) => fromStored("entries", row));
      if (entries.length === 0) return [];
      const ids = entries.map(({ id }) => id);
      const lines = await db.all(
        sql`select * from postings where entry in (${join(ids)}) order by entry, ledger_account`,
      );
      const postings = lines.map((row) => fromStored("postings", row));
      return entries.map((entry) => ({ entry, postings: postings.filter((each) => each.entry === entry.id) }));
    },

    list: (account: string, range: ListRange) => listOf(db, "entries", sql`account = ${account}`, range),

    /** What is owed to the merchant, and how much of it can be transferred now; minor units. */
    balance: async (account: string, currency: string, now: Time): Promise<{ total: number; transferable: number }> => {
      const [row] = await db.all(sql`
        select coalesce(-sum(p.amount), 0) as total,
               coalesce(-sum(case when e.transferable_at <= ${now} then p.amount else 0 end), 0) as transferable
        from postings p join entries e on e.id = p.entry
        where p.account = ${account} and p.ledger_account = 'merchant' and p.currency = ${currency}`);
      return { total: Number(row?.total), transferable: Number(row?.transferable) };
    },
  };
}
