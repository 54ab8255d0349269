import { readdir, readFile } from "node:fs/promises";
import sql, { raw } from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { asCharged } from "../../src/domain/card/card.ts";
import { enablementOf } from "../../src/domain/merchant/enablement.ts";
import { stateOfKey } from "../../src/domain/merchant/key.ts";
import { scheduledBy } from "../../src/domain/schedule/schedule-row.ts";
import { methods } from "../../src/methods/index.ts";
import type { Database } from "../../src/storage/base/database.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import { tokenQueries } from "../../src/storage/card/card.ts";
import { vaultQueries } from "../../src/storage/card/vault.ts";
import { eventQueries } from "../../src/storage/event/event.ts";
import { ledgerQueries } from "../../src/storage/ledger/ledger.ts";
import { accountQueries } from "../../src/storage/merchant/account.ts";
import { bankMessageQueries } from "../../src/storage/payment/bank-message.ts";
import { chargeQueries } from "../../src/storage/payment/charge.ts";
import { sourceQueries } from "../../src/storage/payment/source.ts";
import { recipientQueries } from "../../src/storage/payout/recipient.ts";
import { receiptQueries } from "../../src/storage/receipt/receipt.ts";
import { occurrenceQueries } from "../../src/storage/schedule/occurrence.ts";
import { scheduleQueries } from "../../src/storage/schedule/schedule.ts";
import { memberQueries } from "../../src/storage/team/member.ts";
import { verifyQueries } from "../../src/storage/verify/verify.ts";
import { aCard } from "../kit/domain-builders.ts";
import { aPlace, engines } from "./engine.ts";

const folder = new URL("../../src/storage/migrations/", import.meta.url);
const first = "001-gateway.sql";

/** A row as stored by the first release. */
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
    expect(key).toMatchObject({ ending: null, permissions: null });
  });

  test("of card checks from before answers were kept only a decline is known", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "006");
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

  test("the maker of an open invitation from an older version is found in the audit log", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "016");
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
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "025");
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

  test("rows from before the account was part of every key are all kept, with their references, and are found by old payment page addresses", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "017");
    for (const livemode of [0, 1]) await db.run(anAccount(livemode));
    for (const row of rowsOfBefore) await db.run(row);
    await migrateUpTo(db, "030");
    const before = await contents(db);

    await migrateUpTo(db, "040");
    const after = await contents(db);
    for (const [table, rows] of before) {
      expect(rows.length, table).toBeGreaterThan(0);
      expect(after.get(table), table).toMatchObject(rows);
    }
    await migrate(db);
    const charges = chargeQueries(db);
    expect(await charges.ownerOfOldPage(oldPage)).toBe("account_0");
    expect(await charges.ofPage("account_0", oldPage)).toMatchObject({ id: "chrg_1", refunds: [{ id: "rfnd_1" }] });
    expect(await charges.get("account_1", "chrg_1")).toBeUndefined();
    const refused = [
      sql`update refunds set account = 'account_1'`, // the charge's account is another
      sql`update postings set amount = 0`,
      sql`insert into entries (id, account, livemode, key, origin, currency, amount, transferable_at, created_at) select 'trxn_2', account, livemode, key, origin, currency, amount, transferable_at, created_at from entries`,
    ];
    for (const statement of refused) await expect(db.run(statement)).rejects.toThrow(/constraint/i);
  });

  test("cards that stood in their tokens are rows of their own, with the numbers that the vault still has, and charges tell of them as before", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "040");
    for (const livemode of [0, 1]) await db.run(anAccount(livemode));
    await db.run(
      sql`insert into data_keys (id, purpose, kek_id, wrapped, created_at) values ('key_1', 'card', 'kek', 'w', 1000)`,
    );
    const cardOf = (livemode: boolean, id: string) =>
      asCharged(
        aCard({ id, account: livemode ? "account_1" : "account_0", livemode, name: 'Ana "Ñ" สม', createdAt: 1_000 }),
      );
    const cards = [
      cardOf(false, "card_test_6275ramxwea3rk2uduo"),
      cardOf(false, "card_test_6275ramxwea3rk2udup"),
      cardOf(true, "card_6275ramxwea3rk2uduo"),
    ];
    for (const card of cards) {
      const { id, account, livemode } = card;
      await db.run(sql`
        insert into tokens (id, version, account, livemode, card, charge, created_at)
        values (${`tokn of ${id}`}, 2, ${account}, ${livemode ? 1 : 0}, ${JSON.stringify(card)}, 'chrg_1', 1000)`);
    }
    const [kept, erased, live] = cards.map(({ id }) => id);
    for (const [card, account] of [
      [kept, "account_0"],
      [live, "account_1"],
    ])
      await db.run(sql`
        insert into card_secrets (card, account, key_id, sealed, erase_at)
        values (${card ?? ""}, ${account ?? ""}, 'key_1', ${`sealed ${card}`}, 2000)`);
    await db.run(sql`
      insert into charges (id, version, account, livemode, state, method, amount, currency, capture, pre_auth, refunded_amount, refund_count,
        voided, fee, fee_vat, interest, interest_vat, rates, zero_interest_installments, metadata, follow_ups, created_at, expires_at, card, token)
      values ('chrg_1', 1, 'account_0', 0, 'authorizing', 'card', 2000, 'THB', 1, 0, 0, 0, 0, 0, 0, 0, 0, '{}', 0, '{}', 0, 1000, 2000,
        ${JSON.stringify(cards[0])}, ${`tokn of ${kept}`})`);

    await migrate(db);
    const { get } = tokenQueries(db);
    for (const card of cards) {
      const found = await get(card.account, `tokn of ${card.id}`);
      expect(found?.token).toMatchObject({ version: 2, card: card.id, charge: "chrg_1" });
      const owner = { owner: "token", ownerId: `tokn of ${card.id}`, version: 1, savedAt: null, deletedAt: null };
      expect(found?.card).toEqual({ ...card, ...owner });
    }
    expect((await chargeQueries(db).get("account_0", "chrg_1"))?.card).toEqual(cards[0]);
    const vault = vaultQueries(db);
    expect(await vault.secret("account_0", kept ?? "")).toMatchObject({
      sealed: `sealed ${kept}`,
      eraseAt: 2_000,
      version: 1,
    });
    expect(await vault.secret("account_0", erased ?? "")).toBeUndefined();
    await db.run(sql`update card_secrets set erase_at = null where card = ${live ?? ""}`);
    await vault.eraseSecrets(3_000);
    expect(await vault.secret("account_0", kept ?? "")).toBeUndefined();
    expect(await vault.secret("account_1", live ?? ""), "a kept number stays").toBeDefined();
    const refused = [
      sql`update tokens set card = 'card_test_0000000000000000000'`,
      sql`update card_secrets set account = 'account_0'`, // which has no such card
    ];
    for (const statement of refused) await expect(db.run(statement)).rejects.toThrow(/constraint/i);
  });

  test("banks and roles go on under their names and any other can be written; sources keep what they said, and charges whether they were told of", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "020");
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
    expect(await members.link("link_1")).toMatchObject({ role: "viewer", maker: "memb_1", version: 2 });
    await db.run(member("memb_2", "finance"));
    await db.run(message("bank_2", "toy"));
    const banks = (await bankMessageQueries(db).ofCharge("account_0", "chrg_1", 9)).map(({ bank }) => bank);
    expect(banks).toEqual(["three_ds", "toy"]);
    expect(await sourceQueries(db).get("account_0", "src_1")).toMatchObject({
      installmentTerm: 4,
      zeroInterestInstallments: true,
      phoneNumber: "0812345678",
      billing: { city: "Bangkok" },
      name: null,
    });
    const { get } = chargeQueries(db);
    const ids = ["chrg_1", "chrg_2", "chrg_3"];
    const announced = await Promise.all(ids.map(async (id) => (await get("account_0", id))?.announced));
    expect(announced).toEqual([false, true, true]);
  });

  test("live money that was booked with the acquirer is booked at the upstream of its charge, with what it has kept; other money stays", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "160");
    for (const livemode of [0, 1]) await db.run(anAccount(livemode));
    const charges = [
      ["chrg_1", 1, "card", "omise"],
      ["chrg_2", 1, "promptpay", "scb"],
      ["chrg_3", 1, "installment_wlb_scb", "scb"],
      ["chrg_4", 0, "card", null],
      ["chrg_5", 1, "card", "omise"],
    ] as const;
    for (const [id, livemode, method, upstream] of charges)
      await db.run(sql`
        insert into charges (id, version, account, livemode, state, method, amount, currency, capture, pre_auth, captured_amount, refunded_amount,
          refund_count, voided, fee, fee_vat, interest, interest_vat, rates, zero_interest_installments, metadata, follow_ups, created_at, paid_at,
          expires_at, upstream)
        values (${id}, 3, ${`account_${livemode}`}, ${livemode}, 'captured', ${method}, 1000, 'THB', 1, 0, 1000, 0, 0, 0, 30, 2, 0, 0, '{}', 0, '{}', 0,
          1000, 1500, 9000, ${upstream})`);
    for (const [id, charge, amount, voided] of [
      ["rfnd_1", "chrg_1", 400, 0],
      ["rfnd_2", "chrg_5", 1000, 1],
    ] as const)
      await db.run(sql`
        insert into refunds (id, version, account, livemode, charge, state, amount, currency, voided, metadata, created_at)
        values (${id}, 2, 'account_1', 1, ${charge}, 'closed', ${amount}, 'THB', ${voided}, '{}', 1600)`);
    const sale = { acquirer: 1_000, merchant: -968, fee: -30, vat: -2 };
    const negative = (lines: Record<string, number>) =>
      Object.fromEntries(Object.entries(lines).map(([name, amount]) => [name, -amount]));
    const booked: [string, number, string, string, Record<string, number>][] = [
      ...charges.map(([id, livemode]): (typeof booked)[number] => [
        `of ${id}`,
        livemode,
        "charge.captured.net",
        id,
        sale,
      ]),
      ["of rfnd_1", 1, "refund.created.debit", "rfnd_1", { acquirer: -400, merchant: 400 }],
      ["of rfnd_2", 1, "charge.voided.net", "rfnd_2", negative(sale)],
      ["of all costs", 1, "dispute.started.debit", "chrg_1", { acquirer: 32, fee: -30, vat: -2 }], // no booking is like it: a net of nothing
    ];
    for (const [id, livemode, key, origin, lines] of booked) {
      const account = `account_${livemode}`;
      await db.run(sql`
        insert into entries (id, account, livemode, key, origin, currency, amount, transferable_at, created_at)
        values (${id}, ${account}, ${livemode}, ${key}, ${origin}, 'THB', ${0 - (lines.merchant ?? 0)}, 1500, 1500)`);
      for (const [name, amount] of Object.entries(lines))
        await db.run(sql`
          insert into postings (entry, account, ledger_account, currency, amount) values (${id}, ${account}, ${name}, 'THB', ${amount})`);
    }

    await migrate(db);
    const rows = await db.all(
      sql`select entry, ledger_account, amount, upstream from postings order by entry, ledger_account`,
    );
    const now = Map.groupBy(rows, ({ entry }) => String(entry));
    const linesOf = (entry: string) =>
      Object.fromEntries((now.get(entry) ?? []).map((row) => [String(row.ledger_account), Number(row.amount)]));
    const upstreamOf = (entry: string) => (now.get(entry) ?? []).flatMap(({ upstream }) => upstream ?? []);
    const costs = { kept: 32, fee: -30, vat: -2 };
    expect(linesOf("of chrg_1")).toEqual({ held: 968, merchant: -968, ...costs });
    expect(linesOf("of chrg_2")).toEqual({ settled: 968, merchant: -968, ...costs });
    expect(linesOf("of chrg_3")).toEqual({ held: 968, merchant: -968, ...costs });
    expect(linesOf("of chrg_4")).toEqual(sale);
    expect(linesOf("of rfnd_1")).toEqual({ held: -400, merchant: 400 });
    expect(linesOf("of rfnd_2")).toEqual({ held: -968, merchant: 968, kept: -32, fee: 30, vat: 2 });
    expect(linesOf("of all costs")).toEqual({ kept: 32, fee: -30, vat: -2 });
    expect(["of chrg_1", "of chrg_2", "of chrg_4"].map(upstreamOf)).toEqual([["omise", "omise"], ["scb", "scb"], []]);
  });

  test("receipts from before upstreams invoiced their own fees stay as they are, and the books agree with them", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "164");
    await db.run(anAccount(1));
    await db.run(sql`
      insert into receipt_books (id, version, account, livemode, issued, since, due_at) values ('account_1', 2, 'account_1', 1, 1, 5000, 9000)`);
    await db.run(sql`
      insert into receipts (id, account, livemode, number, sequence, issued_on, currency, charge_fee, transfer_fee, voided_fee, subtotal, vat, wht, total,
        credit_note, seller, buyer, created_at)
      values ('rcpt_1', 'account_1', 1, 'CHTH202601150001', 1, '2026-01-15', 'THB', 30, 0, 0, 30, 2, 0, 32, 0, '{}', '{}', 4000)`);
    const capture = async (id: string, at: number) => {
      await db.run(sql`
        insert into entries (id, account, livemode, key, origin, currency, amount, transferable_at, created_at)
        values (${id}, 'account_1', 1, 'charge.captured.net', ${`of ${id}`}, 'THB', 968, ${at}, ${at})`);
      for (const [name, amount, upstream] of [
        ["held", 968, "omise"],
        ["kept", 32, "omise"],
        ["merchant", -968, null],
        ["fee", -30, null],
        ["vat", -2, null],
      ] as const)
        await db.run(sql`
          insert into postings (entry, account, ledger_account, currency, amount, upstream)
          values (${id}, 'account_1', ${name}, 'THB', ${amount}, ${upstream})`);
    };
    await capture("trxn_1", 4_000);

    await migrate(db);
    await capture("trxn_2", 6_000);
    const { firstFee, fees, book } = receiptQueries(db);
    expect([await firstFee("account_1", 5_000, 9_000), await fees("account_1", 5_000, 9_000)]).toEqual([undefined, []]);
    await db.run(sql`update receipt_books set since = 7000, version = 3`);
    expect(await book("account_1")).toMatchObject({ since: 7_000, ownSince: 5_000 });
    const sums = verifyQueries(db).invariants.find(({ name }) => name.includes("receipts of an account sum to"));
    expect(await sums?.violations()).toEqual([]);
    await db.run(sql`update receipt_books set own_since = 7000`);
    expect(await sums?.violations()).toMatchObject([{ row: "account_1" }]);
  });

  test("accounts from before there were payouts have a balance, a test account its default recipient, and schedules still charge their customers", async () => {
    const db = (await aPlace(engine))();
    await db.run(sql`create table migrations (name text primary key)`);
    await migrateUpTo(db, "070");
    for (const livemode of [0, 1]) await db.run(anAccount(livemode));
    await db.run(sql`
      insert into schedules (id, version, account, livemode, state, recurrence, start_on, end_on, scheduled_charge, customer, amount, currency,
        metadata, processed, created_at)
      values ('schd_1', 1, 'account_0', 0, 'running', '{}', '2026-01-15', '2026-12-31', 'rchg_1', 'cust_1', 5000, 'THB', '{}', 0, 1000)`);
    await db.run(sql`
      insert into occurrences (id, version, account, livemode, schedule, state, attempt, scheduled_on, created_at, due_at)
      values ('occu_1', 1, 'account_0', 0, 'schd_1', 'waiting', 1, '2026-01-15', 1000, 2000)`);

    await migrate(db);
    const schedule = await scheduleQueries(db).get("account_0", "schd_1");
    expect(schedule && scheduledBy(schedule)).toEqual({ kind: "charge", customer: "cust_1", amount: 5_000 });
    expect(schedule).toMatchObject({ scheduledId: "rchg_1", recipient: null, balanceBps: null });
    expect(await occurrenceQueries(db).openOf("account_0", "schd_1")).toMatchObject({
      transferAmount: 0,
      dueAt: 2_000,
    });
    const recipients = recipientQueries(db);
    expect(await recipients.default("account_1")).toBeUndefined();
    expect(await recipients.default("account_0")).toMatchObject({
      isDefault: true,
      verifiedAt: expect.any(Number),
      activatedAt: expect.any(Number),
      bankAccount: { bank: "test", number: "123456789", lastDigits: "6789" },
    });
    for (const account of ["account_0", "account_1"] as const)
      expect(await ledgerQueries(db).balanceRow(account, "THB")).toMatchObject({ version: 1 });
    await db.run(sql`update schedules set customer = null, amount = null, recipient = 'recp_1', balance_bps = 10000`);
  });
});

/** All kinds of an account's rows, as stored by the previous release. */
const oldPage = "pay2_test_62abcdefghij0k7wq3z";
const oldCard = asCharged(aCard({ account: "account_0", createdAt: 1_000 }));
const rowsOfBefore = [
  sql`insert into data_keys (id, purpose, kek_id, wrapped, created_at) values ('key_1', 'card', 'kek', 'wrapped', 1000)`,
  sql`insert into card_secrets (card, account, key_id, sealed, erase_at) values (${oldCard.id}, 'account_0', 'key_1', 'sealed', 2000)`,
  sql`insert into card_checks (id, version, account, livemode, card, amount, currency, state, due_at, created_at, request)
      values ('card_1/check', 1, 'account_0', 0, 'card_1', 100, 'THB', 'voiding', 2000, 1000, 'request_1')`,
  sql`insert into tokens (id, version, account, livemode, card, charge, created_at) values ('tokn_1', 2, 'account_0', 0, ${JSON.stringify(oldCard)}, 'chrg_1', 1000)`,
  sql`insert into sources (id, version, account, livemode, type, flow, amount, currency, provider_reference, charge, created_at)
      values ('src_1', 2, 'account_0', 0, 'installment_wlb_kbank', 'redirect', 500, 'THB', 'reference', 'chrg_1', 1000)`,
  sql`insert into charges (id, version, account, livemode, state, method, amount, currency, capture, pre_auth, captured_amount, refunded_amount, refund_count,
        voided, fee, fee_vat, interest, interest_vat, rates, zero_interest_installments, metadata, page, follow_ups, bank_reference, approval_code,
        created_at, paid_at, expires_at)
      values ('chrg_1', 3, 'account_0', 0, 'captured', 'installment_wlb_kbank', 500, 'THB', 1, 0, 500, 100, 1, 0, 1, 0, 0, 0, '{}', 0, '{}', ${oldPage}, 0,
        'bank', 'approval', 1000, 1500, 9000)`,
  sql`insert into refunds (id, version, account, livemode, charge, state, amount, currency, voided, metadata, created_at, due_at)
      values ('rfnd_1', 1, 'account_0', 0, 'chrg_1', 'pending', 100, 'THB', 0, '{}', 1600, 1700)`,
  sql`insert into entries (id, account, livemode, key, origin, currency, amount, transferable_at, created_at)
      values ('trxn_1', 'account_0', 0, 'charge.captured.net', 'chrg_1', 'THB', 499, 3000, 1500)`,
  sql`insert into postings (entry, account, ledger_account, currency, amount)
      values ('trxn_1', 'account_0', 'merchant', 'THB', -499), ('trxn_1', 'account_0', 'acquirer', 'THB', 499)`,
  sql`insert into events (id, account, livemode, key, charge, data, api_version, created_at)
      values ('evnt_1', 'account_0', 0, 'charge.complete', 'chrg_1', '{}', '2019-05-29', 1500)`,
  sql`insert into deliveries (id, version, account, event, livemode, host, uri, state, attempts, due_at, created_at)
      values ('whdl_1', 2, 'account_0', 'evnt_1', 0, 'example.com', 'https://example.com/', 'due', 1, 1800, 1500)`,
  sql`insert into attempts (id, delivery, event, account, uri, status, latency_ms, created_at)
      values ('whdl_2', 'whdl_1', 'evnt_1', 'account_0', 'https://example.com/', 500, 12, 1500)`,
  sql`insert into idempotency (account, key, version, fingerprint, reference, status, created_at)
      values ('account_0', 'digest', 1, 'fingerprint', 'chrg_1', 200, 1000)`,
  sql`insert into requests (id, account, method, path, status, latency_ms, api_key, key_kind, ip, about, headers, truncated, created_at)
      values ('request_1', 'account_0', 'POST', '/charges', 200, 5, 'key_1', 'secret', '127.0.0.1', 'chrg_1', '{}', 0, 1000)`,
  sql`insert into bank_messages (charge, id, account, bank, step, reference, answer, latency_ms, created_at)
      values ('chrg_1', 'bank_1', 'account_0', 'card', 'authorize', 'chrg_1', 'approved', 3, 1400)`,
];

const keptTables = [
  "card_secrets",
  "card_checks",
  "tokens",
  "sources",
  "charges",
  "refunds",
  "entries",
  "postings",
  "events",
  "deliveries",
  "attempts",
  "idempotency",
  "requests",
  "bank_messages",
];

async function contents(db: Database): Promise<Map<string, Record<string, unknown>[]>> {
  const found = new Map<string, Record<string, unknown>[]>();
  for (const table of keptTables) found.set(table, await db.all(sql`select * from ${raw(table)} order by 1, 2, 3`));
  return found;
}

/** Runs all migrations before the named one, each once. */
async function migrateUpTo(db: Database, end: string): Promise<void> {
  const done = new Set((await db.all(sql`select name from migrations`)).map(({ name }) => name));
  const files = (await readdir(folder)).filter((name) => name < end && !done.has(name)).sort();
  for (const name of files) await db.migrate(name, await readFile(new URL(name, folder), "utf8"));
}
