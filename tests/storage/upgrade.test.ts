import { readdir, readFile } from "node:fs/promises";
import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { enablementOf } from "../../src/domain/merchant/enablement.ts";
import { stateOfKey } from "../../src/domain/merchant/key.ts";
import { methods } from "../../src/methods/index.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import { vaultQueries } from "../../src/storage/card/vault.ts";
import { eventQueries } from "../../src/storage/event/event.ts";
import { accountQueries } from "../../src/storage/merchant/account.ts";
import { memberQueries } from "../../src/storage/team/member.ts";
import { aPlace, engines } from "./engine.ts";

const folder = new URL("../../src/storage/migrations/", import.meta.url);
const first = "001-gateway.sql";

/** As the first release kept it. */
const anAccount = (livemode: number) => sql`
  insert into accounts (id, version, team, livemode, name, email, country, currency, api_version, zero_interest_installments,
    three_d_secure, webhook_secret, chain_enabled, metadata_export_keys, created_at)
  values (${`account_${livemode}`}, 3, 'acct_1', ${livemode}, 'Shop', 'a@example.com', 'TH', 'THB', '2019-05-29', 0, 0, 'sealed', 0, '{}', 1000)`;

describe.each(engines)("on %s", (engine) => {
  test("accounts from before methods could be switched keep them all in test mode and have none in live mode; their keys and secrets go on", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await db.migrate(first, await readFile(new URL(first, folder), "utf8"));
    for (const livemode of [0, 1]) await db.run(anAccount(livemode));
    await db.run(
      sql`insert into api_keys (id, version, account, kind, hash, created_at) values ('key_1', 1, 'account_1', 'secret', 'hash', 1000)`,
    );

    await migrate(db);
    const { all, keyByHash } = accountQueries(db);
    const [inTest, live] = await all();
    expect(inTest).toMatchObject({
      version: 3,
      webhookSecret: "sealed",
      webhookSecretSince: 1_000,
      previousWebhookSecrets: [],
      otherEndpoints: [],
    });
    for (const { type } of methods) {
      expect([inTest, live].map((account) => account && enablementOf(account, type).state)).toEqual(["enabled", "off"]);
    }
    const key = await keyByHash("hash");
    expect(key && stateOfKey(key, 2_000)).toBe("working");
    expect(key?.ending).toBeNull();
  });

  test("of card checks from before answers were kept only a decline is known", async () => {
    const db = (await aPlace(engine))();
    const migrations = (await readdir(folder)).filter((name) => name < "006").sort();
    await db.run(sql`create table migrations (name text primary key)`);
    for (const name of migrations) await db.migrate(name, await readFile(new URL(name, folder), "utf8"));
    await db.run(anAccount(0));
    for (const state of ["voided", "declined"])
      await db.run(sql`
        insert into card_checks (id, version, account, livemode, card, amount, currency, state, created_at)
        values (${`${state}/check`}, 2, 'account_0', 0, ${state}, 100, 'THB', ${state}, 1000)`);

    await migrate(db);
    const { checkOfCard } = vaultQueries(db);
    const unknown = { answer: null, reason: null, request: null, answeredAt: null, voidedAt: null };
    expect(await checkOfCard("account_0", "voided")).toMatchObject({ ...unknown, state: "voided", version: 2 });
    expect(await checkOfCard("account_0", "declined")).toMatchObject({ ...unknown, answer: "declined" });
    expect(await checkOfCard("account_1", "declined")).toBeUndefined();
  });

  test("of open invitations from before their maker was kept, the audit log tells who it was", async () => {
    const db = (await aPlace(engine))();
    const migrations = (await readdir(folder)).filter((name) => name < "016").sort();
    await db.run(sql`create table migrations (name text primary key)`);
    for (const name of migrations) await db.migrate(name, await readFile(new URL(name, folder), "utf8"));
    await db.run(sql`
      insert into members (id, version, team, email, name, role, operator, created_at)
      values ('memb_1', 1, 'acct_1', 'a@example.com', 'A', 'admin', 0, 1000)`);
    for (const name of ["told", "untold"])
      await db.run(sql`
        insert into links (id, version, team, kind, email, role, hash, created_at, expires_at)
        values (${name}, 1, 'acct_1', 'invitation', 'b@example.com', 'admin', ${name}, 1000, 2000)`);
    await db.run(sql`
      insert into audit (team, number, at, member, act, object, before, after, hash)
      values ('acct_1', 1, 1000, 'memb_1', 'POST /team/invitations', 'told', '{}', '{}', 'hash')`);

    await migrate(db);
    const { link } = memberQueries(db);
    expect(await link("told")).toMatchObject({ maker: "memb_1", version: 1 });
    expect(await link("untold")).toMatchObject({ maker: null });
  });

  test("events from before they could be about anything are about their charge, or their refund", async () => {
    const db = (await aPlace(engine))();
    const migrations = (await readdir(folder)).filter((name) => name < "025").sort();
    await db.run(sql`create table migrations (name text primary key)`);
    for (const name of migrations) await db.migrate(name, await readFile(new URL(name, folder), "utf8"));
    const charge = "chrg_test_5z4ykxh42cn7qsxw1w5";
    const refunds = { test: "rfnd_test_5z4ykxh42cn7qsxw1w6", live: "rfnd_5z4ykxh42cn7qsxw1w7" };
    const told = [
      ["evnt_1", 0, "charge.create", `{"object":"charge","id":"${charge}","amount":1}`],
      ["evnt_2", 0, "refund.create", `{"object":"refund","id":"${refunds.test}","amount":1}`],
      ["evnt_3", 1, "refund.create", `{"object":"refund","id":"${refunds.live}","amount":1}`],
    ] as const;
    for (const livemode of [0, 1]) await db.run(anAccount(livemode));
    for (const [id, livemode, key, data] of told) {
      const account = `account_${livemode}`;
      await db.run(sql`
        insert into events (id, account, livemode, key, charge, data, api_version, created_at)
        values (${id}, ${account}, ${livemode}, ${key}, ${charge}, ${data}, '2019-05-29', 1000)`);
      await db.run(sql`
        insert into deliveries (id, version, account, event, uri, state, attempts, created_at)
        values (${`to ${id}`}, 1, ${account}, ${id}, 'https://a.example', 'delivered', 1, 1000)`);
    }

    await migrate(db);
    const ids = told.map(([id]) => id);
    const owners = ["account_0", "account_1"] as const;
    const found = (await Promise.all(owners.map((account) => eventQueries(db).some(account, ids)))).flat();
    const about = found.map((event) => [event.id, event.object, event.objectId, event.charge, event.data]);
    expect(about.toSorted()).toEqual([
      ["evnt_1", "charge", charge, charge, told[0][3]],
      ["evnt_2", "refund", refunds.test, charge, told[1][3]],
      ["evnt_3", "refund", refunds.live, charge, told[2][3]],
    ]);
    expect(await eventQueries(db).ofCharge("account_0", charge, 10)).toHaveLength(2);
  });
});
