import { z } from "zod";
import { createLinkedAccount, getLinkedAccount } from "../../operations/debit/linked-account.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { linkedAccountShape, presentLinkedAccount } from "./linked-account.shape.ts";

const details = {
  tag: "Linked accounts",
  auth: "secret",
  returns: linkedAccountShape,
  present: presentLinkedAccount,
} as const;

/** The parameter that names one, in charges and customers. */
export const linkedAccount = {
  linked_account: field
    .id("Id of a linked account whose payer has agreed.", "must be the id of a linked account")
    .optional(),
};

export const linkedAccountEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/linked_accounts",
    summary: "Create a linked account",
    description:
      "An account at a bank from which money is to be taken. Its payer agrees at `registration_uri`, within a day.",
    body: z.object({
      type: field.text("The bank, such as `direct_debit_kbank`.", 64),
      return_uri: field.uri("Where the payer goes afterwards."),
      metadata: field.metadata("The merchant's own data.").optional(),
      citizen_id: field.text("The payer's national number, which the bank may ask for. It is not kept.", 20).optional(),
    }),
    refuses: ["bad_request"],
    run: ({ gateway, caller, body }) =>
      createLinkedAccount(gateway, caller, body.type, { returnUri: body.return_uri, metadata: body.metadata ?? {} }),
  }),
  listEndpoint({
    tag: "Linked accounts",
    auth: "secret",
    right: "view",
    path: "/linked_accounts",
    summary: "List linked accounts",
    item: linkedAccountShape,
    list: ({ gateway, account, range }) => gateway.store.linkedAccount.list(account.id, range),
    present: presentLinkedAccount,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/linked_accounts/:id",
    right: "view",
    summary: "Retrieve a linked account",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getLinkedAccount(gateway, account.id, params.id),
  }),
];
