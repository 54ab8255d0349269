import { z } from "zod";
import { getCustomer } from "../../operations/customer/customer.ts";
import { deleteCard, getCard, updateCard } from "../../operations/customer/saved-card.ts";
import { cardShape, presentOwnCard } from "../card/card.shape.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { below, listEndpoint } from "../wire/list-endpoint.ts";

const details = { tag: "Cards", auth: "secret", returns: cardShape, present: presentOwnCard } as const;

/** What is wrong with a change is for the vault to say, as with tokens. */
const change = (description: string) => field.text(description).optional();

/** A customer's cards. They are added with the token of one, in the customer's own endpoints. */
export const savedCardEndpoints = [
  listEndpoint({
    tag: "Cards",
    auth: "secret",
    path: "/customers/:id/cards",
    right: "view",
    summary: "List cards of a customer",
    item: cardShape,
    list: below(getCustomer, (store) => store.customer.cards),
    present: presentOwnCard,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/customers/:id/cards/:card",
    summary: "Retrieve a card",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getCard(gateway, account.id, params.id, params.card),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/customers/:id/cards/:card",
    right: "customers",
    summary: "Update a card",
    description: "Corrects name, expiry or address; number and security code cannot be changed.",
    body: z.object({
      name: change("The cardholder's name."),
      expiration_month: change("1 to 12."),
      expiration_year: change("Two or four digits."),
      street1: change("Billing address."),
      street2: change("Billing address."),
      city: change("Billing address."),
      state: change("Billing address."),
      country: change("Billing address."),
      postal_code: change("Billing address."),
      phone_number: change("The cardholder's telephone number."),
    }),
    refuses: ["bad_request", "not_found", "invalid_card"],
    run: ({ gateway, caller, params, body }) =>
      updateCard(gateway, caller, params.id, params.card, {
        name: body.name,
        expirationMonth: body.expiration_month,
        expirationYear: body.expiration_year,
        street1: body.street1,
        street2: body.street2,
        city: body.city,
        state: body.state,
        country: body.country,
        postalCode: body.postal_code,
        phoneNumber: body.phone_number,
      }),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/customers/:id/cards/:card",
    right: "customers",
    summary: "Delete a card",
    description: "Where it was the default card, the one that was added last is from now on.",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => deleteCard(gateway, caller, params.id, params.card),
  }),
];
