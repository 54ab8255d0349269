import sql from "sql-template-tag";
import { expect, test } from "vitest";
import { kplusCharge } from "../../tests/kit/builders.ts";
import { aGateway } from "../../tests/kit/gateway.ts";
import { aDatabase, engines } from "../../tests/storage/engine.ts";
import { aRow } from "../../tests/storage/rows.ts";
import { days, seconds } from "../domain/base/time.ts";
import { requestQueries } from "../storage/log/request.ts";
import { retention } from "./retention.ts";

test("every table of the database says how long its rows are kept", async () => {
  const { db } = await aDatabase("sqlite");
  const stored = await db.all(sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`);
  const named = [...Object.keys(retention), "migrations"]; // "migrations" names the schema changes that were made
  expect(stored.map(({ name }) => String(name)).sort()).toEqual(named.sort());
});

test.each(engines)(
  "a request log that grew fast loses all rows that are over, and no others, on %s",
  async (engine) => {
    const { db, parents } = await aDatabase(engine);
    const { add, forget, page } = requestQueries(db);
    const row = aRow("requests", parents);
    const made = (count: number, createdAt: number) =>
      Array.from({ length: count }, (_, number) => ({ ...row, id: `${row.id}_${createdAt}_${number}`, createdAt }));
    await add([...made(4_100, 1_000), ...made(3, 2_000)]);
    await forget(2_000);
    const filter = { method: null, status: null, statusClass: null, path: null, key: null };
    const { rows } = await page(parents.account, filter, null, 100);
    expect(rows.map(({ createdAt }) => createdAt)).toEqual([2_000, 2_000, 2_000]);
  },
);

test("a request stays in the log for seven days", async () => {
  const gateway = await aGateway();
  await kplusCharge(gateway);
  await gateway.gateway.requestLog?.flush();
  const account = (await gateway.call("GET", "/account")).json.id;
  const filter = { method: "POST", status: null, statusClass: null, path: null, key: null };
  const kept = async () => (await gateway.gateway.store.request.page(account, filter, null, 10)).rows.length;
  await gateway.advance(days(7) - seconds(1));
  expect(await kept()).toBe(1);
  await gateway.advance(seconds(61));
  expect(await kept()).toBe(0);
});

test("what cannot be erased holds up nothing else that is over", async () => {
  const gateway = await aGateway();
  gateway.gateway.store.vault.eraseSecrets = () => Promise.reject(new Error("the disk is full"));
  const charge = { amount: 150000, currency: "THB", return_uri: "https://example.com/done" };
  const body = { ...charge, source: { type: "mobile_banking_kbank" } };
  const idOf = async () =>
    (await gateway.call("POST", "/charges", { headers: { "Idempotency-Key": "order-1" }, body })).json.id;
  const first = await idOf();
  await gateway.advance(days(1) + seconds(61));
  expect(await idOf()).not.toBe(first);
});
