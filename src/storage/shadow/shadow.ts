import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Comparison, Counterpart, Shadow } from "../../domain/shadow/shadow.ts";
import type { Database } from "../base/database.ts";
import { fromStored, tables, toStored } from "../base/tables.ts";

/** Upper bound of the comparisons that an account keeps; older ones go first. */
const comparisonsMax = 5_000;

/** Upper bound of rows deleted at once, so that nothing else waits long. */
const forgottenAtOnce = 2_000;

/** Queries of shadows, counterparts and comparisons. */
export function shadowQueries(db: Database) {
  const shadows = (rows: Record<string, unknown>[]): Shadow[] => rows.map((row) => fromStored("shadows", row));

  const forget = async (table: "comparisons" | "counterparts", before: Time): Promise<void> => {
    let forgotten: unknown[];
    do {
      forgotten = await db.run(sql`
        delete from ${raw(table)} where (account, id) in (
          select account, id from ${raw(table)} where created_at < ${before} order by created_at limit ${forgottenAtOnce}
        ) returning 1 as gone`);
    } while (forgotten.length === forgottenAtOnce);
  };

  return {
    ofAccount: async (account: AccountId): Promise<Shadow[]> =>
      shadows(await db.all(sql`select * from shadows where account = ${account} order by created_at, id`)),

    /** Shadows that were changed at or after a moment of the server. */
    changedSince: async (since: Time): Promise<Shadow[]> =>
      shadows(await db.all(sql`select * from shadows where changed_at >= ${since}`)),

    /** Counterparts of these ids of ours. */
    counterparts: async (account: AccountId, ids: readonly string[]): Promise<Map<string, string>> => {
      if (ids.length === 0) return new Map();
      const rows = await db.all(
        sql`select id, theirs from counterparts where account = ${account} and id in (${join([...ids])})`,
      );
      return new Map(rows.map(({ id, theirs }) => [String(id), String(theirs)]));
    },

    /** Counterparts that were made since a moment of the server, newest first. */
    counterpartsSince: async (account: AccountId, since: Time, limit: number): Promise<Counterpart[]> => {
      const rows = await db.all(
        sql`select * from counterparts where account = ${account} and created_at >= ${since} order by created_at desc, id limit ${limit}`,
      );
      return rows.map((row) => fromStored("counterparts", row));
    },

    /** Saves what came of a request, and the counterparts that it has shown; those that are known stay. */
    record: async (comparison: Comparison, counterparts: readonly Counterpart[]): Promise<void> => {
      await db.together([
        insertOf("comparisons", [comparison]),
        ...(counterparts.length === 0 ? [] : [insertOf("counterparts", counterparts)]),
      ]);
    },

    /** Comparisons since a moment of the server, newest first. */
    comparisons: async (account: AccountId, since: Time): Promise<Comparison[]> => {
      const rows = await db.browse(
        sql`select * from comparisons where account = ${account} and created_at >= ${since} order by created_at desc, id limit ${comparisonsMax}`,
      );
      return rows.map((row) => fromStored("comparisons", row));
    },

    /** Erases what an account has above the most that is kept. */
    trim: async (account: AccountId): Promise<void> => {
      await db.run(sql`
        delete from comparisons where account = ${account} and created_at < (
          select min(created_at) from (
            select created_at from comparisons where account = ${account} order by created_at desc limit ${comparisonsMax}
          ) as kept)`);
    },

    forgetComparisons: (before: Time) => forget("comparisons", before),
    forgetCounterparts: (before: Time) => forget("counterparts", before),
  };
}

function insertOf(name: "comparisons" | "counterparts", rows: readonly (Comparison | Counterpart)[]): Sql {
  const table = tables[name];
  const columns = raw(table.columns.map(({ column }) => `"${column}"`).join(", "));
  const values = rows.map((row) => sql`(${join(toStored(table, row))})`);
  return sql`insert into ${raw(name)} (${columns}) values ${join(values)} on conflict do nothing`;
}
