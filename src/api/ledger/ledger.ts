import { z } from "zod";
import { getBalance, getTransaction, listMovements, sumMovements } from "../../operations/ledger/ledger.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { period, periodOf } from "../wire/list-query.ts";
import {
  balanceShape,
  movementShape,
  presentBalance,
  presentMovement,
  presentSums,
  presentTransaction,
  sumsShape,
  transactionShape,
} from "./ledger.shape.ts";

const details = { tag: "Balance", auth: "secret" } as const;

export const ledgerEndpoints = [
  endpoint({
    ...details,
    method: "GET",
    path: "/balance",
    right: "view",
    summary: "Retrieve the balance",
    description: "What is owed to the merchant, read from the ledger.",
    returns: balanceShape,
    refuses: [],
    run: ({ gateway, caller }) => getBalance(gateway, caller),
    present: presentBalance,
  }),
  listEndpoint({
    ...details,
    path: "/transactions",
    right: "view",
    summary: "List transactions",
    item: transactionShape,
    list: ({ gateway, account, range }) => gateway.store.ledger.list(account.id, range),
    present: presentTransaction,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/transactions/:id",
    right: "view",
    summary: "Retrieve a transaction",
    returns: transactionShape,
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => getTransaction(gateway, caller, params.id),
    present: presentTransaction,
  }),
  listEndpoint({
    tag: "Dashboard: balance",
    auth: "session",
    path: "/ledger/transactions",
    right: "view",
    summary: "List transactions with what they consist of",
    description: "As the list of transactions, each with gross, fee, interest, the VAT on both, net, and its charge.",
    item: movementShape,
    list: ({ gateway, account, range }) => listMovements(gateway, account.id, range),
    present: presentMovement,
  }),
  dashboardEndpoint({
    tag: "Dashboard: balance",
    method: "GET",
    path: "/ledger/sums",
    right: "view",
    summary: "Sum transactions",
    description: "What the transactions of a period add up to, in the account's currency.",
    query: z.object(period),
    returns: sumsShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query }) => sumMovements(gateway, account, periodOf(query)),
    present: presentSums,
  }),
];
