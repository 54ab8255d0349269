import { readdirSync } from "node:fs";
import fc from "fast-check";
import sql, { join, raw } from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { AccountId } from "../../src/domain/base/id.ts";
import { revise } from "../../src/domain/base/row.ts";
import type { Changes, Rows, TableName } from "../../src/domain/changes.ts";
import type { Database } from "../../src/storage/base/database.ts";
import { lineQueries, type Taking } from "../../src/storage/base/line.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import { queueQueries } from "../../src/storage/base/queue.ts";
import { fromStored, tables } from "../../src/storage/base/tables.ts";
import { aDatabase, aPlace, type Engine, engines, withParents } from "./engine.ts";
import { anyRow, aRow, type Parents } from "./rows.ts";

/** A worker of an account whose clock is that of the server. */
const worker = (now: number): Taking => ({ due: now, now, by: "worker" });

describe.each(engines)("on %s", (engine) => {
  test("every table gives back any row as it was written, in any script, with nulls and the largest amounts", async () => {
    const { db, parents } = await aDatabase(engine);
    const any = anyRow(parents);
    for (const name of Object.keys(tables) as TableName[]) {
      await fc.assert(
        fc.asyncProperty(any[name] as fc.Arbitrary<object>, async (drawn) => {
          const card = aRow("cards", parents);
          const document = aRow("documents", parents);
          const row = name === "card_secrets" ? { ...drawn, card: card.id } : { ...drawn }; // a card has one number
          if (name === "kept_cards") Object.assign(row, { id: card.id }); // a card is kept once
          if (name === "document_files") Object.assign(row, { id: document.id }); // and a document one file
          const insert = { cards: [card], documents: [document], [name]: [row] };
          expect(await db.save({ insert })).toEqual({ saved: true });
          expect(await readBack(db, name, row)).toEqual(row);
        }),
        { numRuns: 25 },
      );
    }
  });

  test("a row that was changed is as it was changed, and one version on", async () => {
    const { db, parents } = await aDatabase(engine);
    const token = aRow("tokens", parents);
    await db.save({ insert: { tokens: [token] } });
    const spent = revise(token, { charge: "ชำระแล้ว" });
    expect(await db.save({ update: { tokens: [spent] } })).toEqual({ saved: true });
    expect(await readBack(db, "tokens", token)).toEqual({ ...spent, version: 2 });
  });

  test("a save that rests on a row is lost where the row was changed, and many rest on one row at once without losing to each other", async () => {
    const { db, parents } = await aDatabase(engine);
    const [token, source] = [aRow("tokens", parents), aRow("sources", parents)];
    await db.save({ insert: { tokens: [token], sources: [source] } });
    const resting = () => ({ insert: { events: [aRow("events", parents)] }, unchanged: { tokens: [token] } });
    const crowd = await Promise.all(Array.from({ length: 20 }, () => db.save(resting())));
    expect(crowd).toEqual(crowd.map(() => ({ saved: true })));
    expect(await readBack(db, "tokens", token)).toEqual(token);

    await db.save({ update: { tokens: [revise(token, { charge: "first" })] } });
    const late: Changes = { ...resting(), update: { sources: [revise(source, { charge: "late" })] } };
    expect(await db.save(late)).toEqual({ saved: false, lost: "tokens" });
    expect(await readBack(db, "sources", source)).toEqual(source);
    const [event] = late.insert?.events ?? [];
    expect(await count(db, "events", [event?.id ?? ""])).toBe(0);
  });

  test("who changes a row sees all that was saved resting on it as it was before", async () => {
    const open = await aPlace(engine, { migrated: true });
    const [one, other] = [open(), open()];
    await migrate(one);
    const parents = await withParents(one);
    for (let round = 0; round < 30; round += 1) {
      const token = aRow("tokens", parents);
      await one.save({ insert: { tokens: [token] } });
      const events = Array.from({ length: 8 }, () => aRow("events", parents));
      const resting = events.map((event) => one.save({ insert: { events: [event] }, unchanged: { tokens: [token] } }));
      const changed = await other.save({ update: { tokens: [revise(token, { charge: "changed" })] } });
      expect(changed).toEqual({ saved: true });
      const seen = await count(
        other,
        "events",
        events.map(({ id }) => id),
      );
      const saved = (await Promise.all(resting)).filter((each) => each.saved).length;
      expect(saved).toBe(seen);
    }
  });

  test("a save that loses a race leaves nothing behind, and says which table it lost", async () => {
    const { db, parents } = await aDatabase(engine);
    const [token, source] = [aRow("tokens", parents), aRow("sources", parents)];
    await db.save({ insert: { tokens: [token], sources: [source] } });
    await db.save({ update: { sources: [revise(source, { charge: "first" })] } });
    const event = aRow("events", parents);

    const late: Changes = {
      update: { tokens: [revise(token, { charge: "late" })], sources: [revise(source, { charge: "late" })] },
      insert: { events: [event] },
    };

    expect(await db.save(late)).toEqual({ saved: false, lost: "sources" });
    expect(await readBack(db, "tokens", token)).toEqual(token);
    expect(await readBack(db, "sources", source)).toMatchObject({ charge: "first" });
    expect(await count(db, "events", [event.id])).toBe(0);
  });

  test("an idempotency key that is taken is reported as such, and the work under it is not done", async () => {
    const { db, parents } = await aDatabase(engine);
    const key = aRow("idempotency", parents);
    const charges = [aRow("charges", parents), aRow("charges", parents)] as const;
    expect(await db.save({ insert: { charges: [charges[0]], idempotency: [key] } })).toEqual({ saved: true });
    expect(await db.save({ insert: { charges: [charges[1]], idempotency: [key] } })).toEqual({
      saved: false,
      lost: "idempotency",
    });
    expect(await count(db, "charges", [charges[1].id])).toBe(0);
  });

  test("a row that is there already is told of by its table, whichever it is", async () => {
    const { db, parents } = await aDatabase(engine);
    for (const name of Object.keys(tables) as TableName[]) {
      const insert = { [name]: [aRow(name, parents)] };
      expect(await db.save({ insert })).toEqual({ saved: true });
      expect(await db.save({ insert })).toEqual({ saved: false, lost: name });
    }
  });

  test("a change that takes what belongs to another row is told of by its table", async () => {
    const { db, parents } = await aDatabase(engine);
    const members = [
      aRow("members", parents, { email: "a@example.com", removedAt: null }),
      aRow("members", parents, { email: "b@example.com", removedAt: null }),
    ] as const;
    expect(await db.save({ insert: { members } })).toEqual({ saved: true });
    const sameEmail = revise(members[1], { email: members[0].email });
    expect(await db.save({ update: { members: [sameEmail] } })).toEqual({ saved: false, lost: "members" });
  });

  test("rows of one save refer to each other, in whatever order they are named", async () => {
    const { db, parents: others } = await aDatabase(engine);
    const rows: Partial<Record<TableName, object[]>> = {};
    const add = <Name extends TableName>(name: Name, parents: Parents): Rows[Name] => {
      const row = aRow(name, parents);
      rows[name] = [row];
      return row;
    };
    const account = add("accounts", others).id;
    const dataKey = add("data_keys", others).id;
    const apiKey = add("api_keys", { ...others, account }).id;
    const member = add("members", others).id;
    const card = add("cards", { ...others, account }).id;
    const owned = { ...others, account, dataKey, apiKey, member, card };
    const charge = add("charges", owned).id;
    const schedule = add("schedules", owned).id;
    const recipient = add("recipients", owned).id;
    const dispute = add("disputes", { ...owned, charge }).id;
    const reconciliation = add("reconciliations", owned).id;
    const document = add("documents", { ...owned, dispute }).id;
    const entry = add("entries", owned).id;
    const event = add("events", owned).id;
    const delivery = add("deliveries", { ...owned, event }).id;
    const made = { charge, schedule, recipient, dispute, reconciliation, document, entry, event, delivery };
    for (const name of Object.keys(tables) as TableName[]) if (!rows[name]) add(name, { ...owned, ...made });

    const named = Object.entries(rows);
    const insert = Object.fromEntries(named.toSorted(([one], [other]) => depth(other) - depth(one)));
    expect(await db.save({ insert })).toEqual({ saved: true });
    for (const [name, [row]] of named) expect(await readBack(db, name as TableName, row ?? {})).toEqual(row);
  });

  test("the tables' description names the foreign keys that the schema has", async () => {
    const { db } = await aDatabase(engine);
    const described = Object.values(tables).flatMap(({ name, parents }) =>
      parents.map((parent) => `${name} ${parent}`),
    );
    expect([...new Set(await foreignKeys(engine, db))].toSorted()).toEqual(described.toSorted());
  });

  test("a save of nothing is saved, alone and among others", async () => {
    const { db, parents } = await aDatabase(engine);
    expect(await db.save({})).toEqual({ saved: true });
    const saved = await Promise.all([
      db.save({ insert: { tokens: [aRow("tokens", parents)] } }),
      db.save({ update: { tokens: [] }, insert: { events: [] } }),
    ]);
    expect(saved).toEqual([{ saved: true }, { saved: true }]);
  });

  test("a gateway goes on reading and writing when a newer one has given its table another column", async () => {
    const { db, parents } = await aDatabase(engine);
    const before = aRow("tokens", parents);
    await db.save({ insert: { tokens: [before] } });
    expect(await readBack(db, "tokens", before)).toEqual(before);
    await db.migrate("999-newer.sql", "alter table tokens add column seen bigint not null default 7");
    const token = aRow("tokens", parents);
    expect(await db.save({ insert: { tokens: [token] } })).toEqual({ saved: true });
    expect(await db.all(sql`select seen from tokens where id = ${token.id}`)).toEqual([{ seen: 7 }]);
    for (const row of [before, token]) expect(await readBack(db, "tokens", row)).toEqual(row);
  });

  test("500 saves at once are each there once, though one in the middle cannot be written and one loses a race", async () => {
    const { db, parents } = await aDatabase(engine);
    const spent = aRow("tokens", parents);
    await db.save({ insert: { tokens: [spent] } });
    await db.save({ update: { tokens: [revise(spent, { charge: "first" })] } });
    const events = Array.from({ length: 500 }, () => aRow("events", parents));

    const results = await Promise.allSettled(
      events.map((event, index) => {
        const broken = index === 250 && { charges: [aRow("charges", parents, { amount: -1 })] };
        const lost = index === 300 && { tokens: [revise(spent, { charge: "late" })] };
        return db.save({ insert: { events: [event], ...broken }, ...(lost && { update: lost }) });
      }),
    );

    expect(results[250]).toMatchObject({ status: "rejected" });
    expect(results[300]).toEqual({ status: "fulfilled", value: { saved: false, lost: "tokens" } });
    const good = events.filter((_, index) => index !== 250 && index !== 300).map(({ id }) => id);
    expect(results.filter((result) => result.status === "fulfilled" && result.value.saved)).toHaveLength(498);
    expect(await count(db, "events", good)).toBe(498);
    expect(
      await count(
        db,
        "events",
        events.map(({ id }) => id),
      ),
    ).toBe(498);
  });

  test("of 50 concurrent changes of one row, one wins each round and none is overwritten", async () => {
    const { db, parents } = await aDatabase(engine);
    const charge = aRow("charges", parents, { refundCount: 0 });
    await db.save({ insert: { charges: [charge] } });
    const addOne = async (): Promise<void> => {
      const current = await readBack(db, "charges", charge);
      const { saved } = await db.save({
        update: { charges: [revise(current, { refundCount: current.refundCount + 1 })] },
        insert: { events: [aRow("events", parents)] },
      });
      if (!saved) await addOne();
    };
    await Promise.all(Array.from({ length: 50 }, addOne));
    expect(await readBack(db, "charges", charge)).toMatchObject({ refundCount: 50, version: 51 });
  });

  test.each<[string, Partial<Rows["charges"]>]>([
    [
      "more refunded than captured",
      { state: "captured", paidAt: 1, dueAt: null, amount: 100, capturedAmount: 50, refundedAmount: 51 },
    ],
    ["more captured than authorized", { state: "capturing", amount: 100, capturedAmount: 101 }],
    ["something refunded of what was never captured", { amount: 100, refundedAmount: 1 }],
    ["paid without a time", { state: "captured", dueAt: null, amount: 100, capturedAmount: 100, paidAt: null }],
    ["failed without a reason", { state: "failed", dueAt: null, failureCode: null }],
    ["over, and yet waiting for the clock", { state: "expired", dueAt: 1 }],
    ["captured, and no amount of it", { state: "captured", paidAt: 1, dueAt: null, capturedAmount: null }],
    ["of nothing, and no passkey", { amount: 0, authenticatedBy: null }],
    ["of less than nothing", { amount: -1, authenticatedBy: "PASSKEY" }],
  ])("the database itself refuses a charge: %s", async (_, patch) => {
    const { db, parents } = await aDatabase(engine);
    const charge = aRow("charges", parents);
    await db.save({ insert: { charges: [charge] } });
    await expect(db.save({ update: { charges: [revise(charge, patch)] } })).rejects.toThrow(/constraint/i);
    await expect(db.save({ insert: { charges: [aRow("charges", parents, patch)] } })).rejects.toThrow(/constraint/i);
    expect(await readBack(db, "charges", charge)).toEqual(charge);
  });

  test.each<[string, (parents: Parents) => Changes]>([
    [
      "an event of nobody",
      (parents) => ({ insert: { events: [aRow("events", parents, { account: "account_nobody" })] } }),
    ],
    [
      "a posting without its entry",
      (parents) => ({ insert: { postings: [aRow("postings", parents, { entry: "none" })] } }),
    ],
    ["a posting of nothing", (parents) => ({ insert: { postings: [aRow("postings", parents, { amount: 0 })] } })],
    [
      "a delivery that is over and due",
      (parents) => ({ insert: { deliveries: [aRow("deliveries", parents, { state: "delivered", dueAt: 1 })] } }),
    ],
  ])("the database itself refuses %s", async (_, changesOf) => {
    const { db, parents } = await aDatabase(engine);
    await expect(db.save(changesOf(parents))).rejects.toThrow(/constraint/i);
  });

  test("rows of two accounts may have one id: each is changed and referred to as its own account's", async () => {
    const { db, parents } = await aDatabase(engine);
    const other = aRow("accounts", parents);
    await db.save({ insert: { accounts: [other] } });
    const twins = async (name: TableName, row: object) => {
      const twin = { ...row, account: other.id };
      expect(await db.save({ insert: { [name]: [twin] } }), name).toEqual({ saved: true });
      return twin;
    };
    for (const name of [
      "cards",
      "charges",
      "schedules",
      "recipients",
      "disputes",
      "reconciliations",
      "documents",
      "entries",
      "events",
      "deliveries",
    ] as const) {
      const [stored] = await db.all(sql`select * from ${raw(name)} where account = ${parents.account}`);
      await twins(name, fromStored(name, stored ?? {}));
    }
    const ofAccounts = (Object.keys(tables) as TableName[]).filter((name) => tables[name].key[0] === "account");
    expect(ofAccounts).toEqual(expect.arrayContaining(["charges", "tokens", "bank_messages"]));
    for (const name of ofAccounts) {
      if (name === "sandboxes") continue; // its id is an account's, and there is one account of an id
      const row = aRow(name, parents);
      await db.save({ insert: { [name]: [row] } });
      const twin = await twins(name, row);
      const changed = "version" in row ? { ...row, version: row.version + 1 } : row;
      if (changed !== row) expect(await db.save({ update: { [name]: [changed] } }), name).toEqual({ saved: true });
      expect([await readBack(db, name, changed), await readBack(db, name, twin)], name).toEqual([changed, twin]);
    }
  });

  test("one charge's capture is booked once: the second entry of the same kind loses", async () => {
    const { db, parents } = await aDatabase(engine);
    const entry = aRow("entries", parents);
    const again = aRow("entries", parents, { key: entry.key, origin: entry.origin });
    await db.save({ insert: { entries: [entry] } });
    expect(await db.save({ insert: { entries: [again] } })).toEqual({ saved: false, lost: "entries" });
  });

  test("a due delivery is taken by one of several, and by the next when its lease is over, however late it is by the account's clock", async () => {
    const open = await aPlace(engine);
    const [one, other] = [open(), open()];
    await migrate(one);
    const parents = await withParents(one);
    await one.run(sql`update deliveries set state = 'delivered', due_at = null`);
    const due = Array.from({ length: 40 }, (_, index) =>
      aRow("deliveries", parents, {
        state: "due",
        rule: null,
        dueAt: index,
        leasedUntil: null,
        host: index % 2 ? "odd.example" : "even.example",
      }),
    );
    await one.save({ insert: { deliveries: due } });

    const odd = [parents.account, "odd.example"] as const;
    const taken = (
      await Promise.all([one, other, one, other].map((db) => lineQueries(db).lease(odd, worker(100), 200, 5)))
    ).flat();
    expect(taken).toHaveLength(20);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(20);
    const { lease, due: dueOf, list, oldest, ofAccount } = lineQueries(other);
    const hosts = async (now: number) => [
      (await list("deliveries", now, null, 9)).map(({ key }) => key[1]),
      (await oldest("deliveries", now, 40)).length,
      (await ofAccount("deliveries", parents.account, now)).map(([, host]) => host),
      (await queueQueries(other).due(now)).find(({ queue }) => queue === "deliveries")?.depth,
    ];
    for (const by of ["worker", "mover"] as const) {
      const muchLater = { due: 1_000_000, now: 199, by };
      expect(await lease(odd, muchLater, 300, 40)).toEqual([]);
      expect(await dueOf("deliveries", odd, muchLater, null, 40)).toEqual([]);
    }
    expect(await hosts(199)).toEqual([["even.example"], 20, ["even.example"], 20]);
    expect(await hosts(200)).toEqual([["even.example", "odd.example"], 40, ["even.example", "odd.example"], 40]);
    const again = await lease(odd, worker(200), 300, 40);
    expect(again.map(({ dueAt, leasedUntil }) => [dueAt, leasedUntil])).toEqual(
      taken.map(({ dueAt }) => [dueAt, 300]).sort(([one = 0], [next = 0]) => Number(one) - Number(next)),
    );
  });

  test("while a clock is on its way, who moves it takes what is due, and a worker that has not heard of it takes nothing", async () => {
    const { db, parents } = await aDatabase(engine);
    const { account } = parents;
    const neighbour = await withParents(db);
    await db.run(sql`update deliveries set state = 'delivered', due_at = null, leased_until = null`);
    await db.run(sql`update refunds set state = 'closed', due_at = null`);
    const waiting = (of: Parents) => ({
      deliveries: [aRow("deliveries", of, { state: "due", dueAt: 5, leasedUntil: null, host: "a.example" })],
      refunds: [aRow("refunds", of, { state: "pending", dueAt: 5 })],
    });
    await db.save({ insert: waiting(parents) });
    await db.save({ insert: waiting(neighbour) });
    const clock = aRow("clocks", parents, { movesTo: null });
    await db.save({ insert: { clocks: [clock] } });
    const { lease, due } = lineQueries(db);
    const dueFor = async (of: AccountId, by: "worker" | "mover") => {
      const taking = { due: 10, now: 10, by };
      const refunds = await due("refunds", [of], taking, null, 9);
      const deliveries = await due("deliveries", [of, "a.example"], taking, null, 9);
      return [refunds.length, deliveries.length];
    };
    expect(await dueFor(account, "worker")).toEqual([1, 1]);
    await db.save({ update: { clocks: [{ ...clock, version: clock.version + 1, movesTo: 20 }] } });
    expect(await dueFor(account, "worker")).toEqual([0, 0]);
    expect(await lease([account, "a.example"], worker(10), 40, 9)).toEqual([]);
    expect(await dueFor(neighbour.account, "worker")).toEqual([1, 1]);
    expect(await dueFor(account, "mover")).toEqual([1, 1]);
    expect(await lease([account, "a.example"], { due: 10, now: 10, by: "mover" }, 40, 9)).toHaveLength(1);
  });

  test("lines are found one after the other, each once, with when its first row falls due and nothing of what is over", async () => {
    const { db, parents } = await aDatabase(engine);
    await db.run(sql`update deliveries set state = 'delivered', due_at = null`);
    const row = (host: string, dueAt: number | null) =>
      aRow("deliveries", parents, {
        state: dueAt === null ? "delivered" : "due",
        dueAt,
        leasedUntil: null,
        host,
        livemode: true,
      });
    await db.save({
      insert: { deliveries: [row("c", 5), row("a", 9), row("b", null), row("a", 3), row("d", 1), row("c", 4)] },
    });
    const { list } = lineQueries(db);
    const all = await list("deliveries", 0, null, 10);
    expect(all.map(({ key, dueAt }) => [key[1], dueAt])).toEqual([
      ["a", 3],
      ["c", 4],
      ["d", 1],
    ]);
    expect(all[0]).toEqual({ key: [parents.account, "a"], livemode: true, dueAt: 3 });
    expect(await list("deliveries", 0, null, 2)).toEqual(all.slice(0, 2));
    expect(await list("deliveries", 0, all[1]?.key ?? null, 2)).toEqual(all.slice(2));
    expect(await list("deliveries", 0, all[2]?.key ?? null, 2)).toEqual([]);
    const oldest = await lineQueries(db).oldest("deliveries", 4, 2);
    expect(oldest.map(({ key, dueAt }) => [key[1], dueAt])).toEqual([
      ["d", 1],
      ["a", 3],
    ]);
  });

  test("rows of a line are read from a place on, longest due first, however many fell due at once", async () => {
    const { db, parents } = await aDatabase(engine);
    const due = Array.from({ length: 6 }, (_, index) =>
      aRow("refunds", parents, { state: "pending", dueAt: index < 4 ? 7 : 8 }),
    );
    await db.save({ insert: { refunds: due } });
    const read = (after: { dueAt: number; id: string } | null, limit: number) =>
      lineQueries(db).due("refunds", [parents.account], worker(7), after, limit);
    const [one, two, ...rest] = await read(null, 10);
    expect(rest).toHaveLength(2);
    expect(await read({ dueAt: 7, id: one?.id ?? "" }, 1)).toEqual([two]);
    expect(await read({ dueAt: 7, id: rest[1]?.id ?? "" }, 10)).toEqual([]);
  });

  test("processes that start together bring an empty database up to date once", async () => {
    const open = await aPlace(engine);
    const started = Array.from({ length: 5 }, () => open());
    await Promise.all(started.map((db) => migrate(db)));
    const [first = open()] = started;
    const done = await first.all(sql`select name from migrations order by name`);
    expect(done.map(({ name }) => name)).toEqual(readdirSync("src/storage/migrations").sort());
    await migrate(first);
    expect(await count(first, "accounts", [])).toBe(0);
  });

  test("exclusive sections of several processes run one at a time, and each sees the writes of those before it", async () => {
    const open = await aPlace(engine);
    const started = Array.from({ length: 5 }, () => open());
    const [first = open()] = started;
    await first.run(sql`create table visits (number bigint)`);
    let inside = 0;
    await Promise.all(
      started.map((db) =>
        db.exclusively(async (alone) => {
          inside += 1;
          expect(inside, "nobody else is inside").toBe(1);
          const visits = await alone.all(sql`select number from visits`);
          await alone.run(sql`insert into visits values (${visits.length})`);
          inside -= 1;
        }),
      ),
    );
    expect(await first.all(sql`select number from visits order by number`)).toEqual(
      started.map((_, index) => ({ number: index })),
    );
  });

  test("an exclusive section may lose a race, and may contain another exclusive section", async () => {
    const { db, parents } = await aDatabase(engine);
    const [token, other] = [aRow("tokens", parents), aRow("tokens", parents)];
    await db.save({ insert: { tokens: [token] } });
    await db.exclusively(async (alone) => {
      const saves = [token, other].map((row) => alone.save({ insert: { tokens: [row] } }));
      expect(await Promise.all(saves)).toEqual([{ saved: false, lost: "tokens" }, { saved: true }]);
      expect(await alone.exclusively(async (within) => count(within, "tokens", [other.id]))).toBe(1);
    });
    expect(await count(db, "tokens", [token.id, other.id])).toBe(2);
  });

  test("a migration that fails half-way leaves nothing of itself behind, and can be run again once it is mended", async () => {
    const db = (await aPlace(engine))();
    await migrate(db);
    await expect(
      db.migrate("999-it's broken.sql", "create table half (id text); create table half (id text)"),
    ).rejects.toThrow();
    await expect(db.all(sql`select * from half`)).rejects.toThrow();
    await db.migrate("999-it's broken.sql", "create table half (id text)");
    expect(await db.all(sql`select * from half`)).toEqual([]);
    expect(await db.all(sql`select name from migrations where name like '999%'`)).toEqual([
      { name: "999-it's broken.sql" },
    ]);
  });

  test("a start that waits long for another says so once, and goes on when the other is done", async () => {
    const open = await aPlace(engine);
    const told: string[] = [];
    const [one, other] = [open(), open({ tell: (sentence) => told.push(sentence) })];
    const { promise: done, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: inside, resolve: isInside } = Promise.withResolvers<void>();
    const holding = one.exclusively(() => {
      isInside();
      return done;
    });
    await inside;
    const waiting = other.exclusively(async () => told.length);
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(["another process is migrating the database; waiting"]);
    letGo();
    await holding;
    expect(await waiting).toBe(1);
  });

  test("a start gives up after a while, and names who is in the way and what to do", async () => {
    const open = await aPlace(engine);
    const [one, other] = [open(), open({ patienceMs: 200 })];
    await one.exclusively(async () => {
      const sentence =
        /(connection \d+ of PostgreSQL|starting\.lock).* to itself for 0\.2 s.*: wait .* end it.*; then start again/;
      await expect(other.exclusively(async () => {})).rejects.toThrow(sentence);
    });
    expect(await other.exclusively(async () => "in")).toBe("in");
  });

  test("a failure inside the exclusive part lets the next one in", async () => {
    const open = await aPlace(engine);
    const [one, other] = [open(), open()];
    await expect(one.exclusively(() => Promise.reject(new Error("no luck")))).rejects.toThrow("no luck");
    expect(await other.exclusively(async () => "in")).toBe("in");
  });

  test("written rows are there when the database is opened again", async () => {
    const open = await aPlace(engine);
    const before = open();
    await migrate(before);
    const parents = await withParents(before);
    const charge = aRow("charges", parents, { description: "ค่าสินค้า 🛒" });
    await before.save({ insert: { charges: [charge] } });
    await before.close();
    const after = open();
    await migrate(after);
    expect(await readBack(after, "charges", charge)).toEqual(charge);
  });
});

/** Depth of a table in the graph of references: 0 if it refers to none. */
const depth = (name: string): number => {
  const { parents } = tables[name as TableName];
  return parents.length === 0 ? 0 : 1 + Math.max(...parents.map(depth));
};

/** Foreign keys as `table parent`, from the engine's catalogue. */
async function foreignKeys(engine: Engine, db: Database): Promise<string[]> {
  const rows = await db.all(
    engine === "postgres"
      ? sql`select conrelid::regclass || ' ' || confrelid::regclass as key from pg_constraint where contype = 'f'`
      : sql`select t.name || ' ' || k."table" as key from sqlite_schema t, pragma_foreign_key_list(t.name) k where t.type = 'table'`,
  );
  return rows.map(({ key }) => String(key));
}

async function readBack<Name extends TableName>(db: Database, name: Name, row: object): Promise<Rows[Name]> {
  const { key, columns } = tables[name];
  const conditions = key.map((column) => {
    const property = columns.find((candidate) => candidate.column === column)?.property ?? "";
    return sql`${raw(column)} = ${(row as Record<string, unknown>)[property]}`;
  });
  const [stored] = await db.all(sql`select * from ${raw(name)} where ${join(conditions, " and ")}`);
  return fromStored(name, stored ?? {});
}

async function count(db: Database, name: TableName, ids: readonly string[]): Promise<number> {
  const where = ids.length === 0 ? sql`true` : sql`id in (${join([...ids])})`;
  const [row] = await db.all(sql`select count(*) as found from ${raw(name)} where ${where}`);
  return Number(row?.found);
}
