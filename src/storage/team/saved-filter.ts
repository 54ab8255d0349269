import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { SavedFilter } from "../../domain/team/saved-filter.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

export function savedFilterQueries(db: Database) {
  return {
    /** A member's filters of all lists, by name. */
    ofMember: async (account: AccountId, member: string): Promise<SavedFilter[]> => {
      const rows = await db.all(sql`
        select * from saved_filters where account = ${account} and member = ${member} and deleted_at is null order by name, id`);
      return rows.map((row) => fromStored("saved_filters", row));
    },
  };
}
