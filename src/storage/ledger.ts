import sql from "sql-template-tag";
import type { Entry } from "../domain/ledger.ts";
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
