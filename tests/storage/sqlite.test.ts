import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import sql, { raw } from "sql-template-tag";
import { expect, onTestFinished, test } from "vitest";
import { type Database, Outage } from "../../src/storage/base/database.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { startWriter } from "../../src/storage/sqlite/writer.ts";
import { openStore } from "../../src/storage/store.ts";
import { aFolder, withParents } from "./engine.ts";
import { aRow } from "./rows.ts";

test("a second gateway on the same data folder is refused, a command beside it is not", async () => {
  const folder = aFolder();
  const settings = { databaseUrl: null, folder, connectionsMax: 1 };
  const gateway = await openStore({ ...settings, alone: true });
  await expect(openStore({ ...settings, alone: true })).rejects.toThrow(/already serving the data folder/);
  const command = await openStore({ ...settings, alone: false });
  await command.ping();
  await command.close();
  await gateway.close();
  await (await openStore({ ...settings, alone: true })).close();
});

test("the folder is free again when its gateway was killed", async () => {
  const folder = aFolder();
  const script = `const { openSqlite } = await import(${JSON.stringify(new URL("../../src/storage/sqlite/sqlite.ts", import.meta.url).href)});
    openSqlite(${JSON.stringify(folder)}, true);
    process.kill(process.pid, "SIGKILL");`;
  expect(() => execFileSync(process.execPath, ["--input-type=module", "-e", script])).toThrow();
  const db = openSqlite(folder, true);
  await db.close();
});

test("a folder that cannot be used is named by its own fault, not as served by another", () => {
  expect(() => openSqlite("/dev/null/data", true)).toThrow(/ENOTDIR/);
});

test("a full disk is an outage for all that wait, leaves nothing behind, and is over when there is room again", async () => {
  const { db, parents } = await onDisk();
  const [{ page_count: pages } = {}] = await db.all(sql`pragma page_count`);
  const limitTo = (count: number) => db.all(sql`pragma max_page_count = ${raw(String(count))}`);
  await limitTo(Number(pages));
  const large = () => aRow("events", parents, { data: "x".repeat(100_000) });
  const small = aRow("tokens", parents);

  const results = await Promise.allSettled([
    db.save({ insert: { tokens: [small] } }),
    db.save({ insert: { events: [large()] } }),
    db.save({ insert: { events: [large()] } }),
  ]);

  for (const result of results) {
    expect(result).toMatchObject({ status: "rejected", reason: expect.any(Outage) });
  }
  expect(await db.all(sql`select id from tokens`)).toEqual([]);
  await limitTo(1_000_000);
  expect(await db.save({ insert: { tokens: [small], events: [large()] } })).toEqual({ saved: true });
});

test("a file that another program keeps locked is an outage, and is over when it lets go", async () => {
  const { db, parents, file } = await onDisk();
  await db.all(sql`pragma busy_timeout = 50`);
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec("begin immediate");
  const token = aRow("tokens", parents);
  await expect(db.save({ insert: { tokens: [token] } })).rejects.toThrow(Outage);
  expect(await db.all(sql`select id from tokens`), "reading goes on meanwhile").toEqual([]);
  other.exec("rollback");
  expect(await db.save({ insert: { tokens: [token] } })).toEqual({ saved: true });
});

test("a database that may only be read is an outage for writers, and readers go on", async () => {
  const { db, parents } = await onDisk();
  await db.all(sql`pragma query_only = on`);
  await expect(db.save({ insert: { tokens: [aRow("tokens", parents)] } })).rejects.toThrow(Outage);
  expect(await db.all(sql`select id from accounts`)).toHaveLength(1);
});

test("a save that was answered survives the process being killed right after", async () => {
  const folder = aFolder();
  const source = (path: string) => JSON.stringify(new URL(`../../src/storage/${path}`, import.meta.url).href);
  const script = `const { openSqlite } = await import(${source("sqlite/sqlite.ts")});
    const { migrate } = await import(${source("base/migrate.ts")});
    const db = openSqlite(${JSON.stringify(folder)}, true);
    await migrate(db);
    const keys = Array.from({ length: 100 }, (_, at) => ({ id: "key_" + at, purpose: "card", kekId: "k", wrapped: "w", createdAt: at }));
    await Promise.all(keys.map((key) => db.save({ insert: { data_keys: [key] } })));
    process.kill(process.pid, "SIGKILL");`;
  expect(() => execFileSync(process.execPath, ["--input-type=module", "-e", script])).toThrow();
  const db = openSqlite(folder, true);
  onTestFinished(() => db.close());
  expect(await db.all(sql`select count(*) as found from data_keys`)).toEqual([{ found: 100 }]);
});

test("a crowd is written by a thread of its own, and everybody hears how their own save ended", async () => {
  const { db, parents } = await onDisk();
  const known = aRow("tokens", parents);
  await db.save({ insert: { tokens: [known] } });
  // The first crowd starts the thread, later ones find it running; all must get the same results.
  for (let round = 0; round < 20; round += 1) {
    const fresh = Array.from({ length: 40 }, () => aRow("tokens", parents));
    const results = await Promise.allSettled([
      ...fresh.map((token) => db.save({ insert: { tokens: [token] } })),
      db.save({ insert: { tokens: [known] } }),
      db.save({ insert: { charges: [aRow("charges", parents, { amount: -1 })] } }),
    ]);
    const told = results.map((result) => (result.status === "fulfilled" ? result.value : result.reason));
    expect(told.slice(0, 40)).toEqual(fresh.map(() => ({ saved: true })));
    expect(told[40]).toEqual({ saved: false, lost: "tokens" });
    expect(told[41]).toMatchObject({ message: expect.stringContaining("CHECK constraint failed") });
    const [row] = await db.all(sql`select count(*) as found from tokens`);
    expect(row, "what was answered can be read").toEqual({ found: 1 + (round + 1) * 40 });
  }
});

test("a crowd that was answered survives the process being killed right after", async () => {
  const folder = aFolder();
  const source = (path: string) => JSON.stringify(new URL(`../../src/storage/${path}`, import.meta.url).href);
  const script = `const { openSqlite } = await import(${source("sqlite/sqlite.ts")});
    const { migrate } = await import(${source("base/migrate.ts")});
    const db = openSqlite(${JSON.stringify(folder)}, true);
    await migrate(db);
    for (let round = 0; round < 40; round += 1) {
      const keys = Array.from({ length: 50 }, (_, at) => ({ id: "key_" + round + "_" + at, purpose: "card", kekId: "k", wrapped: "w", createdAt: at }));
      await Promise.all(keys.map((key) => db.save({ insert: { data_keys: [key] } })));
    }
    process.kill(process.pid, "SIGKILL");`;
  expect(() => execFileSync(process.execPath, ["--input-type=module", "-e", script])).toThrow();
  const db = openSqlite(folder, true);
  onTestFinished(() => db.close());
  expect(await db.all(sql`select count(*) as found from data_keys`)).toEqual([{ found: 2_000 }]);
});

test("a crowd that is on its way when the database is closed is written first, and nothing is left to tidy up", async () => {
  const folder = aFolder();
  const db = openSqlite(folder, true);
  await migrate(db);
  const parents = await withParents(db);
  const crowd = () => Array.from({ length: 40 }, () => db.save({ insert: { tokens: [aRow("tokens", parents)] } }));
  for (let round = 0; round < 20; round += 1) await Promise.all(crowd()); // the thread is running by now
  const saves = [...crowd(), ...crowd()];
  await db.close();
  expect(await Promise.all(saves)).toEqual(saves.map(() => ({ saved: true })));
  expect(readdirSync(folder).filter((name) => name.startsWith("chamra.db"))).toEqual(["chamra.db"]);
  const again = openSqlite(folder, true);
  onTestFinished(() => again.close());
  expect(await again.all(sql`select count(*) as found from tokens`)).toEqual([{ found: 880 }]);
});

test("a thread that cannot open its file takes no work", async () => {
  const ended = Promise.withResolvers<void>();
  const writer = startWriter(`${aFolder()}/not/there.db`, ended.resolve);
  await ended.promise;
  expect(writer.ready()).toBe(false);
});

test("a thread that dies at work says so, and leaves neither half of it nor a lock", async () => {
  const { db, parents, file } = await onDisk();
  const ended = Promise.withResolvers<void>();
  const writer = startWriter(file, ended.resolve);
  await expect.poll(writer.ready).toBe(true);
  const long =
    "with recursive c (n) as (select 1 union all select n + 1 from c where n < 1000000) select count(*) from c";
  const told = new Promise((resolve) =>
    writer.commit(
      [
        { text: "update accounts set name = 'half'", values: [] },
        { text: long, values: [] },
      ],
      resolve,
    ),
  );
  await writer.close();
  await ended.promise;
  expect(await told).toBeInstanceOf(Outage);
  expect(writer.ready()).toBe(false);
  expect(await db.all(sql`select id from accounts where name = 'half'`)).toEqual([]);
  expect(await db.save({ insert: { tokens: [aRow("tokens", parents)] } })).toEqual({ saved: true });
});

test("waiting saves are written before the database closes", async () => {
  const folder = aFolder();
  const db = openSqlite(folder, true);
  await migrate(db);
  const parents = await withParents(db);
  const saved = db.save({ insert: { tokens: [aRow("tokens", parents)] } });
  await db.close();
  expect(await saved).toEqual({ saved: true });
  await expect(db.save({ insert: { tokens: [aRow("tokens", parents)] } })).rejects.toThrow(Outage);
});

async function onDisk(): Promise<{ db: Database; parents: Awaited<ReturnType<typeof withParents>>; file: string }> {
  const folder = aFolder();
  const db = openSqlite(folder, true);
  onTestFinished(() => db.close());
  await migrate(db);
  return { db, parents: await withParents(db), file: `${folder}/chamra.db` };
}
