import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { TableName } from "../../domain/changes.ts";

/**
 * Rows `t` of an account that have one of these values in a column, for what follows `select t.*`; further conditions and an order may follow.
 *
 * SQLite does not know how much an account has: with `account = … and id in (…)` it would take the account for the shorter way, or for the one that is in
 * order already, and read all that the account has. In this form it looks up one value after the other.
 *
 * @param values one at least
 */
export function among(table: TableName, account: AccountId, column: string, values: readonly string[]): Sql {
  const wanted = join([...new Set(values)].map((value) => sql`(${value})`));
  return sql`from (values ${wanted}) as wanted cross join ${raw(table)} t where t.account = ${account} and t.${raw(column)} = wanted.column1`;
}
