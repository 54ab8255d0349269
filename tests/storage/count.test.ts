import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { countBetween } from "../../src/storage/base/count.ts";
import type { Database } from "../../src/storage/base/database.ts";
import { refundQueries } from "../../src/storage/payment/refund.ts";
import { aDatabase, engines } from "./engine.ts";

const day = 86_400_000;
const first = Date.parse("2026-01-01T00:00:00Z");

/** Inserts refunds of the charge, one for each of the given times. */
async function refundsAt(
  db: Database,
  { account, charge }: { account: string; charge: string },
  times: readonly number[],
  name: string,
) {
  const values = times.map(
    (at, index) =>
      `('rfnd_test_${name}${index}', 1, '${account}', 0, '${charge}', 'pending', 1, 'THB', 0, '{}', ${at})`,
  );
  const columns = "id, version, account, livemode, charge, state, amount, currency, voided, metadata, created_at";
  await db.run(sql([`insert into refunds (${columns}) values ${values.join(", ")}`]));
}

describe.each(engines)("%s", (engine) => {
  test("counts from marks as it counts row by row, whatever the range, also where thousands share a moment", async () => {
    const { db, parents } = await aDatabase(engine);
    const spread = Array.from({ length: 30_000 }, (_, index) => first + index * 20_011);
    const crowd = Array.from({ length: 5_000 }, () => first + 3 * day);
    await refundsAt(db, parents, [...spread, ...crowd], "a");
    const where = sql`account = ${parents.account}`;
    const everything = first + 400 * day;
    const ranges = [
      [0, everything],
      [first, first + day],
      [first + 3 * day, first + 3 * day + 1],
      [first + day, everything],
      [everything, 0],
    ];

    for (const [from = 0, until = 0] of [...ranges, ...ranges]) {
      const rows = await db.all(
        sql`select count(*) as number from refunds where ${where} and created_at >= ${from} and created_at < ${until}`,
      );
      expect(await countBetween(db, "refunds", where, from, until), `${from} … ${until}`).toBe(Number(rows[0]?.number));
    }
  });

  test("rows added later are counted, rows of another owner are not", async () => {
    const { db, parents } = await aDatabase(engine);
    const times = Array.from({ length: 10_000 }, (_, index) => first + index * 60_000);
    await refundsAt(db, parents, times, "a");
    const count = (account: string) => countBetween(db, "refunds", sql`account = ${account}`, 0, first + 400 * day);
    expect(await count(parents.account)).toBe(10_000);

    const last = times.at(-1) ?? 0;
    await refundsAt(db, parents, [last - 60_000, last, last + 1, last + day], "b"); // saved a minute after its time of creation

    expect(await count(parents.account)).toBe(10_004);
    expect(await count("account_test_0000000000000000000")).toBe(0);
  });

  test("after an account was emptied its new rows alone count, also for a process that counted the old ones", async () => {
    const { db, parents } = await aDatabase(engine);
    const times = Array.from({ length: 9_000 }, (_, index) => first + index * 60_000);
    await refundsAt(db, parents, times, "a");
    const count = () => countBetween(db, "refunds", sql`account = ${parents.account}`, 0, first + 400 * day);
    expect(await count()).toBe(9_000);
    await db.run(sql`delete from refunds where account = ${parents.account}`);
    await refundsAt(db, parents, times.slice(0, 3), "b");
    expect(await count()).toBe(3);
  });

  test("many who ask at once for the first time get the same answer", async () => {
    const { db, parents } = await aDatabase(engine);
    await refundsAt(
      db,
      parents,
      Array.from({ length: 20_000 }, (_, index) => first + index * 60_000),
      "a",
    );
    const asked = Array.from({ length: 20 }, () =>
      countBetween(db, "refunds", sql`account = ${parents.account}`, 0, first + 400 * day),
    );
    expect(new Set(await Promise.all(asked))).toEqual(new Set([20_000]));
  });

  test("the total of a list of refunds is without those that failed after it was last asked for", async () => {
    const { db, parents } = await aDatabase(engine);
    const times = Array.from({ length: 9_000 }, (_, index) => first + index * 60_000);
    await refundsAt(db, parents, times, "a");
    const range = { limit: 1, offset: 0, from: 0, to: first + 400 * day, order: "chronological" } as const;
    const total = async () => (await refundQueries(db).list(parents.account, range)).total;
    expect(await total()).toBe(9_000);

    await db.run(sql`update refunds set state = 'failed' where created_at < ${first + 10 * 60_000}`);

    expect(await total()).toBe(8_990);
  });
});
