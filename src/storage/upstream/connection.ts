import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Connection } from "../../domain/upstream/connection.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of connections to upstreams. */
export function connectionQueries(db: Database) {
  const connections = (rows: Record<string, unknown>[]): Connection[] =>
    rows.map((row) => fromStored("connections", row));
  return {
    get: async (account: AccountId, upstream: string): Promise<Connection | undefined> =>
      connections(await db.all(sql`select * from connections where account = ${account} and id = ${upstream}`))[0],

    ofAccount: async (account: AccountId): Promise<Connection[]> =>
      connections(await db.all(sql`select * from connections where account = ${account} order by created_at, id`)),
  };
}
