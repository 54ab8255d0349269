import { z } from "zod";
import type { SourceRequest } from "../../domain/payment/create-source.ts";
import type { OrderItem, PostalAddress } from "../../domain/payment/source.ts";
import { createSource, getSource } from "../../operations/payment/source.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentSource, sourceShape } from "./source.shape.ts";

const optional = (description: string, maximum = 255) => field.text(description, maximum).optional();

/** Client libraries send one without a value: then there is none. */
const address = (description: string) =>
  z
    .object({
      city: optional("City."),
      country: optional("Two letters."),
      postal_code: optional("Postal code."),
      state: optional("State or province."),
      street1: optional("Street."),
      street2: optional("Street, second line."),
    })
    .transform((given): PostalAddress | undefined => {
      const entries = Object.entries(given).filter(([, value]) => value !== undefined);
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    })
    .meta({ description });

const itemsMax = 100;

const item = z
  .object({
    sku: optional("Article number."),
    name: optional("What it is."),
    brand: optional("Brand."),
    category: optional("Category."),
    amount: field.integer("The price of one, in the smallest unit: satang.").optional(),
    quantity: field.integer("How many.").optional(),
    item_uri: optional("Its page.", 2_000),
    image_uri: optional("Its picture.", 2_000),
  })
  .transform(
    (given): OrderItem => ({
      sku: given.sku ?? null,
      name: given.name ?? null,
      brand: given.brand ?? null,
      category: given.category ?? null,
      amount: given.amount ?? null,
      quantity: given.quantity ?? null,
      item_uri: given.item_uri ?? null,
      image_uri: given.image_uri ?? null,
    }),
  );

/** The parameters of a source beside amount and currency; a charge can carry them itself. */
export const sourceDetails = {
  type: field.text("The payment method, such as `mobile_banking_kbank` or `installment_wlb_ktc`.", 64),
  installment_term: field.zeroIsAbsent(field.integer("Installments: over how many months.")),
  installment_terms: field.zeroIsAbsent(field.integer("The same, as the guide of 2017 called it.")),
  zero_interest_installments: field
    .flag("Installments: true when the merchant pays the interest; the account's setting by default.")
    .optional(),
  platform_type: field.word("K PLUS: where the payer is.", ["IOS", "ANDROID", "WEB"]).optional(),
  email: field.text("The payer's e-mail address.").optional(),
  name: field.text("The payer's name.").optional(),
  phone_number: field.text("The payer's telephone number.", 32).optional(),
  store_id: field.text("The merchant's store.").optional(),
  store_name: field.text("The store's name.").optional(),
  terminal_id: field.text("The terminal in the store.").optional(),
  ip: field.text("The payer's address.", 64).optional(),
  billing: address("Where the payer is billed.").optional(),
  shipping: address("Where the goods go.").optional(),
  items: z.array(item).max(itemsMax, `must have at most ${itemsMax} entries`).optional(),
};

/** The currencies in which the original settles or charges; which of them a method takes is for its rule to say. Source: recorded accounts. */
const currencies = "THB JPY USD EUR GBP SGD AUD CHF CNY DKK HKD MYR".split(" ");

export function sourceRequest(
  details: z.output<z.ZodObject<typeof sourceDetails>>,
  { amount, currency, ip }: { amount: number; currency: string; ip: string },
): SourceRequest {
  return {
    amount,
    currency,
    installmentTerm: details.installment_term ?? details.installment_terms,
    zeroInterestInstallments: details.zero_interest_installments,
    platformType: details.platform_type,
    email: details.email,
    name: details.name,
    phoneNumber: details.phone_number,
    storeId: details.store_id,
    storeName: details.store_name,
    terminalId: details.terminal_id,
    ip: details.ip ?? ip,
    billing: details.billing,
    shipping: details.shipping,
    items: details.items,
  };
}

const details = { tag: "Sources", auth: "either", returns: sourceShape } as const;

export const sourceEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/sources",
    summary: "Create a source",
    description: "One intention to pay by a method that is not a plain card. Used once, by one charge.",
    body: z.object({
      amount: field.integer("In the smallest unit: satang."),
      currency: field.currency("`THB`.", currencies),
      ...sourceDetails,
    }),
    refuses: ["bad_request"],
    run: ({ gateway, caller, body, ip }) =>
      createSource(gateway, caller, body.type, sourceRequest(body, { ...body, ip })),
    present: ({ source, status }) => presentSource(source, status),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/sources/:id",
    summary: "Retrieve a source",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => getSource(gateway, caller, params.id),
    present: ({ source, status }) => presentSource(source, status),
  }),
];
