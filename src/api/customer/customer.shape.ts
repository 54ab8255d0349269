import { z } from "zod";
import type { Customer } from "../../domain/customer/customer.ts";
import { cardShape, presentOwnCard } from "../card/card.shape.ts";
import { linkedAccountShape, presentLinkedAccount } from "../debit/linked-account.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { listSchema, nestedRange, presentList } from "../wire/list.shape.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const customerShape = {
  name: "customer",
  schema: z.object({
    object: z.literal("customer"),
    id: value.id("cust"),
    livemode: z.boolean(),
    location: z.string(),
    deleted: z.boolean(),
    metadata: value.metadata,
    cards: listSchema(cardShape.schema),
    default_card: value.expandable("card", cardShape.schema).nullable(),
    linked_accounts: listSchema(linkedAccountShape.schema),
    description: z.string().nullable(),
    email: z.string().nullable(),
    created_at: value.time,
  }),
} satisfies Shape;

/** A customer in the order of keys of the recordings of 2025. */
export function presentCustomer(customer: Customer, view: Pick<View, "now" | "publicUrl" | "methods">) {
  const { now } = view;
  const location = `/customers/${customer.id}`;
  const range = nestedRange(now);
  const cards = { rows: customer.cards.slice(0, range.limit), total: customer.cards.length };
  const linked = { rows: customer.linkedAccounts.slice(0, range.limit), total: customer.linkedAccounts.length };
  return {
    object: "customer" as const,
    id: customer.id,
    livemode: customer.livemode,
    location,
    deleted: customer.deletedAt !== null,
    metadata: customer.metadata,
    cards: presentList(cards, range, `${location}/cards`, presentOwnCard),
    default_card: customer.defaultCard,
    linked_accounts: presentList(linked, range, `${location}/linked_accounts`, (each) =>
      presentLinkedAccount(each, view),
    ),
    description: customer.description,
    email: customer.email,
    created_at: wireTime(customer.createdAt),
  };
}
