import { getReceipt, receiptsOfMonth } from "../../operations/receipt/receipt.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import {
  presentReceipt,
  presentReceiptMonth,
  presentReceiptMonths,
  receiptMonthShape,
  receiptMonthsShape,
  receiptShape,
} from "./receipt.shape.ts";

const details = { tag: "Receipts", auth: "secret", right: "receipts" } as const;
const monthly = { tag: "Dashboard: receipts", method: "GET", right: "receipts" } as const;

export const receiptEndpoints = [
  listEndpoint({
    ...details,
    path: "/receipts",
    summary: "List receipts",
    description:
      "One for each day in Bangkok with fees of the operator, made an hour after it has ended. Fees that an upstream took are on none.",
    object: "receipt_list",
    wholeDays: true,
    item: receiptShape,
    list: ({ gateway, account, range }) => gateway.store.receipt.list(account.id, range),
    present: presentReceipt,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/receipts/:id",
    summary: "Retrieve a receipt",
    returns: receiptShape,
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getReceipt(gateway, account.id, params.id),
    present: presentReceipt,
  }),
  dashboardEndpoint({
    ...monthly,
    path: "/receipts/months",
    summary: "List the months with receipts",
    description: "Newest first, each summed. A credit note counts against the others.",
    returns: receiptMonthsShape,
    refuses: [],
    run: ({ gateway, account }) => gateway.store.receipt.months(account.id),
    present: presentReceiptMonths,
  }),
  dashboardEndpoint({
    ...monthly,
    path: "/receipts/months/:month",
    summary: "Retrieve the receipts of a month",
    description: "All of a month such as `2026-11`, for the tax invoice of it.",
    returns: receiptMonthShape,
    refuses: ["not_found"],
    run: async ({ gateway, account, params: { month } }) => ({
      month,
      account: account.id,
      receipts: await receiptsOfMonth(gateway, account.id, month),
    }),
    present: presentReceiptMonth,
  }),
];
