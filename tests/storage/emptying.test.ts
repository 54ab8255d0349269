import sql, { raw } from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { AccountId } from "../../src/domain/base/id.ts";
import type { TableName } from "../../src/domain/changes.ts";
import type { Database } from "../../src/storage/base/database.ts";
import { ownedTables, tables } from "../../src/storage/base/tables.ts";
import { emptyingQueries, keptWhenEmptied } from "../../src/storage/sandbox/emptying.ts";
import { sandboxQueries } from "../../src/storage/sandbox/sandbox.ts";
import { aDatabase, type Engine, engines, withParents } from "./engine.ts";
import { aRow, type Parents } from "./rows.ts";

/** The tables of the database itself that have an account, whatever the sources know of them. */
async function tablesWithAccount(db: Database, engine: Engine): Promise<string[]> {
  const query =
    engine === "sqlite"
      ? sql`select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'account' where m.type = 'table'`
      : sql`select table_name as name from information_schema.columns where column_name = 'account' and table_schema = 'public'`;
  return (await db.all(query)).map(({ name }) => String(name)).sort();
}

/** Number of rows of an account in every table that has an account. */
async function rowsOf(db: Database, engine: Engine, account: AccountId): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const name of await tablesWithAccount(db, engine)) {
    const [row] = await db.all(sql`select count(*) as number from ${raw(name)} where account = ${account}`);
    if (Number(row?.number) > 0) counted[name] = Number(row?.number);
  }
  return counted;
}

/** A row of the account in every table. */
async function fill(db: Database, parents: Parents): Promise<void> {
  for (const name of Object.keys(tables) as TableName[]) {
    const patch = name === "chains" ? { subAccount: parents.account } : {};
    await db.save({ insert: { [name]: [{ ...aRow(name, parents), ...patch }] } });
  }
}

describe.each(engines)("on %s", (engine) => {
  test("an account that is emptied has nothing left in any table of the database but what it keeps, and its neighbour has all", async () => {
    const { db, parents: neighbour } = await aDatabase(engine);
    const parents = await withParents(db);
    await fill(db, parents);
    await fill(db, neighbour);
    const before = await rowsOf(db, engine, neighbour.account);
    expect(Object.keys(before), "each table that has an account gets a row here").toEqual(
      await tablesWithAccount(db, engine),
    );
    const book = aRow("receipt_books", parents);
    await emptyingQueries(db).empty(parents.account, { receipt_books: [book] });
    const left = Object.keys(await rowsOf(db, engine, parents.account));
    expect(left.filter((name) => !(name in keptWhenEmptied))).toEqual(["receipt_books"]);
    expect(await rowsOf(db, engine, neighbour.account)).toEqual(before);
  });

  test("a sandbox that is erased leaves no row in any table, though another account is its platform, and its neighbour has all", async () => {
    const { db, parents: neighbour } = await aDatabase(engine);
    const parents = await withParents(db);
    await fill(db, parents);
    await fill(db, neighbour);
    const chain = aRow("chains", { ...neighbour, apiKey: parents.apiKey }, { subAccount: parents.account });
    const sandbox = aRow("sandboxes", neighbour, { id: parents.account });
    const before = await rowsOf(db, engine, neighbour.account);
    await db.save({ insert: { chains: [chain], sandboxes: [sandbox] } });
    await sandboxQueries(db).erase(sandbox);
    expect(await rowsOf(db, engine, parents.account)).toEqual({});
    expect(await db.all(sql`select id from accounts where id = ${parents.account}`)).toEqual([]);
    expect(await db.all(sql`select id from sandboxes where id = ${parents.account}`)).toEqual([]);
    expect(await rowsOf(db, engine, neighbour.account)).toEqual(before);
  });

  test("an account with more rows than one commit erases is emptied too, referring rows first", async () => {
    const { db, parents } = await aDatabase(engine);
    const entry = aRow("entries", parents);
    const posting = aRow("postings", parents);
    const many = Array.from({ length: 5_001 }, (_, number) => ({
      ...entry,
      id: `big_${number}`,
      origin: `o${number}`,
    }));
    expect(await db.save({ insert: { entries: many } })).toEqual({ saved: true });
    await db.save({ insert: { postings: many.slice(0, 4_000).map(({ id }) => ({ ...posting, entry: id })) } });
    await emptyingQueries(db).empty(parents.account, {});
    expect(Object.keys(await rowsOf(db, engine, parents.account))).toEqual(["api_keys"]);
  });
});

test("what is kept when an account is emptied is a table of accounts, with a reason", () => {
  const names = Object.keys(keptWhenEmptied);
  expect(names.filter((name) => !ownedTables.includes(name as TableName))).toEqual([]);
});
