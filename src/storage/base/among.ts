import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { TableName } from "../../domain/changes.ts";

/**
 * The `from` and `where` for rows `t` of an account whose column has one of these values; conditions and an order may follow.
 *
 * SQLite has no statistics of an account's size: with `account = … and id in (…)` it may choose an index on the account and read all its rows. This
 * form makes it look up each value.
 *
 * @param values at least one
 */
export function among(table: TableName, account: AccountId, column: string, values: readonly string[]): Sql {
  const wanted = join([...new Set(values)].map((value) => sql`(${value})`));
  return sql`from (values ${wanted}) as wanted cross join ${raw(table)} t where t.account = ${account} and t.${raw(column)} = wanted.column1`;
}
