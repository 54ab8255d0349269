import { z } from "zod";
import { Refusal } from "../../domain/base/errors.ts";
import { decide, openApprovals, type Verdict } from "../../operations/merchant/approval.ts";
import { accountsPage, connectorHealth, queueHealth } from "../../operations/merchant/operator.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { methodShape, presentMethod } from "./method.shape.ts";
import {
  accountsShape,
  approvalsShape,
  connectorsShape,
  presentAccounts,
  presentApprovals,
  presentConnectors,
  presentQueues,
  queuesShape,
} from "./operator.shape.ts";

const details = { tag: "Dashboard: operator", right: "operate", scope: "team" } as const;

const verdict = z.object({
  decision: field.word("What becomes of the request.", ["approve", "decline"]),
  reason: field.text("Why it is declined; the merchant reads it.", 500).optional(),
});

export const operatorEndpoints = [
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/operator/accounts",
    summary: "List all accounts",
    query: z.object({
      before: field.id("The last account of the page before.", "must be the id of an account").optional(),
    }),
    returns: accountsShape,
    refuses: ["not_found"],
    run: ({ gateway, query }) => accountsPage(gateway, query.before),
    present: presentAccounts,
  }),
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/operator/approvals",
    summary: "List all approvals",
    description:
      "Payment methods that merchants have asked for in live mode and nobody has decided, longest waiting first.",
    returns: approvalsShape,
    refuses: [],
    run: ({ gateway }) => openApprovals(gateway),
    present: presentApprovals,
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/operator/approvals/:account/:type",
    summary: "Decide an approval",
    body: verdict,
    returns: methodShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, params, body }) => decide(gateway, params.account, params.type, verdictOf(body)),
    present: presentMethod,
  }),
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/operator/queues",
    summary: "Retrieve the queues",
    returns: queuesShape,
    refuses: [],
    run: ({ gateway }) => queueHealth(gateway),
    present: presentQueues,
  }),
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/operator/connectors",
    summary: "Retrieve the connectors",
    description: "How banks have answered, counted in memory by the process that answers this.",
    returns: connectorsShape,
    refuses: [],
    run: async ({ gateway }) => connectorHealth(gateway),
    present: presentConnectors,
  }),
];

function verdictOf({ decision, reason }: z.output<typeof verdict>): Verdict {
  if (decision === "approve") return { decision };
  if (reason === undefined) throw new Refusal("bad_request", "reason cannot be blank: the merchant is told why");
  return { decision, reason };
}
