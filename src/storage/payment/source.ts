import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Token } from "../../domain/card/card.ts";
import type { Source } from "../../domain/payment/source.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of sources and tokens. */
export function sourceQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Source | undefined> => {
      const [row] = await db.all(sql`select * from sources where account = ${account} and id = ${id}`);
      return row && fromStored("sources", row);
    },
  };
}

export function tokenQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Token | undefined> => {
      const [row] = await db.all(sql`select * from tokens where account = ${account} and id = ${id}`);
      return row && fromStored("tokens", row);
    },
  };
}
