import sql, { join, raw } from "sql-template-tag";
import type { Rows, TableName } from "../../domain/changes.ts";
import type { AuditChain, AuditRow } from "../../domain/log/audit.ts";
import type { Database } from "../base/database.ts";
import { fromStored, tables } from "../base/tables.ts";

/** Queries of the audit log. */
export function auditQueries(db: Database) {
  return {
    /** The end of a team's chain; undefined before its first row. */
    chain: async (team: string): Promise<AuditChain | undefined> => {
      const [row] = await db.all(sql`select * from audit_chains where team = ${team}`);
      return row && fromStored("audit_chains", row);
    },

    /** Rows of a team, newest first. @param before only rows with lower numbers; null for all */
    list: async (team: string, before: number | null, limit: number): Promise<AuditRow[]> => {
      const from = before ?? Number.MAX_SAFE_INTEGER;
      const rows = await db.all(
        sql`select * from audit where team = ${team} and number < ${from} order by number desc limit ${limit}`,
      );
      return rows.map((row) => fromStored("audit", row));
    },

    /** Acts on any of these objects with the names of their members, oldest first. */
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
      return found.filter(({ row }) => row.team === team).reverse(); // filtered here: as a condition SQLite would read all rows of the team
    },

    /** The stored form of a row that is about to change, for the audit log. */
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
