import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { Condition } from "../../src/storage/search/filter.ts";
import { objectSearchQueries, searchBounds } from "../../src/storage/search/found.ts";
import { aDatabase, engines } from "./engine.ts";

const first = Date.parse("2026-01-01T00:00:00Z");

/** Refunds of which each third one is voided, three at each time. */
async function aDatabaseWithRefunds(engine: (typeof engines)[number], count: number) {
  const { db, parents } = await aDatabase(engine);
  const { account, charge } = parents;
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `rfnd_test_${String(index).padStart(19, "0")}`,
    voided: index % 3 === 0,
    at: first + Math.floor(index / 3) * 1_000,
  }));
  const values = rows.map(
    ({ id, voided, at }) =>
      `('${id}', 1, '${account}', 0, '${charge}', 'closed', 100, 'THB', ${voided ? 1 : 0}, '{}', ${at})`,
  );
  const columns = "id, version, account, livemode, charge, state, amount, currency, voided, metadata, created_at";
  await db.run(sql([`insert into refunds (${columns}) values ${values.join(", ")}`]));
  return { db, account, charge, rows };
}

describe.each(engines)("%s", (engine) => {
  test("a search that goes through its rows slice by slice finds each once, on whatever page, in either order", async () => {
    const { db, account, charge, rows } = await aDatabaseWithRefunds(engine, 40);
    const objects = objectSearchQueries(db, { ...searchBounds, slice: 7 });
    const voided = objects.condition("refund", "voided", "yes", first);
    const since = objects.condition("refund", "created", "2026-01-01T00:00:03Z..", first);
    const ofCharge = objects.condition("refund", "charge_id", charge.toUpperCase(), first);
    const expectations: [(Condition | undefined)[], (row: (typeof rows)[number]) => boolean][] = [
      [[], () => true],
      [[voided], (row) => row.voided],
      [[since], ({ at }) => at >= first + 3_000],
      [[voided, since], (row) => row.voided && row.at >= first + 3_000],
      [[ofCharge, voided], (row) => row.voided],
    ];
    for (const [conditions, meets] of expectations) {
      const given = conditions.filter((each) => each !== undefined);
      expect(given).toHaveLength(conditions.length);
      const inOrder = rows.filter(meets).map(({ id }) => id);
      for (const order of ["chronological", "reverse_chronological"] as const) {
        const ids = order === "chronological" ? inOrder : inOrder.toReversed();
        for (const limit of [1, 4, 100]) {
          for (let skip = 0; skip <= ids.length; skip += limit) {
            const found = await objects.found(account, "refund", given, { order, skip, limit });
            expect(found).toEqual({ ids: ids.slice(skip, skip + limit), total: ids.length });
          }
        }
      }
    }
  });
});

test("a search that would have to look at too many rows is given up, and one that a period bounds is not", async () => {
  const { db, account } = await aDatabaseWithRefunds("sqlite", 40);
  const objects = objectSearchQueries(db, { ...searchBounds, slice: 10, examined: 20 });
  const impatient = objectSearchQueries(db, { ...searchBounds, slice: 10, patience: -1 });
  const asked = { order: "chronological", skip: 0, limit: 5 } as const;
  const voided = objects.condition("refund", "voided", "yes", first) as Condition;
  const period = objects.condition(
    "refund",
    "created",
    "2026-01-01T00:00:00Z..2026-01-01T00:00:05Z",
    first,
  ) as Condition;
  expect(await objects.found(account, "refund", [voided], asked)).toBe("too far");
  expect(await impatient.found(account, "refund", [voided], asked)).toBe("too far");
  expect(await objects.found(account, "refund", [voided, period], asked)).toMatchObject({ total: 6 });
});

test("searches of one account go one after the other, and not many wait; another account's does not wait for them", async () => {
  const { db, account } = await aDatabaseWithRefunds("sqlite", 9);
  const underWay: string[] = [];
  let most = 0;
  const watched = {
    ...db,
    browse: async (query: Parameters<typeof db.browse>[0]) => {
      const whose = String(query.values[0]);
      underWay.push(whose);
      most = Math.max(most, underWay.filter((each) => each === account).length);
      const rows = await db.browse(query);
      underWay.splice(underWay.indexOf(whose), 1);
      return rows;
    },
  };
  const objects = objectSearchQueries(watched, { ...searchBounds, waiting: 3 });
  const asked = { order: "chronological", skip: 0, limit: 5 } as const;
  const searches = Array.from({ length: 4 }, () => objects.found(account, "refund", [], asked));
  const other = objects.found("account_other", "refund", [], asked);
  expect(await other).toEqual({ ids: [], total: 0 });
  expect(
    (await Promise.all(searches)).map((each) => (each === "busy" ? each : each === "too far" ? each : each.total)),
  ).toEqual([9, 9, 9, "busy"]);
  expect(most).toBe(1);
  expect(await objects.found(account, "refund", [], asked)).toMatchObject({ total: 9 });
});
