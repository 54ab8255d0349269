import { Readable } from "node:stream";
import { z } from "zod";
import type { Account } from "../../domain/merchant/account.ts";
import { everyChain } from "../../operations/chain/chain.ts";
import { everyCustomer } from "../../operations/customer/search-customers.ts";
import { everyLinkedAccount } from "../../operations/debit/linked-account.ts";
import { everyDispute } from "../../operations/dispute/dispute.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { everyCharge } from "../../operations/insight/search.ts";
import { everyMovement, everyRefund } from "../../operations/ledger/ledger.ts";
import { reportSettlement } from "../../operations/ledger/settlement.ts";
import { everyLink } from "../../operations/link/link.ts";
import { everyRecipient } from "../../operations/payout/recipient.ts";
import { everyTransfer } from "../../operations/payout/transfer.ts";
import { everyReceipt } from "../../operations/receipt/receipt.ts";
import { everySchedule } from "../../operations/schedule/schedule.ts";
import { everyItem } from "../../operations/upstream/reconcile.ts";
import { chainSheet } from "../chain/chain-csv.ts";
import { customerSheet } from "../customer/customer-csv.ts";
import { customerSearch } from "../customer/customer-search.ts";
import { linkedAccountSheet } from "../debit/linked-account-csv.ts";
import { disputeSheet } from "../dispute/dispute-csv.ts";
import { refundSheet, transactionSheet } from "../ledger/ledger-csv.ts";
import { settlementQuery } from "../ledger/settlement.ts";
import { settlementSheet } from "../ledger/settlement-csv.ts";
import { linkSheet } from "../link/link-csv.ts";
import { chargeSheet } from "../payment/charge-csv.ts";
import { recipientSheet } from "../payout/recipient-csv.ts";
import { transferSheet } from "../payout/transfer-csv.ts";
import { receiptSheet } from "../receipt/receipt-csv.ts";
import { scheduleSheet } from "../schedule/schedule-csv.ts";
import { reconciliationSheet } from "../upstream/reconciliation-csv.ts";
import { byteOrderMark } from "../wire/csv.ts";
import { csvHead, csvLine, type Sheet } from "../wire/csv-columns.ts";
import { rawEndpoint, type View } from "../wire/endpoint.ts";
import { type FileAnswer, files } from "../wire/file.ts";
import { period, periodOf } from "../wire/list-query.ts";
import { wireTime } from "../wire/shape.ts";
import { chargeSearch, chargeSearchOf } from "./search.ts";

/** Rows that an export holds in memory at once, however long the file. One turn of the event loop prints them; more would delay others. */
const pageSize = 100;

/** Common part of all files for spreadsheets. */
const file = {
  method: "GET",
  right: "view",
  auth: "session",
  refuses: ["bad_request"],
  raw: files("attachment", "text/csv; charset=utf-8"),
} as const;

const how =
  "newest first, as a file for spreadsheets. That it was asked for, and by which search, stands in the audit log. Amounts are in satang and in baht; texts that a spreadsheet would take for a formula have an apostrophe in front. `metadata` is JSON";

export const exportEndpoints = [
  rawEndpoint({
    ...file,
    tag: "Dashboard: charges",
    path: "/export/charges.csv",
    summary: "Export charges",
    description: `All charges that a search finds, ${how}; keys of it in columns of their own are those of \`metadata_export_keys\`.`,
    query: z.object(chargeSearch),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyCharge(gateway, account.id, chargeSearchOf(query), pageSize);
      return fileOf(context, "charges", chargeSheet(gateway.methods), account.metadataExportKeys.charge, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: customers",
    path: "/export/customers.csv",
    summary: "Export customers",
    description:
      "All customers that a search finds, newest first, as a file for spreadsheets, with the default card of each. That it was asked for stands in the audit log. The columns of metadata are those of `metadata_export_keys` for charges, since the original has none for customers.",
    query: z.object(customerSearch),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyCustomer(gateway, account.id, query.q, pageSize);
      return fileOf(context, "customers", customerSheet, account.metadataExportKeys.charge, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: schedules",
    path: "/export/schedules.csv",
    summary: "Export schedules",
    description: `All schedules created in a period, ${how}; keys of it in columns of their own are those of \`metadata_export_keys\` for charges. \`card\` is empty where the customer's default card is charged.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everySchedule(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "schedules", scheduleSheet, account.metadataExportKeys.charge, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: balance",
    path: "/export/transactions.csv",
    summary: "Export transactions",
    description: `All transactions of a period, ${how} and is the charge's, as are the columns of \`metadata_export_keys\`. Gross − fee − fee_vat − interest − interest_vat = net, with sign; \`balance_after\` is the balance once the line is booked, so the file is a statement of the account.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyMovement(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "transactions", transactionSheet, account.metadataExportKeys.charge, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: balance",
    path: "/export/settlements.csv",
    summary: "Export the settlement report",
    description:
      "What came into the balance and what left it, a line for each day or payout, oldest first, as a file for spreadsheets. That it was asked for stands in the audit log. Amounts are in satang and in baht.",
    query: settlementQuery,
    run: async (context) => {
      const { gateway, account, query } = context;
      const { rows } = await reportSettlement(gateway, account, periodOf(query), query.by ?? "day");
      return fileOf(context, "settlements", settlementSheet(account.currency), [], onePage(rows));
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: refunds",
    path: "/export/refunds.csv",
    summary: "Export refunds",
    description: `All refunds of a period, ${how}; keys of it in columns of their own are those of \`metadata_export_keys\`. \`net\` is what the refund did to the balance, empty while it is pending.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyRefund(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "refunds", refundSheet, account.metadataExportKeys.refund, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: payouts",
    path: "/export/transfers.csv",
    summary: "Export transfers",
    description: `All transfers created in a period, deleted ones too, ${how}; keys of it in columns of their own are those of \`metadata_export_keys\`.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyTransfer(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "transfers", transferSheet, account.metadataExportKeys.transfer, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: payouts",
    path: "/export/recipients.csv",
    summary: "Export recipients",
    description:
      "All recipients created in a period, newest first, as a file for spreadsheets, with the last digits of their bank accounts. That it was asked for stands in the audit log. The columns of metadata are those of `metadata_export_keys` for transfers.",
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyRecipient(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "recipients", recipientSheet, account.metadataExportKeys.transfer, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: disputes",
    path: "/export/disputes.csv",
    summary: "Export disputes",
    description: `All disputes of a period, ${how}; keys of it in columns of their own are those of \`metadata_export_keys\`.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyDispute(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "disputes", disputeSheet, account.metadataExportKeys.dispute, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: chains",
    path: "/export/chains.csv",
    summary: "Export chains",
    description: `All chains of a period, revoked ones too, without their keys, ${how}; chains have none.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyChain(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "chains", chainSheet, [], pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: links",
    path: "/export/links.csv",
    summary: "Export payment links",
    description: `All payment links of a period, removed ones too, ${how}; links have none.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query, view } = context;
      const pages = everyLink(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "links", linkSheet(view.publicUrl), [], pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: linked accounts",
    path: "/export/linked_accounts.csv",
    summary: "Export linked accounts",
    description: `All linked accounts of a period, deleted ones too, ${how}; keys of it in columns of their own are those of \`metadata_export_keys\` for charges.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query, view } = context;
      const pages = everyLinkedAccount(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "linked_accounts", linkedAccountSheet(view.now), account.metadataExportKeys.charge, pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: receipts",
    path: "/export/receipts.csv",
    right: "receipts",
    summary: "Export receipts",
    description: `All receipts made in a period, ${how}; receipts have none. subtotal + vat − wht = total.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyReceipt(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "receipts", receiptSheet, [], pages);
    },
  }),
  rawEndpoint({
    ...file,
    tag: "Dashboard: reconciliation",
    path: "/export/reconciliations.csv",
    right: "receipts",
    summary: "Export the items of reconciliations",
    description: `All payments of a period that are not the same on both sides, with their notes, ${how}; they have none. The period is that in which each was found.`,
    query: z.object(period),
    run: async (context) => {
      const { gateway, account, query } = context;
      const pages = everyItem(gateway, account.id, periodOf(query), pageSize);
      return fileOf(context, "reconciliations", reconciliationSheet, [], pages);
    },
  }),
];

async function* onePage<Row>(rows: Row[]): AsyncGenerator<Row[]> {
  yield rows;
}

async function fileOf<Row>(
  { gateway, account, query, view }: { gateway: Gateway; account: Account; query: object; view: View },
  what: string,
  sheet: Sheet<Row>,
  metadataKeys: readonly string[],
  pages: AsyncGenerator<Row[]>,
): Promise<FileAnswer> {
  const first = await pages.next(); // before anything is sent, so that a failing database still gives an error
  await gateway.note({ search: query });
  const mode = account.livemode ? "live" : "test";
  const name = `${what}-${mode}-${wireTime(view.now).slice(0, 10)}.csv`;
  return { name, contents: Readable.from(textOf(sheet, account.currency, metadataKeys, first, pages)) };
}

async function* textOf<Row>(
  sheet: Sheet<Row>,
  currency: string,
  metadataKeys: readonly string[],
  first: IteratorResult<Row[]>,
  rest: AsyncGenerator<Row[]>,
): AsyncGenerator<string> {
  yield byteOrderMark + csvHead(sheet, currency, metadataKeys);
  const print = (rows: readonly Row[]) => rows.map((row) => csvLine(sheet, row, metadataKeys)).join("");
  if (!first.done && first.value.length > 0) yield print(first.value);
  for await (const rows of rest) if (rows.length > 0) yield print(rows); // an empty text would end the stream
}
