import { readdir, readFile } from "node:fs/promises";
import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { enablementOf } from "../../src/domain/merchant/enablement.ts";
import { stateOfKey } from "../../src/domain/merchant/key.ts";
import { methods } from "../../src/methods/index.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import { vaultQueries } from "../../src/storage/card/vault.ts";
import { accountQueries } from "../../src/storage/merchant/account.ts";
import { bankMessageQueries } from "../../src/storage/payment/bank-message.ts";
import { chargeQueries } from "../../src/storage/payment/charge.ts";
import { sourceQueries } from "../../src/storage/payment/source.ts";
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

  test("banks and roles go on under their names and any other can be written; sources keep what they said, and charges whether they were told of", async () => {
    const db = (await aPlace(engine))();
    const migrations = (await readdir(folder)).filter((name) => name < "020").sort();
    await db.run(sql`create table migrations (name text primary key)`);
    for (const name of migrations) await db.migrate(name, await readFile(new URL(name, folder), "utf8"));
    await db.run(anAccount(0));
    const member = (id: string, role: string) => sql`
      insert into members (id, version, team, email, name, role, operator, created_at)
      values (${id}, 1, 'acct_1', ${`${id}@example.com`}, 'A', ${role}, 0, 1000)`;
    await db.run(member("memb_1", "admin"));
    await db.run(sql`
      insert into links (id, version, team, kind, email, role, maker, hash, created_at, expires_at)
      values ('link_1', 1, 'acct_1', 'invitation', 'b@example.com', 'support', 'memb_1', 'hash', 1000, 2000)`);
    const message = (id: string, bank: string) => sql`
      insert into bank_messages (charge, id, account, bank, step, reference, answer, latency_ms, created_at)
      values ('chrg_1', ${id}, 'account_0', ${bank}, 'open', 'ref', 'pending', 1, 1000)`;
    await db.run(message("bank_1", "three_ds"));
    await db.run(sql`
      insert into sources (id, version, account, livemode, type, flow, amount, currency, installment_term, zero_interest_installments,
        phone_number, billing, created_at)
      values ('src_1', 1, 'account_0', 0, 'installment_wlb_ktc', 'redirect', 400000, 'THB', 4, 1, '0812345678', '{"city":"Bangkok"}', 1000)`);
    const charge = (id: string, state: string, page: string | null) => sql`
      insert into charges (id, version, account, livemode, state, method, amount, currency, capture, pre_auth, refunded_amount, refund_count,
        voided, fee, fee_vat, interest, interest_vat, rates, zero_interest_installments, metadata, page, follow_ups, created_at, expires_at)
      values (${id}, 1, 'account_0', 0, ${state}, 'card', 2000, 'THB', 1, 0, 0, 0, 0, 0, 0, 0, 0, '{}', 0, '{}', ${page}, 0, 1000, 2000)`;
    await db.run(charge("chrg_1", "authorizing", null));
    await db.run(charge("chrg_2", "authorizing", "pay2_2"));
    await db.run(charge("chrg_3", "awaiting_payer", "pay2_3"));

    await migrate(db);
    const members = memberQueries(db);
    expect(await members.get("memb_1")).toMatchObject({ role: "admin", version: 1 });
    expect(await members.link("link_1")).toMatchObject({ role: "support", maker: "memb_1", version: 1 });
    await db.run(member("memb_2", "finance"));
    await db.run(message("bank_2", "toy"));
    const banks = (await bankMessageQueries(db).ofCharge("chrg_1", 9)).map(({ bank }) => bank);
    expect(banks).toEqual(["three_ds", "toy"]);
    expect(await sourceQueries(db).get("account_0", "src_1")).toMatchObject({
      installmentTerm: 4,
      zeroInterestInstallments: true,
      phoneNumber: "0812345678",
      billing: { city: "Bangkok" },
      name: null,
    });
    const { find } = chargeQueries(db);
    const announced = await Promise.all(["chrg_1", "chrg_2", "chrg_3"].map(async (id) => (await find(id))?.announced));
    expect(announced).toEqual([false, true, true]);
  });
});
