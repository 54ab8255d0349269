import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Source } from "../../domain/payment/source.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of sources. */
export function sourceQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Source | undefined> => {
      const [row] = await db.all(sql`select * from sources where account = ${account} and id = ${id}`);
      return row && fromStored("sources", row);
    },
  };
}
