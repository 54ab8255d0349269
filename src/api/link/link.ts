import { z } from "zod";
import { createLink, deleteLink, getLink } from "../../operations/link/link.ts";
import { chargeShape, presentCharge } from "../payment/charge.shape.ts";
import { currencies } from "../payment/source.ts";
import { endpoint } from "../wire/endpoint.ts";
import { refusedBy } from "../wire/fault.ts";
import * as field from "../wire/fields.ts";
import { below, listEndpoint } from "../wire/list-endpoint.ts";
import { linkShape, presentLink } from "./link.shape.ts";

const details = { tag: "Links", auth: "secret", returns: linkShape, present: presentLink } as const;
const list = { tag: "Links", auth: "secret", right: "view" } as const;

export const linkEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/links",
    right: "links",
    summary: "Create a payment link",
    description: "Makes an address at which payers pay one amount, by any method that the account offers.",
    body: z.object({
      amount: field.integer("In the smallest unit: satang."),
      currency: field.currency("The account's currency, or another that the method takes.", currencies),
      title: field.text("What is paid. Payers read it first. Required.").optional(),
      description: field.text("More about it, for payers. Required.", 1_000).optional(),
      multiple: field.flag("true: it can be paid any number of times.").optional(),
    }),
    refuses: ["invalid_link"],
    refusal: refusedBy(["invalid_link", () => true]),
    run: ({ gateway, caller, body: { amount, currency, title = "", description = "", multiple = false } }) =>
      createLink(gateway, caller, { amount, currency, title, description, multiple }),
  }),
  listEndpoint({
    ...list,
    path: "/links",
    summary: "List payment links",
    description: "Removed ones are among them.",
    item: linkShape,
    list: ({ gateway, account, range }) => gateway.store.link.list(account.id, range),
    present: presentLink,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/links/:id",
    right: "view",
    summary: "Retrieve a payment link",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getLink(gateway, account.id, params.id),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/links/:id",
    right: "links",
    summary: "Remove a payment link",
    description: "Nobody can pay it any more. It stays readable, and so do its charges.",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => deleteLink(gateway, caller, params.id),
  }),
  listEndpoint({
    ...list,
    path: "/links/:id/charges",
    summary: "List charges of a payment link",
    item: chargeShape,
    list: below(getLink, (store) => store.charge.listOfLink),
    present: presentCharge,
  }),
];
