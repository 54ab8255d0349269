import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Rows, TableName } from "../../domain/changes.ts";
import type { Database } from "../base/database.ts";
import type { Value } from "../base/statements.ts";
import { ownedTables, tables, toStored } from "../base/tables.ts";

/** Tables that an account keeps when it is emptied, and why. Every other table of an account is emptied, later ones too. */
export const keptWhenEmptied: Readonly<Record<string, string>> = {
  api_keys: "programs go on with their keys",
  chains: "a chain is a key that a platform has",
  audit: "each row carries the hash of the row before",
  balances: "they have no amounts: these are sums of the ledger",
  saved_filters: "settings of members",
  sandboxes: "accounts of their own",
  snapshots: "what an account had can be put back",
  shadows: "whoever runs the server has entered their keys",
  comparisons: "a log tells what was compared, whatever became of it",
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
        ...[...emptiedTables].reverse().flatMap((name) => insertionsOf(name, rows[name] ?? [])),
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

/** Rows or values of one statement: few, so that a database plans few texts. */
const together = 50;

/** Statements that insert rows as they were stored. */
export function insertions(
  table: string,
  columns: readonly string[],
  rows: readonly Readonly<Record<string, Value>>[],
): Sql[] {
  return inChunks(rows).map((some) => {
    const values = some.map((row) => sql`(${join(columns.map((column) => row[column] ?? null))})`);
    const named = columns.map((column) => `"${column}"`).join(", ");
    return sql`insert into ${raw(table)} (${raw(named)}) values ${join(values)}`;
  });
}

export function inChunks<T>(all: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < all.length; at += together) chunks.push(all.slice(at, at + together));
  return chunks;
}

function insertionsOf<Name extends TableName>(name: Name, rows: readonly Rows[Name][]): Sql[] {
  const columns = tables[name].columns.map(({ column }) => column);
  const stored = rows.map((row) => {
    const values = toStored(tables[name], row);
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null]));
  });
  return insertions(name, columns, stored);
}
