import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { ChargeNote } from "../../domain/payment/note.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

export function noteQueries(db: Database) {
  return {
    /** Notes on a charge, oldest first, without removed ones. */
    ofCharge: async (account: AccountId, charge: string): Promise<ChargeNote[]> => {
      const rows = await db.all(sql`
        select * from charge_notes where account = ${account} and charge = ${charge} and deleted_at is null
        order by created_at, id`);
      return rows.map((row) => fromStored("charge_notes", row));
    },
  };
}
