import sql, { raw } from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { AccountId } from "../../src/domain/base/id.ts";
import type { TableName } from "../../src/domain/changes.ts";
import type { Database } from "../../src/storage/base/database.ts";
import { tables } from "../../src/storage/base/tables.ts";
import { emptiedTables, emptyingQueries } from "../../src/storage/sandbox/emptying.ts";
import { notInSnapshots, snapshotQueries } from "../../src/storage/sandbox/snapshot.ts";
import { aDatabase, engines, withParents } from "./engine.ts";
import { aRow } from "./rows.ts";

async function everythingOf(db: Database, account: AccountId): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const name of emptiedTables) {
    const key = raw(tables[name].key.join(", "));
    found[name] = await db.all(sql`select * from ${raw(name)} where account = ${account} order by ${key}`);
  }
  return found;
}

describe.each(engines)("on %s", (engine) => {
  test("an account that is put back has each row of each table as it was, and its neighbour has all of its own", async () => {
    const { db, parents: neighbour } = await aDatabase(engine);
    const parents = await withParents(db);
    for (const each of [parents, neighbour])
      for (const name of Object.keys(tables) as TableName[])
        for (let count = 0; count < 3; count += 1) await db.save({ insert: { [name]: [aRow(name, each)] } });
    const [before, others] = [await everythingOf(db, parents.account), await everythingOf(db, neighbour.account)];
    expect(Object.keys(before).filter((name) => before[name]?.length === 0)).toEqual([]);
    const snapshots = snapshotQueries(db);
    const contents = await snapshots.contents(parents.account);
    expect(Object.keys(contents).filter((name) => name in notInSnapshots)).toEqual([]);
    await emptyingQueries(db).empty(parents.account, { links: [aRow("links", parents)] });
    await snapshots.restore(parents.account, JSON.parse(JSON.stringify(contents)), 0);
    const after = await everythingOf(db, parents.account);
    for (const name in notInSnapshots) before[name] = []; // they were emptied, and come back from nowhere
    before["cards"] = after["cards"] ?? []; // the next test
    expect(after).toEqual(before);
    expect(await everythingOf(db, neighbour.account)).toEqual(others);
  });

  test("numbers of cards that are there stay with cards that are put back; a customer's card without one stays deleted", async () => {
    const { db, parents } = await aDatabase(engine);
    const ofCustomer = { owner: "customer", deletedAt: null } as const;
    const [kept, erased] = [aRow("cards", parents, ofCustomer), aRow("cards", parents, ofCustomer)];
    const later = aRow("cards", parents);
    const secretOf = (card: string) => ({ ...aRow("card_secrets", parents), card, eraseAt: null });
    await db.save({ insert: { cards: [kept, erased], card_secrets: [secretOf(kept.id), secretOf(erased.id)] } });
    const snapshots = snapshotQueries(db);
    const contents = await snapshots.contents(parents.account);
    await db.run(sql`delete from card_secrets where card = ${erased.id}`);
    await db.save({ insert: { cards: [later], card_secrets: [secretOf(later.id)] } });
    await snapshots.restore(parents.account, contents, 7);
    const secrets = await db.all(sql`select card from card_secrets where account = ${parents.account}`);
    expect(secrets).toEqual([{ card: kept.id }]);
    const cards = await db.all(
      sql`select id, deleted_at from cards where id in (${kept.id}, ${erased.id}) order by id`,
    );
    const expected = [
      { id: kept.id, deleted_at: null },
      { id: erased.id, deleted_at: 7 },
    ];
    expect(cards).toEqual(expected.sort((one, other) => (one.id < other.id ? -1 : 1)));
  });
});
