import { z } from "zod";
import { getBalance, getTransaction, listMovements, sumMovements } from "../../operations/ledger/ledger.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import { listShape, presentList } from "../wire/list.shape.ts";
import { listQuery, period, periodOf, rangeOf } from "../wire/list-query.ts";
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
  endpoint({
    ...details,
    method: "GET",
    path: "/transactions",
    right: "view",
    summary: "List transactions",
    query: listQuery,
    returns: listShape(transactionShape),
    refuses: ["bad_request"],
    run: async ({ gateway, account, query, view }) => {
      const range = rangeOf(query, view.now);
      return { range, listed: await gateway.store.ledger.list(account.id, range) };
    },
    present: ({ range, listed }) => presentList(listed, range, "/transactions", presentTransaction),
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
  dashboardEndpoint({
    tag: "Dashboard: balance",
    method: "GET",
    path: "/ledger/transactions",
    right: "view",
    summary: "List transactions with what they consist of",
    description: "As the list of transactions, each with gross, fee, interest, the VAT on both, net, and its charge.",
    query: listQuery,
    returns: listShape(movementShape),
    refuses: ["bad_request"],
    run: async ({ gateway, account, query, view }) => {
      const range = rangeOf(query, view.now);
      return { range, listed: await listMovements(gateway, account.id, range) };
    },
    present: ({ range, listed }) => presentList(listed, range, "/ledger/transactions", presentMovement),
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
