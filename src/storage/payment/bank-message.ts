import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { BankMessage } from "../../domain/payment/bank-message.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

export function bankMessageQueries(db: Database) {
  return {
    /** The latest messages about a charge, oldest first. A payer who keeps their page open for days causes many of them. */
    ofCharge: async (account: AccountId, charge: string, limit: number): Promise<BankMessage[]> => {
      const rows = await db.all(
        sql`select * from bank_messages where account = ${account} and charge = ${charge} order by created_at desc, id desc limit ${limit}`,
      );
      return rows.map((row) => fromStored("bank_messages", row)).reverse();
    },

    /** Whether a charge has at least `many` messages; does not count further. */
    hasMany: async (account: AccountId, charge: string, many: number): Promise<boolean> => {
      const rows = await db.all(
        sql`select 1 as one from bank_messages where account = ${account} and charge = ${charge} limit ${many}`,
      );
      return rows.length === many;
    },
  };
}
