import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import pg from "pg";
import sql, { raw } from "sql-template-tag";
import { expect, onTestFinished, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { type Database, Outage } from "../../src/storage/base/database.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import { tables } from "../../src/storage/base/tables.ts";
import { openPostgres } from "../../src/storage/postgres/postgres.ts";
import { lostTable } from "../../src/storage/postgres/statement.ts";
import { openStore } from "../../src/storage/store.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { withParents } from "./engine.ts";
import { aRow } from "./rows.ts";

test("one connection is enough for everything, the start included", async () => {
  const url = await aDatabaseUrl();
  const store = await openStore({ databaseUrl: url, folder: null, connectionsMax: 1, alone: true });
  onTestFinished(() => store.close());
  expect(await store.exclusively((inside) => inside.account.all())).toEqual([]);
  const answers = await Promise.all(Array.from({ length: 50 }, () => store.account.all()));
  expect(answers).toEqual(answers.map(() => []));
});

test("nothing of a start stays in its connection, which a pooler gives to others", async () => {
  const db = openPostgres(await aDatabaseUrl(), 1);
  onTestFinished(() => db.close());
  const session = sql`select pg_backend_pid() as pid, current_setting('lock_timeout') as patience,
    current_setting('idle_in_transaction_session_timeout') as silence, (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks`;
  const before = await db.all(session);
  expect(before).toMatchObject([{ patience: "0", silence: "0", locks: 0 }]);
  const inside = await db.exclusively((alone) => alone.all(session));
  expect(inside).toMatchObject([{ pid: before[0]?.pid, patience: "10s", silence: "30s", locks: 1 }]);
  expect(await db.all(session)).toEqual(before);
});

test("a start that fails half-way leaves nothing of its work and no lock, though its connection was the only one", async () => {
  const { db, parents } = await aPostgres(1);
  const token = aRow("tokens", parents);
  const failing = db.exclusively(async (inside) => {
    expect(await inside.save({ insert: { tokens: [token] } })).toEqual({ saved: true });
    throw new Error("no luck");
  });
  await expect(failing).rejects.toThrow("no luck");
  expect(await db.exclusively((inside) => inside.all(sql`select id from tokens`))).toEqual([]);
});

test("work of a start that goes on after a failed statement is not taken for done", async () => {
  const { db } = await aPostgres(1);
  const working = db.exclusively((inside) => inside.all(sql`select 1 / 0`).catch(() => "never mind"));
  await expect(working).rejects.toThrow(/all of it was undone/);
});

test("a start that waited sees the writes of the other, with any default isolation level of the database", async () => {
  const url = await aDatabaseUrl();
  const serializable = `${url}?options=-c%20default_transaction_isolation%3Dserializable`;
  const both = [openPostgres(serializable, 1), openPostgres(serializable, 1)] as const;
  for (const db of both) onTestFinished(() => db.close());
  await both[0].run(sql`create table visits (number int)`);
  const visit = (inside: Database) =>
    inside.run(sql`insert into visits select count(*) from visits returning number, pg_sleep(0.1)::text`);
  const numbers = await Promise.all(both.map((db) => db.exclusively(visit)));
  expect(numbers.flatMap((rows) => rows.map(({ number }) => number)).sort()).toEqual([0, 1]);
});

test("a session that blocks the start is ended by the command in the error message", async () => {
  const url = await aDatabaseUrl();
  const holder = new pg.Client(url);
  holder.on("error", () => {}); // it is ended
  await holder.connect();
  await holder.query("select pg_advisory_lock(hashtext('chamra'))"); // as earlier versions did; a pooler kept the session and its lock
  const db = openPostgres(url, 2, { patienceMs: 100 });
  onTestFinished(() => db.close());
  const sentence = String(await db.exclusively(async () => {}).catch((error) => error));
  const cure = /`(select pg_terminate_backend\(\d+\))`/.exec(sentence)?.[1];
  expect(await db.all(sql`${raw(cure ?? "")} as ended`)).toEqual([{ ended: true }]);
  expect(await db.exclusively(async () => "in")).toBe("in");
});

test("a migration does not keep payments waiting behind a table that somebody reads for long", async () => {
  const { db, parents, url } = await aPostgres(2);
  const reader = new pg.Client(url);
  await reader.connect();
  onTestFinished(() => reader.end());
  await reader.query("begin; select 1 from tokens");
  const later = openPostgres(url, 1, { patienceMs: 100 });
  onTestFinished(() => later.close());
  const migrating = later.exclusively((inside) => inside.migrate("999", "alter table tokens add column seen bigint"));
  await expect(migrating).rejects.toThrow(/999 waited in vain for a table .* start again/);
  expect(await db.save({ insert: { tokens: [aRow("tokens", parents)] } })).toEqual({ saved: true });
});

test("a lost race and a refused row cost no connection", async () => {
  const { db, parents } = await aPostgres(1);
  const backend = async () => (await db.all(sql`select pg_backend_pid() as pid`))[0]?.pid;
  const before = await backend();
  const token = aRow("tokens", parents);
  await db.save({ insert: { tokens: [token] } });
  expect(await db.save({ insert: { tokens: [token] } })).toEqual({ saved: false, lost: "tokens" });
  expect(await db.save({ update: { tokens: [{ ...token, version: 7 }] } })).toEqual({ saved: false, lost: "tokens" });
  await expect(db.save({ insert: { charges: [aRow("charges", parents, { amount: -1 })] } })).rejects.toThrow(
    /constraint/,
  );
  expect(await backend()).toBe(before);
});

test("every unique index begins with the name of its table, by which a duplicate is known", async () => {
  const { db } = await aPostgres(1);
  const indexes = await db.all(
    sql`select c.relname as name, i.indrelid::regclass::text as of_table from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indisunique and c.relnamespace = 'public'::regnamespace`,
  );
  const ours = indexes.filter(({ of_table }) => String(of_table) in tables);
  expect(ours.length).toBeGreaterThan(Object.keys(tables).length);
  for (const { name, of_table } of ours) expect(lostTable({ code: "23505", constraint: name })).toBe(of_table);
});

test("a pooler that loses prepared statements is detected once, and no request fails for it", async () => {
  const told: string[] = [];
  const { db, parents } = await aPostgres(1, { tell: (sentence) => told.push(sentence) });
  const save = () => db.save({ insert: { tokens: [aRow("tokens", parents)] } });
  expect(await save()).toEqual({ saved: true });
  expect(await preparedOn(db)).toBeGreaterThan(0);
  await db.run(sql`deallocate all`); // as if the next transaction had another connection
  expect(await save()).toEqual({ saved: true });
  expect(told).toEqual([expect.stringMatching(/prepared statements are lost .* pooler/)]);
  await db.run(sql`deallocate all`);
  const saves = await Promise.all(Array.from({ length: 20 }, save));
  expect(saves).toEqual(saves.map(() => ({ saved: true })));
  expect(await preparedOn(db)).toBe(0);
  expect(told).toHaveLength(1);
});

test("a name that another process has left on a connection costs no request", async () => {
  const { db, url } = await aPostgres(1);
  await db.all(sql`select 1 as one`);
  const [{ name } = {}] = await db.all(
    sql`select name from pg_prepared_statements where statement = 'select 1 as one'`,
  );
  const told: string[] = [];
  const other = openPostgres(url, 1, { tell: (sentence) => told.push(sentence) });
  onTestFinished(() => other.close());
  await other.exclusively((inside) => inside.run(sql`${raw(`prepare ${name} as select 1 as one`)}`));
  expect(await other.all(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  expect(told).toHaveLength(1);
});

test("where statements are not to be prepared, none is", async () => {
  const { db, parents } = await aPostgres(1, { prepare: "off" });
  await db.save({ insert: { tokens: [aRow("tokens", parents)] } });
  expect(await preparedOn(db)).toBe(0);
});

test("saves that wait share a commit, and each hears how it ended", async () => {
  const { db, parents } = await aPostgres(2);
  const commits: number[] = [];
  db.watchCommits((saves) => commits.push(saves));
  const [known, ...fresh] = Array.from({ length: 41 }, () => aRow("tokens", parents));
  const saved = await Promise.all(fresh.map((token) => db.save({ insert: { tokens: [token] } })));
  expect(saved).toEqual(fresh.map(() => ({ saved: true })));
  expect(commits, "one statement wrote them all").toEqual([40]);

  await db.save({ insert: { tokens: [known as (typeof fresh)[0]] } });
  const charged = fresh.map((token) => revise(token, { charge: "chrg_test_1" }));
  const stale = { ...charged[7], version: 9 } as (typeof fresh)[0];
  const results = await Promise.allSettled([
    ...charged.map((token) => db.save({ update: { tokens: [token.id === stale.id ? stale : token] } })),
    db.save({ insert: { tokens: [known as (typeof fresh)[0]] } }),
    db.save({ insert: { charges: [aRow("charges", parents, { amount: -1 })] } }),
    db.save({ insert: { tokens: [aRow("tokens", parents)] } }),
  ]);
  const told = results.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason)));
  const lost = { saved: false, lost: "tokens" };
  expect(told.slice(0, 40)).toEqual(charged.map(({ id }) => (id === stale.id ? lost : { saved: true })));
  expect(told.slice(40)).toEqual([lost, expect.stringContaining("constraint"), { saved: true }]);
  expect(await db.all(sql`select id from tokens where charge = 'chrg_test_1'`)).toHaveLength(39);
});

test("waiting saves are written before the database closes", async () => {
  const { db, parents, url } = await aPostgres(2);
  const saves = Array.from({ length: 300 }, () => db.save({ insert: { tokens: [aRow("tokens", parents)] } }));
  await db.close();
  expect(await Promise.all(saves)).toEqual(saves.map(() => ({ saved: true })));
  const again = openPostgres(url, 1);
  onTestFinished(() => again.close());
  expect(await again.all(sql`select count(*) as found from tokens`)).toEqual([{ found: 300 }]);
});

test("closing twice at once ends twice, and later calls get an outage", async () => {
  const { db, parents } = await aPostgres(2);
  const saved = db.save({ insert: { tokens: [aRow("tokens", parents)] } });
  await Promise.all([db.close(), db.close()]);
  expect(await saved).toEqual({ saved: true });
  await expect(db.save({ insert: { tokens: [aRow("tokens", parents)] } })).rejects.toThrow(Outage);
});

test("half a character is kept as the sign for one that cannot be read", async () => {
  const { db, parents } = await aPostgres(1);
  const charge = aRow("charges", parents, { description: "half \ud83d of it" });
  expect(await db.save({ insert: { charges: [charge] } })).toEqual({ saved: true });
  expect(await db.all(sql`select description from charges where id = ${charge.id}`)).toEqual([
    { description: "half \ufffd of it" },
  ]);
});

test("saves that lock the same rows in opposite order are both done: a deadlock is not a lost race", async () => {
  const { db, parents, url } = await aPostgres(4);
  const charges = [aRow("charges", parents), aRow("charges", parents)] as const;
  await db.save({ insert: { charges } });
  // another client has locked the second row and asks for the first, which our save has locked
  const other = new pg.Client(url);
  await other.connect();
  onTestFinished(() => other.end());
  await other.query("begin");
  await other.query("set local deadlock_timeout = '10s'");
  await other.query("select 1 from charges where id = $1 for update", [charges[1].id]);
  const saved = db.save({ update: { charges: charges.map((charge) => revise(charge, { description: "ours" })) } });
  await expect
    .poll(async () => (await db.all(sql`select 1 from pg_locks where not granted`)).length)
    .toBeGreaterThan(0);
  await other.query("select 1 from charges where id = $1 for update", [charges[0].id]);
  await other.query("commit");
  expect(await saved).toEqual({ saved: true });
});

test("connections that the server ends are replaced by themselves", async () => {
  const { db } = await aPostgres(4);
  await Promise.all(Array.from({ length: 4 }, () => db.all(sql`select 1`)));
  const ends = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  const running = Promise.allSettled(Array.from({ length: 3 }, () => db.all(sql`select pg_sleep(1)`)));
  await expect
    .poll(
      async () =>
        (
          await db.all(
            sql`select 1 from pg_stat_activity where query like '%pg_sleep(1)%' and state = 'active' and pid <> pg_backend_pid()`,
          )
        ).length,
    )
    .toBe(3);
  await db.all(ends);
  for (const result of await running) expect(result).toMatchObject({ reason: expect.any(Outage) });
  expect(await Promise.all(Array.from({ length: 8 }, () => db.all(sql`select 1 as one`)))).toHaveLength(8);
});

test("a server that is not there is an outage, at the start and later", async () => {
  const db = openPostgres("postgres://postgres@127.0.0.1:1/nothing", 2);
  onTestFinished(() => db.close());
  await expect(db.all(sql`select 1`)).rejects.toThrow(Outage);
  await expect(db.exclusively(async () => {})).rejects.toThrow(/cannot be reached: .*ECONNREFUSED/);
});

test.each([
  ["a database that is not there", { pathname: "/nowhere" }],
  ["a user that is refused", { username: "nobody_knows" }],
])("%s is an outage: nothing was asked of it", async (_, wrong) => {
  const db = openPostgres(Object.assign(new URL(await aDatabaseUrl()), wrong).href, 1);
  onTestFinished(() => db.close());
  await expect(db.all(sql`select 1`)).rejects.toThrow(Outage);
});

test("a server that hangs up without a word is an outage", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const db = openPostgres(`postgres://postgres@127.0.0.1:${(server.address() as AddressInfo).port}/nothing`, 2);
  onTestFinished(() => db.close());
  await expect(db.all(sql`select 1`)).rejects.toThrow(Outage);
});

test("a server that has no connection left is an outage", async () => {
  const { url, parents, db } = await aPostgres(1);
  const [{ name } = {}] = await db.all(sql`select current_database() as name`);
  await db.migrate("limit", `alter database ${name} connection limit 1`);
  // a superuser has no such limit, so another role connects
  await db.migrate(
    "guest",
    `do $$ begin create role guest login; exception when duplicate_object then null; end $$; grant usage on schema public to guest; grant select on accounts to guest`,
  );
  const asGuest = openPostgres(url.replace("postgres@", "guest@"), 2);
  onTestFinished(() => asGuest.close());
  await expect(asGuest.all(sql`select id from accounts`)).rejects.toThrow(/too many connections/);
  await expect(asGuest.all(sql`select id from accounts`)).rejects.toThrow(Outage);
  expect(parents.account).not.toBe("");
});

test("a server that became a read-only replica is an outage for writers", async () => {
  const { db, parents, url } = await aPostgres(1);
  const readOnly = openPostgres(`${url}?options=-c%20default_transaction_read_only%3Don`, 1);
  onTestFinished(() => readOnly.close());
  await expect(readOnly.save({ insert: { tokens: [aRow("tokens", parents)] } })).rejects.toThrow(Outage);
  expect(await readOnly.all(sql`select id from accounts`)).toHaveLength(1);
  expect(await db.save({ insert: { tokens: [aRow("tokens", parents)] } })).toEqual({ saved: true });
});

async function preparedOn(db: Database): Promise<number> {
  const prepared = await db.browse(sql`select name from pg_prepared_statements`);
  return prepared.length;
}

async function aPostgres(connectionsMax: number, options?: Parameters<typeof openPostgres>[2]) {
  const url = await aDatabaseUrl();
  const db = openPostgres(url, connectionsMax, options);
  onTestFinished(() => db.close());
  await migrate(db);
  return { db, url, parents: await withParents(db) };
}

async function aDatabaseUrl(): Promise<string> {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}
