import type { Customer } from "../../domain/customer/customer.ts";
import { type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";

const defaultCardOf = ({ cards, defaultCard }: Customer) => cards.find(({ id }) => id === defaultCard);

/** Export of customers. Of their cards it has no more than a receipt would. */
export const customerSheet: Sheet<Customer> = {
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    email: ({ email }) => textOf(email),
    description: ({ description }) => textOf(description),
    cards: ({ cards }) => cards.length,
    default_card: ({ defaultCard }) => defaultCard,
    card_brand: (customer) => defaultCardOf(customer)?.brand ?? null,
    card_last_digits: (customer) => textOf(defaultCardOf(customer)?.lastDigits),
    card_name: (customer) => textOf(defaultCardOf(customer)?.name),
  },
  metadataOf: ({ metadata }) => metadata,
};
