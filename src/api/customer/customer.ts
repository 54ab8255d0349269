import { z } from "zod";
import type { CustomerNotes } from "../../domain/customer/change-customer.ts";
import { createCustomer, deleteCustomer, getCustomer, updateCustomer } from "../../operations/customer/customer.ts";
import { linkedAccountShape, presentLinkedAccount } from "../debit/linked-account.shape.ts";
import { linkedAccount } from "../debit/linked-account.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { below, listEndpoint } from "../wire/list-endpoint.ts";
import { customerShape, presentCustomer } from "./customer.shape.ts";

const details = { tag: "Customers", auth: "secret", returns: customerShape, present: presentCustomer } as const;

/** No format of addresses is documented, and none is checked. An empty text or null removes what is noted. */
const notes = {
  email: field.text("The customer's e-mail address.").nullable().optional(),
  description: field.text("What helps the merchant to know the customer.", 1_000).nullable().optional(),
  metadata: field.metadata("The merchant's own data, as a whole.").optional(),
};
const clearable = ["email", "description"];

const card = field
  .id("Id of a token that was not used before, whose card the customer gets.", "must be the id of a token")
  .optional();

export const customerEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/customers",
    summary: "Create a customer",
    description: "Keeps a card, if one is given, to charge it again. It becomes the customer's default card.",
    body: z.object({ ...notes, card, ...linkedAccount }),
    refuses: ["bad_request", "not_found", "used_token", "invalid_card", "upstream_unavailable"],
    run: ({ gateway, caller, body }) => createCustomer(gateway, caller, notesOf(body), body.card, body.linked_account),
  }),
  listEndpoint({
    tag: "Customers",
    auth: "secret",
    path: "/customers",
    right: "view",
    summary: "List customers",
    item: customerShape,
    list: ({ gateway, account, range }) => gateway.store.customer.list(account.id, range),
    present: presentCustomer,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/customers/:id",
    right: "view",
    summary: "Retrieve a customer",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getCustomer(gateway, account.id, params.id),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/customers/:id",
    right: "customers",
    summary: "Update a customer",
    description: "Changes what is noted, adds the card of a token, or chooses the default card.",
    body: z.object({
      ...notes,
      card,
      default_card: field.id("Id of one of the customer's cards.", "must be the id of a card").optional(),
      ...linkedAccount,
    }),
    clearable,
    refuses: ["bad_request", "not_found", "used_token", "invalid_card", "upstream_unavailable"],
    run: async ({ gateway, caller, params, body }) => {
      const chosen = body.default_card === undefined ? {} : { defaultCard: body.default_card };
      return updateCustomer(
        gateway,
        caller,
        params.id,
        { ...notesOf(body), ...chosen },
        body.card,
        body.linked_account,
      );
    },
  }),
  listEndpoint({
    tag: "Linked accounts",
    auth: "secret",
    path: "/customers/:id/linked_accounts",
    right: "view",
    summary: "List linked accounts of a customer",
    item: linkedAccountShape,
    list: below(getCustomer, (store) => store.linkedAccount.ofCustomer),
    present: presentLinkedAccount,
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/customers/:id",
    right: "customers",
    summary: "Delete a customer",
    description: "Deletes the customer's cards, too. Charges that were made stay.",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => deleteCustomer(gateway, caller, params.id),
  }),
];

const notesOf = ({ email, description, metadata }: z.output<z.ZodObject<typeof notes>>): CustomerNotes => ({
  ...(email !== undefined && { email }),
  ...(description !== undefined && { description }),
  ...(metadata !== undefined && { metadata }),
});
