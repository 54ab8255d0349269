import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Logo } from "../../domain/merchant/brand-row.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of logos. */
export function logoQueries(db: Database) {
  return {
    /** The bytes of the account's logo; undefined where it never had one. */
    get: async (account: AccountId): Promise<Logo | undefined> => {
      const [row] = await db.all(sql`select * from logos where account = ${account} and id = ${account}`);
      return row && fromStored("logos", row);
    },
  };
}
