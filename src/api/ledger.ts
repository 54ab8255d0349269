import { getBalance, getTransaction } from "../operations/ledger.ts";
import { endpoint } from "./endpoint.ts";
import { listQuery, rangeOf } from "./list-query.ts";
import { balanceShape, presentBalance, presentTransaction, transactionShape } from "./shapes/ledger.ts";
import { listShape, presentList } from "./shapes/list.ts";

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
];
