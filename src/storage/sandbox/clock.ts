import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Clock } from "../../domain/sandbox/clock.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of clocks. */
export function clockQueries(db: Database) {
  const clocks = (rows: Record<string, unknown>[]): Clock[] => rows.map((row) => fromStored("clocks", row));
  return {
    get: async (account: AccountId): Promise<Clock | undefined> =>
      clocks(await db.all(sql`select * from clocks where account = ${account}`))[0],

    /** The clocks that were changed at or after a moment of the server. */
    changedSince: async (since: Time): Promise<Clock[]> =>
      clocks(await db.all(sql`select * from clocks where changed_at >= ${since}`)),
  };
}
