import { z } from "zod";
import {
  createTransfer,
  deleteTransfer,
  getTransfer,
  listTransfers,
  markTransfer,
  updateTransfer,
} from "../../operations/payout/transfer.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { presentTransfer, transferShape } from "./transfer.shape.ts";

const details = { tag: "Transfers", auth: "secret", returns: transferShape, present: presentTransfer } as const;

const metadata = field.metadata("The merchant's own data, as a whole.").optional();

export const transferEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/transfers",
    right: "payouts",
    summary: "Create a transfer",
    description:
      "Pays money of the balance out to a recipient. It is sent at 9:00 in Bangkok on the next banking day, and leaves the balance then. Live mode has no bank yet that pays out.",
    body: z.object({
      amount: field.zeroIsAbsent(field.integer("In satang, fee included; without it, all that can be transferred.")),
      recipient: field
        .id("Id of the recipient; without it, the account's default recipient.", "must be the id of a recipient")
        .optional(),
      fail_fast: field.flag("true: it fails where it cannot be sent at once, and is not tried again.").optional(),
      metadata,
      split_transfer: field.flag("true: a sum too large for one transfer becomes several.").optional(),
      idemp_key: field
        .text("The merchant's name for it. The same again gives the transfer that was made first.")
        .optional(),
    }),
    refuses: ["bad_request", "not_found", "invalid_transfer"],
    run: async ({ gateway, caller, body }) =>
      createTransfer(gateway, caller, body.recipient, {
        amount: body.amount,
        failFast: body.fail_fast ?? false,
        metadata: body.metadata ?? {},
        split: body.split_transfer ?? false,
        idempKey: body.idemp_key || null,
      }),
  }),
  listEndpoint({
    tag: "Transfers",
    auth: "secret",
    path: "/transfers",
    right: "view",
    summary: "List transfers",
    description: "Without deleted ones.",
    item: transferShape,
    list: ({ gateway, account, range }) => listTransfers(gateway, account, range),
    present: presentTransfer,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/transfers/:id",
    right: "view",
    summary: "Retrieve a transfer",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getTransfer(gateway, account, params.id),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/transfers/:id",
    right: "payouts",
    summary: "Update a transfer",
    description: "Only before it is sent.",
    body: z.object({ amount: field.integer("In satang, fee included.").optional(), metadata }),
    refuses: ["bad_request", "not_found", "invalid_transfer"],
    run: ({ gateway, caller, params, body }) =>
      updateTransfer(gateway, caller, params.id, {
        ...(body.amount !== undefined && { amount: body.amount }),
        ...(body.metadata !== undefined && { metadata: body.metadata }),
      }),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/transfers/:id",
    right: "payouts",
    summary: "Delete a transfer",
    description: "Only before it is sent.",
    refuses: ["not_found", "failed_deletion"],
    run: ({ gateway, caller, params }) => deleteTransfer(gateway, caller, params.id),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/transfers/:id/mark_as_sent",
    right: "payouts",
    summary: "Mark a test transfer as sent",
    description: "Sends it now, without waiting for the next banking day. Test mode only.",
    refuses: ["not_found", "invalid_transfer"],
    run: ({ gateway, caller, params }) => markTransfer(gateway, caller, params.id, "sent"),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/transfers/:id/mark_as_paid",
    right: "payouts",
    summary: "Mark a test transfer as paid",
    description: "Plays the bank that pays it; one that was not sent is sent first. Test mode only.",
    refuses: ["not_found", "invalid_transfer"],
    run: ({ gateway, caller, params }) => markTransfer(gateway, caller, params.id, "paid"),
  }),
];
