import { z } from "zod";
import { getCharge } from "../../operations/payment/charge.ts";
import { createRefund, getRefund } from "../../operations/payment/refund.ts";
import { endpoint } from "../wire/endpoint.ts";
import { refusedBy } from "../wire/fault.ts";
import * as field from "../wire/fields.ts";
import { below, listEndpoint } from "../wire/list-endpoint.ts";
import { presentRefund, refundShape } from "./refund.shape.ts";

const details = { tag: "Refunds", auth: "secret", returns: refundShape, present: presentRefund } as const;
const list = { tag: "Refunds", auth: "secret", right: "view", item: refundShape, present: presentRefund } as const;

export const refundEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/refunds",
    right: "refunds",
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
  listEndpoint({
    ...list,
    path: "/charges/:id/refunds",
    summary: "List refunds of a charge",
    list: below(getCharge, (store) => store.refund.listOfCharge),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/charges/:id/refunds/:refund",
    summary: "Retrieve a refund",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getRefund(gateway, account.id, params.id, params.refund),
  }),
  listEndpoint({
    ...list,
    path: "/refunds",
    summary: "List refunds",
    list: ({ gateway, account, range }) => gateway.store.refund.list(account.id, range),
  }),
];
