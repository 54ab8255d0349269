import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { days, seconds } from "../../src/domain/base/time.ts";
import { shadowQueries } from "../../src/storage/shadow/shadow.ts";
import { aDatabase, engines, withParents } from "../storage/engine.ts";
import { aRow } from "../storage/rows.ts";
import { aShadowed } from "./shadow.ts";

describe.each(engines)("on %s", (engine) => {
  test("an account keeps its latest 5,000 comparisons, and its neighbour all of its own", async () => {
    const { db, parents: neighbour } = await aDatabase(engine);
    const parents = await withParents(db);
    const row = aRow("comparisons", parents);
    const made = Array.from({ length: 5_007 }, (_, at) => ({ ...row, id: `request_${at}`, createdAt: 1_000 + at }));
    for (let at = 0; at < made.length; at += 500) await db.save({ insert: { comparisons: made.slice(at, at + 500) } });
    await db.save({ insert: { comparisons: [{ ...aRow("comparisons", neighbour), createdAt: 1 }] } });
    await shadowQueries(db).trim(parents.account);
    const left = await db.all(
      sql`select account, count(*) as number, min(created_at) as oldest from comparisons group by account order by number`,
    );
    expect(left.map(({ number, oldest }) => [Number(number), Number(oldest)])).toEqual([
      [1, 1],
      [5_000, 1_007],
    ]);
  });

  test("a counterpart that is known stays, and a request is recorded once", async () => {
    const { db, parents } = await aDatabase(engine);
    const { record, counterparts, comparisons } = shadowQueries(db);
    const row = { ...aRow("comparisons", parents), createdAt: 5 };
    const pair = { id: "chrg_test_1", account: parents.account, theirs: "first", createdAt: 5 };
    await record(row, [pair, { ...pair, id: "chrg_test_2" }]);
    await record({ ...row, endpoint: "again" }, [{ ...pair, theirs: "second" }]);
    expect(await counterparts(parents.account, ["chrg_test_1", "chrg_test_2", "chrg_test_3"])).toEqual(
      new Map([
        ["chrg_test_1", "first"],
        ["chrg_test_2", "first"],
      ]),
    );
    expect(await comparisons(parents.account, 5)).toEqual([row]);
    expect(await comparisons(parents.account, 6)).toEqual([]);
  });
});

test("comparisons and counterparts are kept for thirty days", async () => {
  const { ours, account } = await aShadowed();
  await ours.call("POST", "/customers", { body: { description: "a regular" } });
  await ours.gateway.shadows.rest();
  const { shadow } = ours.gateway.store;
  const kept = async () => [
    (await shadow.comparisons(account.id, 0)).length,
    (await shadow.counterpartsSince(account.id, 0, 10)).length,
  ];
  await ours.advance(days(30) - seconds(1));
  expect(await kept()).toEqual([1, 1]);
  await ours.advance(seconds(61));
  expect(await kept()).toEqual([0, 0]);
});
