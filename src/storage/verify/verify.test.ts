import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import type { Sql } from "sql-template-tag";
import { expect, onTestFinished, test } from "vitest";
import { aFolder, chamra } from "../../../tests/cli/chamra.ts";
import {
  aCustomer,
  aLink,
  anotherCard,
  aSession,
  aToken,
  cardCharge,
  customerCharge,
  installmentCharge,
  kplusCharge,
  payLink,
} from "../../../tests/kit/builders.ts";
import { aChain } from "../../../tests/kit/chain-builders.ts";
import { signedIn } from "../../../tests/kit/dashboard.ts";
import { aLinkedAccount } from "../../../tests/kit/debit-builders.ts";
import { aDispute, upload } from "../../../tests/kit/dispute-builders.ts";
import { aGateway, type TestGateway } from "../../../tests/kit/gateway.ts";
import { aPayee, aTransferSchedule } from "../../../tests/kit/payout-builders.ts";
import { freshDatabase } from "../../../tests/kit/postgres.ts";
import { aReceiver } from "../../../tests/kit/receiver.ts";
import { aSchedule } from "../../../tests/kit/schedule-builders.ts";
import { days, minutes } from "../../domain/base/time.ts";
import { compare, mergeItems } from "../../domain/upstream/reconciliation.ts";
import { bookPayout } from "../../operations/upstream/payout.ts";
import { invariantsOn } from "./verify.ts";

/** For each invariant, a change that breaks it, made in the database past the gateway. */
const plants: Record<string, string> = {
  "2. a charge that waited for its payer and is decided has exactly one charge.complete, an undecided one none":
    "delete from events where id = (select max(id) from events where key = 'charge.complete')",
  "2. a charge that its merchant was told of has exactly one charge.create":
    "delete from events where id = (select max(id) from events where key = 'charge.create')",
  "2. a capture by hand, a reversal and an expiry are told once each, and only where they happened":
    "update events set key = 'charge.update' where key = 'charge.capture'",
  "2. a charge says when it reached its state": "update charges set reversed_at = null where state = 'reversed'",
  "2. what is not final is looked at again by the clock, what is final is not":
    "update charges set due_at = null where state = 'awaiting_payer'",
  "2. a charge has one dispute at most that was not won, and names its latest one":
    "update charges set dispute = null where dispute is not null",
  "2. a dispute is told of once when it is opened, and once when it is closed":
    "update events set key = 'dispute.update' where key = 'dispute.close'",
  "2. a date of a schedule succeeds once at most": "update occurrences set state = 'successful' where state = 'failed'",
  "2. a schedule that goes on has one occurrence that comes next, one that has ended has none":
    "update schedules set state = 'suspended' where state = 'running'",
  "2. a deleted schedule makes no charge or transfer any more":
    "update schedules set state = 'deleted' where state = 'running'",
  "2. the charge of an occurrence exists, is of its schedule, and has come to the end that the occurrence tells":
    "update occurrences set state = 'failed' where state = 'successful'",
  "2. a charge of a schedule is the result of one occurrence": "update occurrences set result = null",
  "2. the transfer of an occurrence exists, is of its schedule and amount, and has come to the end that the occurrence tells":
    "update occurrences set transfer_amount = transfer_amount + 1 where transfer_amount > 0",
  "2. a transfer of a schedule is the result of one occurrence":
    "update occurrences set result = null where transfer_amount > 0",
  "2. a schedule charges a customer or pays a recipient, and not both":
    "update schedules set customer = null where recipient is null",
  "2. a schedule counts the occurrences that were processed": "update schedules set processed = processed + 1",
  "2. a transfer says when it reached its state, and each step of it is told once":
    "delete from events where key = 'transfer.send'",
  "2. an active recipient was verified, and one that was not verified is looked at or has failed":
    "update recipients set verified_at = null where is_default = 1",
  "2. each test account that can pay out has one default recipient, and no other has any":
    "update recipients set is_default = 0 where is_default = 1",
  "3. an account is in the currency of its country, and so is whatever is booked to it":
    "update accounts set currency = 'SGD' where livemode = 1",
  "3. the ledger sums to zero in each currency":
    "update postings set amount = amount + 1 where entry = (select max(entry) from postings) and ledger_account = 'acquirer'",
  "3. the postings of an entry sum to zero":
    "update postings set amount = amount + (case when entry = (select max(entry) from postings) then 1 else -1 end) where ledger_account = 'acquirer' and entry in (select min(entry) from postings union select max(entry) from postings)",
  "3. an entry's amount is what it moves on the merchant's balance":
    "update entries set amount = amount + 1 where key = 'refund.created.debit'",
  "3. refunded is at most captured, captured at most authorized":
    "update charges set captured_amount = amount + 1 where state = 'captured'",
  "3. a charge of 0 asks for a passkey, costs nothing, and nothing of it is captured":
    "update charges set fee = 1 where amount = 0",
  "3. a captured charge has one entry, its net; no other charge has any":
    "update charges set fee = fee + 1 where state = 'captured'",
  "3. the entry of a capture books what was captured, the fee, the interest and the VAT on both":
    "update postings set ledger_account = 'interest' where ledger_account = 'fee'",
  "3. what a charge says was refunded is what its refunds sum to":
    "update charges set refunded_amount = refunded_amount - 1 where refunded_amount > 0",
  "3. a charge in another currency is funded by its own rate, and so are its refunds":
    "update charges set funding_amount = funding_amount + 1 where funding_amount is not null",
  "3. a closed refund has one entry, no other has any": "update refunds set state = 'pending'",
  "3. a refund takes its amount from the merchant, a void undoes the capture, and each is told once":
    "update refunds set amount = amount - 1",
  "3. a transfer that was sent has one debit of its amount, one that failed after that has it back, no other has any":
    "update transfers set amount = amount + 1 where sent_at is not null",
  "3. a transfer books its fee and the VAT on it, and pays out the rest":
    "update transfers set fee = fee + 1 where sent_at is not null",
  "3. a transfer takes no more than the balance had": "delete from entries where key <> 'transfer.sent.debit'",
  "3. each account has a balance to take money from": "delete from balances",
  "3. a dispute has one entry that takes its amount, one that was won another that gives it back, and none has any other":
    "update disputes set state = 'lost' where state = 'won'",
  "3. what a dispute holds and what was refunded are together at most what was captured":
    "update disputes set amount = amount + 1000000 where state = 'open'",
  "3. whatever is booked is booked for a charge, a refund, a dispute, a transfer or a payout of an upstream, in its currency":
    "update entries set currency = 'JPY'",
  "3. money at an upstream is posted under its name, and no other money is":
    "update postings set upstream = 'omise' where ledger_account = 'fee'",
  "3. what is booked for a charge is booked at the upstream that carries it and no other, which has kept what it costs":
    "update charges set upstream = 'omise' where state = 'captured'",
  "3. an upstream has of its charges what was captured less refunds, disputes, costs and the fees of its payouts: held, on its way or settled":
    "update upstream_payouts set fee = fee + 1",
  "3. nothing that is on its way from an upstream is less than nothing":
    "update postings set amount = -amount where ledger_account = 'in_transit'",
  "3. a payout of an upstream stands once, and is booked once where it is; one that is undone is booked back":
    "update upstream_payouts set state = 'settled'",
  "3. the receipts of an account are numbered without gaps, and each adds up":
    "update receipts set sequence = sequence + 1 where sequence = (select max(sequence) from receipts)",
  "3. the receipts of an account sum to the fees that were booked until the day of the last, without those that upstreams took":
    "update receipts set charge_fee = charge_fee + 1, subtotal = subtotal + 1, total = total + 1",
  "3. an item of a reconciliation is of a charge that its upstream carries, and has a note where it was worked off":
    "update reconciliation_items set state = 'worked_off'",
  "3. a reconciliation has one item about a payment, and matched no more payments than its upstream named":
    "update reconciliations set matched = named + 1",
  "4. a token is spent by the charge that says so":
    "update charges set token = (select max(token) from charges) where token is not null",
  "4. a token stands for a card, and the charge that spent it tells of that card":
    "update tokens set card = 'card_test_5z4ykxh42cn7qsxw1w5' where charge is null",
  "4. a token that a customer spent stands for a card of that customer, and no charge spent it too":
    "update tokens set customer = 'cust_test_5z4ykxh42cn7qsxw1w5' where customer is not null",
  "4. a charge of a customer is of a card of that customer":
    "update charges set customer = 'cust_test_5z4ykxh42cn7qsxw1w5' where customer is not null",
  "4. a customer's default card is one of the customer's cards, and only who has no card has no default card":
    "update customers set default_card = (select max(id) from cards where owner = 'token')",
  "4. a deleted customer has no card": "update customers set deleted_at = created_at",
  "4. a source is spent by a charge that exists, with its amount and currency":
    "update sources set amount = amount + 1 where charge is not null",
  "4. a charge has spent one source, a plain card charge and a direct debit none":
    "update sources set charge = null where charge = (select max(charge) from sources)",
  "4. a link that is paid once is paid by one charge at most, and names its only charge that may still be paid":
    "update links set charge = (select min(id) from charges where link = links.id) where multiple = 0",
  "4. a checkout session is paid by one charge at most, with its amount, and names its only charge that may still be paid":
    "update checkout_sessions set charge = null",
  "4. a charge made by a link has the link's amount and currency":
    "update links set amount = amount + 1 where multiple = 1",
  "4. an idempotency key stands for an object of its account":
    "update idempotency set reference = 'chrg_test_5z4ykxh42cn7qsxw1w5'",
  "5. every event is about an object that exists":
    "update events set object = 'refund' where id = (select max(id) from events where object = 'charge')",
  "5. every event that belongs to a charge belongs to one that exists":
    "update events set charge = 'chrg_test_5z4ykxh42cn7qsxw1w5'",
  "5. an event of a charge that names its endpoints goes to one of them at least": "delete from deliveries",
  "5. every attempt that a delivery counts is recorded, a delivered one was taken, one that was given up was tried":
    "delete from attempts",
  "5. a delivery that is not over is tried again": "update deliveries set due_at = null where state = 'due'",
  "6. what proves an authentication to the bank is forgotten once the bank has decided": `update charges set authentication = '{"proof":{"authenticationValue":"AAAB"}}' where state = 'captured'`,
  "6. every sealed number is that of a card": "delete from cards where id = (select max(card) from card_secrets)",
  "6. the number of a customer's card is kept until the card is deleted, and not longer":
    "update card_secrets set erase_at = 0 where erase_at is null",
  "7. what belongs to a charge belongs to its account and mode":
    "update events set account = (select min(id) from accounts where livemode = 1)",
  "4. a charge is at the upstream that it was sent to last": `update charges set routing = '[{"upstream":"north","at":1,"why":"","passed":[]}]', upstream = 'south' where state = 'captured'`,
  "4. a charge of a card that an upstream keeps is at that upstream":
    "update charges set upstream_customer = 'cust_1' where customer is not null",
  "4. each upstream that was told of a charge before its own certainly did not take it": `update charges set routing = '[{"upstream":"north","at":1,"why":"","passed":[]}]', upstream = 'north' where state = 'captured'`,
  "4. money of a live charge was confirmed by the upstream or bank that carries it":
    "update charges set livemode = 1, upstream = 'north' where state = 'captured'",
  "7. a deleted document can be downloaded by nobody, and the file of any that can be is there":
    "delete from document_files",
  "7. the logo that an account's pages name is there, and the file of one that was removed is not": `update accounts set logo = '{"mark":"1","contentType":"image/png"}'`,
  "3. money is debited only from an account of the merchant's whose owner had agreed, by its own method":
    "update linked_accounts set registered_at = null where state = 'successful'",
  "7. a throw-away account is a test account that shares its team with no other":
    "insert into sandboxes (id, version, account, created_at, expires_at) select min(id), 1, min(id), 0, 0 from accounts where livemode = 1",
  "7. a platform's key acts for the one account that allowed it, in its mode, and is restricted":
    "update api_keys set permissions = null where chain is not null",
  "7. what tells of an event belongs to its account":
    "update deliveries set account = (select min(id) from accounts where livemode = 1)",
  "7. the mode of everything is its account's": "update tokens set livemode = 1",
  "8. the audit log of a team has every number up to where its chain ends":
    "delete from audit where number = (select max(number) from audit)",
  "8. what a member did belongs to the member's team": "update members set team = 'acct_5z4ykxh42cn7qsxw1w5'",
  "8. each row of the audit log carries the hash of itself and of the row before":
    "update audit set after = '{}' where number = 1",
};

test.each(["sqlite", "postgres"] as const)(
  "every invariant holds on what the API made, and each is seen to break, on %s",
  async (engine) => {
    const folder = await aFolder();
    const url = engine === "postgres" ? await ownDatabase() : null;
    const gateway = await aGateway({ environment: { CHAMRA_DATA: folder }, ...(url && { databaseUrl: url }) });
    await everythingOnce(gateway);
    const surgeon = url ? await onPostgres(url) : onSqlite(folder);
    const broken = async () => {
      const names: string[] = [];
      for (const { name, violations } of invariantsOn(surgeon.ask)) {
        const [first] = await violations();
        if (first?.row) names.push(name);
      }
      return names;
    };
    expect(await broken()).toEqual([]);
    expect(invariantsOn(surgeon.ask).map(({ name }) => name)).toEqual(Object.keys(plants));
    for (const [name, plant] of Object.entries(plants)) {
      await surgeon.perform("begin");
      expect(await surgeon.perform(plant), `${plant} touches something`).toBeGreaterThan(0);
      expect(await broken(), plant).toContain(name);
      await surgeon.perform("rollback");
    }
    expect(await broken()).toEqual([]);
  },
);

test.each(["sqlite", "postgres"] as const)(
  "a transfer is held to what had come in by its moment, and to what had certainly gone out, on %s",
  async (engine) => {
    const folder = await aFolder();
    const url = engine === "postgres" ? await ownDatabase() : null;
    const place = { environment: { CHAMRA_DATA: folder }, ...(url && { databaseUrl: url }) };
    const gateway = await aGateway({ ...place, meddles: true });
    const { json: account } = await gateway.call("GET", "/account");
    const surgeon = url ? await onPostgres(url) : onSqlite(folder);
    const book = (id: string, key: string, amount: number, at: number) =>
      surgeon.perform(
        `insert into entries (id, account, livemode, key, origin, currency, amount, transferable_at, created_at)
         values ('${id}', '${account.id}', 0, '${key}', 'o_${id}', 'THB', ${amount}, ${at}, ${at})`,
      );
    const tooMuch = async () => {
      const rule = invariantsOn(surgeon.ask).find(({ name }) => name.endsWith("takes no more than the balance had"));
      return (await rule?.violations())?.map(({ row, found }) => `${row} ${found}`).sort();
    };
    const [sent, refund, sale] = ["transfer.sent.debit", "refund.created.debit", "charge.captured.net"];
    await book("a", sale, 100, 1);
    await book("b", sent, -60, 2);
    await book("c", sent, -40, 2); // of the same moment, and after it
    await book("d", refund, -30, 2); // of the same moment: nobody knows whether before
    await book("e", sale, 50, 3);
    await book("f", sent, -20, 3); // what came in at that moment counts
    expect(await tooMuch()).toEqual([]);
    await book("g", sent, -1, 3);
    await book("h", sent, -5, 4);
    expect(await tooMuch()).toEqual(["g takes 1, the balance had 0", "h takes 5, the balance had -1"]);
  },
);

test.each(["sqlite", "postgres"] as const)(
  "chamra verify passes beside a running gateway, and names a broken row, on %s",
  async (engine) => {
    const folder = await aFolder();
    const url = engine === "postgres" ? await ownDatabase() : null;
    const place = { environment: { CHAMRA_DATA: folder }, ...(url && { databaseUrl: url }) };
    const gateway = await aGateway({ ...place, meddles: true });
    await everythingOnce(gateway);
    const environment = url ? { DATABASE_URL: url, CHAMRA_VAULT_KEY: "ab".repeat(32) } : { CHAMRA_DATA: folder };
    const well = await chamra(["verify"], environment);
    expect(well).toMatchObject({ code: 0, out: `All ${Object.keys(plants).length} invariants hold.\n` });
    for (const name of Object.keys(plants)) expect(well.err).toContain(`holds   ${name} (`);

    const surgeon = url ? await onPostgres(url) : onSqlite(folder);
    await surgeon.perform("update refunds set amount = amount - 1 where voided = 0");
    const ill = await chamra(["verify", "--json"], environment);
    const { json } = await gateway.call("GET", "/refunds");
    expect(ill.code).toBe(1);
    const { holds, violations } = JSON.parse(ill.out);
    expect(holds).toBe(false);
    expect(violations).toContainEqual({
      invariant: "3. a refund takes its amount from the merchant, a void undoes the capture, and each is told once",
      row: json.data.find(({ voided }: { voided: boolean }) => !voided).id,
      found: "refund.created.debit of -1000 for 999, told 1 times for 1 refunds",
    });
    expect((await chamra(["verify"], environment)).out).toContain("refund.created.debit of -1000 for 999");
  },
);

test("chamra verify creates no database, and says what it cannot reach", async () => {
  const folder = await aFolder();
  expect(await chamra(["verify"], { CHAMRA_DATA: folder })).toMatchObject({ code: 1, out: "" });
  const away = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", CHAMRA_VAULT_KEY: "ab".repeat(32) };
  expect(await chamra(["verify"], away)).toMatchObject({ code: 1, err: expect.stringContaining("127.0.0.1:1") });
});

/** A payout of an upstream that is on its way, though nothing was paid there. */
async function aPayoutThere({ gateway }: TestGateway): Promise<void> {
  const [, account] = await gateway.store.account.all();
  if (!account) throw new Error("the first merchant has no live account");
  const amounts = { amount: 50_000, fee: 3_000, currency: "THB" };
  const their = { payout: "trsf_1", ...amounts, sentAt: gateway.now(), settledAt: null, failed: false };
  await bookPayout(gateway, account, "omise", their, "asked");
}

/** A day of an upstream with one payment that is missing here. */
async function aReconciledDay({ gateway: { store, newId, now } }: TestGateway): Promise<void> {
  const [, account] = await store.account.all();
  if (!account) throw new Error("the first merchant has no live account");
  const { id, livemode } = account;
  const row = { version: 1, account: id, livemode, createdAt: now(), changedAt: now() };
  const day = { id: "2026-11-30_omise", upstream: "omise", day: "2026-11-30", origin: "asked" } as const;
  const reconciliation = { ...row, ...day, named: 2, matched: 1, refundsNamed: 0, refundsMatched: 0 };
  const theirs = { payment: "chrg_1", reference: null, amount: 100, currency: "THB", costs: 3, paidAt: now() };
  const { findings } = compare(day.day, [theirs], [], { elsewhere: new Set(), matched: new Set() });
  const { insert } = mergeItems(
    reconciliation,
    [],
    findings,
    ["payment"],
    () => newId("reconciliationItem", true),
    now(),
  );
  await store.save({ insert: { reconciliations: [reconciliation], reconciliation_items: insert } });
}

/** At least one object of each kind that an invariant is about. */
async function everythingOnce(gateway: TestGateway): Promise<void> {
  const receiver = await aReceiver();
  const post = async (path: string, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) => {
    const { status, json } = await gateway.call("POST", path, { body, headers });
    expect(status, `${path}: ${json.message}`).toBe(200);
    return json.id as string;
  };
  const kplus = async () => (await kplusCharge(gateway)).json.id as string;
  await post(`/charges/${await kplus()}/mark_as_paid`);
  await post(`/charges/${await kplus()}/mark_as_failed`);
  await post(`/charges/${await kplus()}/expire`);
  await post(`/charges/${(await installmentCharge(gateway)).json.id}/mark_as_paid`);
  await post(`/charges/${(await cardCharge(gateway, { capture: false })).json.id}/capture`);
  await post(`/charges/${(await cardCharge(gateway, { capture: false })).json.id}/reverse`);
  const empty = { amount: 0, authentication: "PASSKEY", return_uri: "https://example.com/" };
  await post(`/charges/${(await cardCharge(gateway, empty)).json.id}/mark_as_paid`);
  const paid = (await cardCharge(gateway)).json.id;
  await post(`/charges/${paid}/refunds`, { amount: 1000 });
  await post(`/charges/${(await cardCharge(gateway)).json.id}/refunds`, { amount: 100000 });
  const dollars = (await cardCharge(gateway, { amount: 10_000, currency: "USD" })).json.id;
  await post(`/charges/${dollars}/refunds`, { amount: 3_333 });
  await aReconciledDay(gateway);
  await aPayoutThere(gateway);
  await aChain(gateway);
  const { id: linked_account } = await aLinkedAccount(gateway);
  await gateway.call("POST", "/charges", { body: { amount: 100_000, currency: "THB", linked_account } });
  await aToken(gateway);
  const customer = await aCustomer(gateway);
  await customerCharge(gateway, customer.id);
  const leaving = await anotherCard(gateway, (await aCustomer(gateway)).id);
  await gateway.call("DELETE", `${leaving.location}/cards/${leaving.default_card}`);
  await gateway.call("DELETE", leaving.location);
  await aSchedule(gateway, {
    charge: { customer: (await aCustomer(gateway, {}, "4111111111140011")).id, amount: 5000 },
  });
  await aSchedule(gateway);
  await gateway.advance(days(2));
  const transfer = (recipient?: string) => post("/transfers", { amount: 5000, recipient });
  await post(`/transfers/${await transfer()}/mark_as_sent`);
  await post(`/transfers/${await transfer(await aPayee(gateway, "0000000005"))}/mark_as_paid`);
  await transfer();
  await aTransferSchedule(gateway);
  const { team } = await signedIn(gateway, "owner");
  for (const name of ["Malee", "Malee Jaidee"]) await team.post("/me", { name });
  await post(
    "/charges",
    { amount: 100000, currency: "THB", card: await aToken(gateway), webhook_endpoints: [receiver.url] },
    { "Idempotency-Key": "order-1" },
  );
  const won = await aDispute(gateway);
  await upload(gateway, (await aDispute(gateway)).id);
  await gateway.call("PATCH", `/disputes/${won.id}/close`, { body: { status: "won" } });
  const link = await aLink(gateway);
  for (const number of ["4111111111140011", "4242424242424242"])
    await payLink(gateway, link, { token: await aToken(gateway, number) });
  await payLink(gateway, await aLink(gateway, { multiple: true }), { token: await aToken(gateway) });
  const session = await aSession(gateway);
  await gateway.call("POST", new URL(session.redirect_url).pathname, {
    key: null,
    body: { token: await aToken(gateway) },
  });
  await gateway.advance(minutes(5));
  receiver.answerWith(500);
  await kplusCharge(gateway, { webhook_endpoints: [receiver.url] });
  await gateway.advance(0);
}

/** Access to the database past the gateway and past the database's own checks. */
type Surgeon = {
  ask(query: Sql): Promise<Record<string, unknown>[]>;
  /** Returns the rows touched. */
  perform(text: string): Promise<number>;
};

function onSqlite(folder: string): Surgeon {
  const db = new DatabaseSync(`${folder}/chamra.db`, { enableForeignKeyConstraints: false, timeout: 5_000 });
  onTestFinished(() => db.close());
  db.exec("pragma ignore_check_constraints = on");
  return {
    ask: async (query) => db.prepare(query.sql).all(...(query.values as (string | number)[])),
    perform: async (text) => Number(db.prepare(text).run().changes),
  };
}

async function onPostgres(url: string): Promise<Surgeon> {
  const client = new pg.Client(url);
  await client.connect();
  onTestFinished(() => client.end());
  const { rows } = await client.query(
    "select format('alter table %s drop constraint %I', conrelid::regclass, conname) as text from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace",
  );
  for (const { text } of rows) await client.query(text);
  await client.query("set session_replication_role = replica"); // no foreign keys
  return {
    ask: async ({ text, values }) => (await client.query({ text, values })).rows,
    perform: async (text) => (await client.query(text)).rowCount ?? 0,
  };
}

async function ownDatabase(): Promise<string> {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}
