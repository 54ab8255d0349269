import { z } from "zod";
import { getCharge } from "../../operations/payment/charge.ts";
import { createRefund, getRefund } from "../../operations/payment/refund.ts";
import { endpoint } from "../wire/endpoint.ts";
import { refusedBy } from "../wire/fault.ts";
import * as field from "../wire/fields.ts";
import { listShape, presentList } from "../wire/list.shape.ts";
import { listQuery, rangeOf } from "../wire/list-query.ts";
import { presentRefund, refundShape } from "./refund.shape.ts";

const details = { tag: "Refunds", auth: "secret", returns: refundShape, present: presentRefund } as const;

export const refundEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/refunds",
    right: "money",
    summary: "Create a refund",
    description:
      "Returns captured money: any part of a card charge, an installment charge only whole, a K PLUS charge never.",
    body: z.object({
      amount: field.minor("In the smallest unit: satang."),
      metadata: field.metadata("The merchant's own data.").optional(),
      void: field.flag("true: only if the charge can be voided.").optional(),
    }),
    refuses: ["bad_request", "not_found", "failed_refund", "failed_void"],
    refusal: refusedBy(["failed_refund", ({ parameter }) => parameter === "amount"]), // recorded
    run: ({ gateway, caller, params, body }) =>
      createRefund(gateway, caller, params.id, {
        amount: body.amount,
        metadata: body.metadata ?? {},
        voidOnly: body.void ?? false,
      }),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/charges/:id/refunds",
    right: "view",
    summary: "List refunds of a charge",
    query: listQuery,
    returns: listShape(refundShape),
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, params, query, view }) => {
      const charge = await getCharge(gateway, account.id, params.id);
      const range = rangeOf(query, view.now);
      return { charge, range, listed: await gateway.store.refund.listOfCharge(charge.account, charge.id, range) };
    },
    present: ({ charge, range, listed }) => presentList(listed, range, `/charges/${charge.id}/refunds`, presentRefund),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/charges/:id/refunds/:refund",
    summary: "Retrieve a refund",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getRefund(gateway, account.id, params.id, params.refund),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/refunds",
    right: "view",
    summary: "List refunds",
    query: listQuery,
    returns: listShape(refundShape),
    refuses: ["bad_request"],
    run: async ({ gateway, account, query, view }) => {
      const range = rangeOf(query, view.now);
      return { range, listed: await gateway.store.refund.list(account.id, range) };
    },
    present: ({ range, listed }) => presentList(listed, range, "/refunds", presentRefund),
  }),
];
