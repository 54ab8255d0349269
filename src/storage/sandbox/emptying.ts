import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Rows, TableName } from "../../domain/changes.ts";
import type { Database } from "../base/database.ts";
import { ownedTables, tables, toStored } from "../base/tables.ts";

/** Tables that an account keeps when it is emptied, and why. Every other table of an account is emptied, later ones too. */
export const keptWhenEmptied: Readonly<Record<string, string>> = {
  api_keys: "programs go on with their keys",
  chains: "a chain is a key that a platform has",
  audit: "each row carries the hash of the row before",
  balances: "they have no amounts: these are sums of the ledger",
  saved_filters: "settings of members",
  sandboxes: "accounts of their own",
  clocks: "time does not run backwards",
};

/** Tables that are emptied, referring tables first. */
export const emptiedTables: readonly TableName[] = ownedTables.filter((name) => !(name in keptWhenEmptied));

/** Rows to put in the place of those that were erased. */
export type Replacing = { [Name in TableName]?: readonly Rows[Name][] };

export function emptyingQueries(db: Database) {
  return {
    /** Erases what an account has and puts rows in its place, in one commit; of a large account, a part before that. */
    empty: async (account: AccountId, rows: Replacing): Promise<void> => {
      await drain(db, account, emptiedTables);
      await db.together([
        ...emptiedTables.map((table) => sql`delete from ${raw(table)} where account = ${account}`),
        ...[...emptiedTables].reverse().flatMap((name) => (rows[name] ?? []).map((row) => insertion(name, row))),
      ]);
    },
  };
}

/** Rows of one table that are erased in one commit, and so the most that a commit has to erase of each. */
const bite = 5_000;

/**
 * Erases rows of an account, a bite at a time, until no table has more than one bite of them: the rest can go in one commit that holds up nobody.
 * Tables that refer to a large one are emptied before it. A small account is not touched.
 *
 * @param names referring tables first
 */
export async function drain(db: Database, account: AccountId, names: readonly TableName[]): Promise<void> {
  const large = await Promise.all(names.map((name) => isLarge(db, account, name)));
  for (const name of names.slice(0, large.lastIndexOf(true) + 1)) {
    const table = raw(name);
    const key = raw(tables[name].key.map((column) => `"${column}"`).join(", "));
    const some = sql`select ${key} from ${table} where account = ${account} limit ${bite}`;
    for (let erased = bite; erased === bite; )
      erased = (await db.run(sql`delete from ${table} where (${key}) in (${some}) returning 1 as gone`)).length;
  }
}

async function isLarge(db: Database, account: AccountId, name: TableName): Promise<boolean> {
  const rows = sql`select 1 from ${raw(name)} where account = ${account} limit 1 offset ${bite}`;
  return (await db.all(rows)).length > 0;
}

/** Statement that inserts a row as it is. */
export function insertion<Name extends TableName>(name: Name, row: Rows[Name]): Sql {
  const columns = raw(tables[name].columns.map(({ column }) => `"${column}"`).join(", "));
  return sql`insert into ${raw(name)} (${columns}) values (${join(toStored(tables[name], row))})`;
}
