import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { BankNotification } from "../../domain/payment/notification.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

export function notificationQueries(db: Database) {
  return {
    /** What banks have told of a charge, oldest first. */
    ofCharge: async (account: AccountId, charge: string): Promise<BankNotification[]> => {
      const rows = await db.all(
        sql`select * from notifications where account = ${account} and charge = ${charge} order by created_at, id`,
      );
      return rows.map((row) => fromStored("notifications", row));
    },
  };
}
