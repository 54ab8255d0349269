import { readdirSync } from "node:fs";
import pg from "pg";
import { expect, test } from "vitest";
import { freshDatabase, postgresBinaries } from "./postgres.ts";

test("each test has a database of its own, empty and gone after use", async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await query(one.url, "create table here (id int)");
  expect(await query(one.url, "select to_regclass('here') is not null as found")).toEqual([{ found: true }]);
  expect(await query(other.url, "select to_regclass('here') is not null as found")).toEqual([{ found: false }]);
  await Promise.all([one.drop(), other.drop()]);
  await expect(query(one.url, "select 1")).rejects.toThrow("does not exist");
});

test("the server says where its programs are", async () => {
  expect(readdirSync(await postgresBinaries()).join()).toContain("postgres");
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
