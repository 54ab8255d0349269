import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import sql, { type Sql } from "sql-template-tag";
import { expect, onTestFinished, test } from "vitest";
import type { Database } from "../../src/storage/base/database.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import { tables } from "../../src/storage/base/tables.ts";
import { vaultQueries } from "../../src/storage/card/vault.ts";
import { linkedAccountQueries } from "../../src/storage/debit/linked-account.ts";
import { disputeQueries } from "../../src/storage/dispute/dispute.ts";
import { documentQueries } from "../../src/storage/dispute/document.ts";
import { deliveryQueries, eventQueries } from "../../src/storage/event/event.ts";
import { overviewQueries } from "../../src/storage/insight/overview.ts";
import { searchQueries } from "../../src/storage/insight/search.ts";
import { ledgerQueries } from "../../src/storage/ledger/ledger.ts";
import { linkQueries } from "../../src/storage/link/link.ts";
import { requestQueries } from "../../src/storage/log/request.ts";
import { bankMessageQueries } from "../../src/storage/payment/bank-message.ts";
import { chargeQueries } from "../../src/storage/payment/charge.ts";
import { notificationQueries } from "../../src/storage/payment/notification.ts";
import { refundQueries } from "../../src/storage/payment/refund.ts";
import { recipientQueries } from "../../src/storage/payout/recipient.ts";
import { transferQueries } from "../../src/storage/payout/transfer.ts";
import { occurrenceQueries } from "../../src/storage/schedule/occurrence.ts";
import { scheduleQueries } from "../../src/storage/schedule/schedule.ts";
import { objectSearchQueries } from "../../src/storage/search/found.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { aFolder, withParents } from "./engine.ts";
import { aRow } from "./rows.ts";

/** Query plans of SQLite that read all rows of an account, of a period, or of a table. */
const reading = new RegExp(
  `^SEARCH .* \\(account=\\?( AND created_at[<>].*)?\\)$|^SCAN (${Object.keys(tables).join("|")})\\b`,
);

test("SQLite finds a few rows of an account without reading all that the account has", async () => {
  const folder = aFolder();
  const db = openSqlite(folder, false);
  onTestFinished(() => db.close());
  await migrate(db);
  const parents = await withParents(db);
  const { account, charge, schedule, dispute, document, event, entry } = parents;
  const asked: Sql[] = [];
  const noting =
    (ask: Database["all"]): Database["all"] =>
    (query) => {
      asked.push(query);
      return ask(query);
    };
  const noted = { ...db, all: noting(db.all), browse: noting(db.browse) };
  const many = (id: string) => [id, ...Array.from({ length: 99 }, (_, index) => `none_${index}`)];
  const range = { limit: 5, offset: 0, from: 0, to: 9_000_000_000_000, order: "reverse_chronological" } as const;
  const refunded = { ...aRow("charges", parents), id: charge, refundCount: 1 };
  await db.run(sql`update charges set refund_count = 1`);

  const charges = chargeQueries(noted);
  await charges.get(account, charge);
  await charges.some(account, many(charge));
  await charges.ofPage(account, "pay2_test_a");
  await charges.ownerOfOldPage("pay2_test_6");
  const disputes = disputeQueries(noted);
  await disputes.get(account, dispute);
  await disputes.some(account, many(dispute));
  await disputes.ofCharge(account, charge);
  const documents = documentQueries(noted);
  await documents.get(account, document);
  await documents.listOfDispute(account, dispute, range);
  await documents.file(account, document);
  const events = eventQueries(noted);
  await events.some(account, many(event));
  await events.attempts(account, many(event));
  await events.ofCharge(account, charge, 20);
  await events.listOfCharge(account, charge, range);
  await deliveryQueries(noted).ofEvent(account, event);
  const refunds = refundQueries(noted);
  await refunds.allOfCharge(account, charge);
  await refunds.listOfCharge(account, charge, range);
  const links = linkQueries(noted);
  const link = { ...aRow("links", parents), charge };
  await db.save({ insert: { links: [link] } });
  await db.run(sql`update charges set link = ${link.id}`);
  await links.get(account, link.id);
  await charges.listOfLink(account, link.id, range);
  await db.run(sql`update schedules set processed = 1, card = null`);
  const schedules = scheduleQueries(noted);
  await schedules.get(account, schedule);
  await schedules.listOfCustomer(account, "cust_test_a", range);
  const occurrences = occurrenceQueries(noted);
  await occurrences.get(account, "occu_test_a");
  await occurrences.openOf(account, schedule);
  await occurrences.listOfSchedule(account, schedule, range);
  await schedules.listOfRecipient(account, parents.recipient, range);
  const recipients = recipientQueries(noted);
  await recipients.get(account, parents.recipient);
  await recipients.some(account, many(parents.recipient));
  await recipients.default(account);
  await linkedAccountQueries(noted).some(account, many(aRow("linked_accounts", parents).id));
  const transfer = { ...aRow("transfers", parents), sentAt: 1_000 };
  await db.save({ insert: { transfers: [transfer] } });
  const transfers = transferQueries(noted);
  await transfers.some(account, many(transfer.id));
  await transfers.ofIdempKey(account, transfer.idempKey ?? "");
  await db.save({ insert: { balances: [{ account, currency: "THB", version: 1 }] } });
  const ledger = ledgerQueries(noted);
  await ledger.balanceRow(account, "THB");
  await ledger.some(account, many(entry));
  await ledger.ofOrigins(account, many(charge));
  await ledger.transferable(account, [{ ...refunded, transaction: entry }]);
  await bankMessageQueries(noted).ofCharge(account, charge, 20);
  await notificationQueries(noted).ofCharge(account, charge);
  await requestQueries(noted).about(account, many(charge), 20);
  await vaultQueries(noted).checkOfRequest(account, "request");
  await overviewQueries(noted).failureAt(account, 1_000);
  for (const name of [
    charge,
    event,
    "chrg_test_62abcdefghij0k7wq3z",
    "trxn_test_62abcdefghij0k7wq3z",
    "whdl_test_62abcdefghij0k7wq3z",
    "bank",
  ])
    await searchQueries(noted).named(account, name);

  const objects = objectSearchQueries(noted);
  const few = { skip: 0, limit: 5, order: "reverse_chronological" } as const;
  for (const [scope, name] of [
    ["charge", charge],
    ["refund", "rfnd_test_62abcdefghij0k7wq3z"],
    ["transaction", entry],
  ] as const) {
    await objects.query(account, scope, name, name);
    await objects.found(account, scope, [{ by: "ids", ids: many(name) }], few);
  }
  const ofCharge = objects.condition("refund", "charge_id", charge, 0);
  if (ofCharge) await objects.found(account, "refund", [ofCharge], few);

  expect(asked.length).toBeGreaterThan(25);
  const reader = new DatabaseSync(join(folder, "chamra.db"), { readOnly: true });
  onTestFinished(() => reader.close());
  const wholly = asked.flatMap(({ sql: text, values }) =>
    reader
      .prepare(`explain query plan ${text}`)
      .all(...(values as string[]))
      .map(({ detail }) => String(detail))
      .filter((detail) => reading.test(detail))
      .map((detail) => `${detail}: ${text}`),
  );
  expect(wholly).toEqual([]);
});
