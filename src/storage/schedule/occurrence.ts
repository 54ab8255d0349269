import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import { type Occurrence, shownStates } from "../../domain/schedule/occurrence-row.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { fromStored } from "../base/tables.ts";

/** The condition of occurrences that the API shows: processed ones. */
export const shown = (of = ""): Sql => sql`${raw(of)}state in (${join([...shownStates])})`;

export function occurrenceQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Occurrence | undefined> => {
      const [row] = await db.all(sql`select * from occurrences where account = ${account} and id = ${id}`);
      return row && fromStored("occurrences", row);
    },

    /** The occurrence of a schedule that is not processed yet. */
    openOf: async (account: AccountId, schedule: string): Promise<Occurrence | undefined> => {
      const [row] = await db.all(
        sql`select * from occurrences where account = ${account} and schedule = ${schedule} and state in ('waiting', 'charging')`,
      );
      return row && fromStored("occurrences", row);
    },

    listOfSchedule: (account: AccountId, schedule: string, range: ListRange) =>
      listOf(db, "occurrences", sql`account = ${account} and schedule = ${schedule} and ${shown()}`, range),
  };
}
