import sql, { join, raw } from "sql-template-tag";
import type { Rows, TableName } from "../../domain/changes.ts";
import type { AuditChain, AuditRow } from "../../domain/log/audit.ts";
import type { Database } from "../base/database.ts";
import { fromStored, tables } from "../base/tables.ts";

/** What is asked about the audit log. */
export function auditQueries(db: Database) {
  return {
    /** Where a team's chain ends; undefined before its first row. */
    chain: async (team: string): Promise<AuditChain | undefined> => {
      const [row] = await db.all(sql`select * from audit_chains where team = ${team}`);
      return row && fromStored("audit_chains", row);
    },

    /** A team's rows, the newest first. @param before the number below which to begin, null for the newest */
    list: async (team: string, before: number | null, limit: number): Promise<AuditRow[]> => {
      const from = before ?? Number.MAX_SAFE_INTEGER;
      const rows = await db.all(
        sql`select * from audit where team = ${team} and number < ${from} order by number desc limit ${limit}`,
      );
      return rows.map((row) => fromStored("audit", row));
    },

    /** Acts on any of these objects with the names of who did them, oldest first. */
    about: async (
      team: string,
      objects: readonly string[],
      limit: number,
    ): Promise<{ row: AuditRow; name: string | null }[]> => {
      const rows = await db.all(sql`
        select a.*, m.name as who from audit a left join members m on m.id = a.member
        where a.object in (${join([...objects])}) and a.object is not null
        order by a.number desc limit ${limit}`);
      const found = rows.map((row) => ({ row: fromStored("audit", row), name: row.who as string | null }));
      return found.filter(({ row }) => row.team === team).reverse(); // in SQL it would have SQLite read all of the team's
    },

    /** The stored form of a row that is about to change. */
    current: async <Name extends TableName>(name: Name, row: Rows[Name]): Promise<Rows[Name] | undefined> => {
      const { key, columns } = tables[name];
      const conditions = key.map((column) => {
        const property = columns.find((each) => each.column === column)?.property ?? column;
        return sql`${raw(`"${column}"`)} = ${(row as Record<string, unknown>)[property] as string | number}`; // keys are plain columns
      });
      const [stored] = await db.all(sql`select * from ${raw(name)} where ${join(conditions, " and ")}`);
      return stored && fromStored(name, stored);
    },
  };
}
