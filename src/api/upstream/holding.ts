import { z } from "zod";
import { enterPayout, holdingsOf, settlePayout, undoPayout } from "../../operations/upstream/payout.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { presentHoldings, presentUpstreamPayout, upstreamHoldingsShape, upstreamPayoutShape } from "./holding.shape.ts";

const tag = "Dashboard: money at upstreams";
const one = { returns: upstreamPayoutShape, present: presentUpstreamPayout } as const;

export const holdingEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/upstream_holdings",
    right: "receipts",
    summary: "Retrieve where the money of upstreams is",
    description:
      "What each upstream holds, what is on its way to the merchant's bank, and what has come there: sums of the ledger.",
    returns: upstreamHoldingsShape,
    refuses: [],
    run: ({ gateway, account }) => holdingsOf(gateway, account),
    present: presentHoldings,
  }),
  listEndpoint({
    tag,
    auth: "session",
    path: "/upstream_payouts",
    right: "receipts",
    summary: "List payouts of upstreams",
    description: "What upstreams have sent to the merchant's bank, those that were undone, too.",
    item: upstreamPayoutShape,
    list: ({ gateway, account, range }) => gateway.store.upstreamPayout.list(account.id, range),
    present: presentUpstreamPayout,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/upstream_payouts",
    right: "payouts",
    summary: "Enter a payout of an upstream",
    description:
      "One that was seen at the bank, of an upstream that does not tell of its payouts. The same again is booked once.",
    body: z.object({
      upstream: field.text("Name of the upstream.", 64),
      reference: field.text("What names it on the bank's statement: letters, digits, - and _.", 64),
      amount: field.integer("What left the upstream, in the smallest unit: satang."),
      fee: field.integer("What the upstream kept of it; nothing by default.").optional(),
    }),
    ...one,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, body: { upstream, reference, amount, fee = 0 } }) =>
      enterPayout(gateway, account, upstream, { reference, amount, fee }),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/upstream_payouts/:id/settle",
    right: "payouts",
    summary: "Settle a payout of an upstream",
    description: "Records that it was seen at the bank, where the upstream does not say so.",
    ...one,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, member, params }) => settlePayout(gateway, account, params.id, member.id),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/upstream_payouts/:id/undo",
    right: "payouts",
    summary: "Undo a payout of an upstream",
    description: "Books back one that was entered by mistake. It stays in the list, as `undone`.",
    ...one,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, params }) => undoPayout(gateway, account, params.id),
  }),
];
