import { z } from "zod";
import type { SourceRequest } from "../../domain/payment/create-source.ts";
import {
  type GivenDetails,
  type OrderItem,
  type PostalAddress,
  type Reads,
  type SourceField,
  type SourceParameter,
  sourceFields,
  sourceParameters,
} from "../../domain/payment/source-field.ts";
import { createSource, getSource } from "../../operations/payment/source.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentSource, sourceShape } from "./source.shape.ts";

const optional = (description: string, maximum = 255) => field.text(description, maximum).optional();

/** Reader of an address; client libraries also send one without a value, which counts as absent. */
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

/** Readers by kind of parameter. */
const readers: { [Kind in keyof Reads]: (field: SourceField) => z.ZodType<Reads[Kind] | undefined> } = {
  text: ({ description, maximum }) => field.text(description, maximum).optional(),
  platform: ({ description }) => field.word(description, ["IOS", "ANDROID", "WEB"]).optional(),
  number: ({ description }) => field.zeroIsAbsent(field.integer(description)),
  flag: ({ description }) => field.flag(description).optional(),
  address: ({ description }) => address(description).optional(),
  qrSettings: ({ description }) =>
    z
      .object({ image_type: field.word("`svg` or `png`.", ["svg", "png"]).optional() })
      .transform(({ image_type = "svg" }) => ({ image_type }))
      .meta({ description })
      .optional(),
  items: () => z.array(item).max(itemsMax, `must have at most ${itemsMax} entries`).optional(),
};

const former = (field: SourceField): SourceField => ({ ...field, description: "The same, as it was called before." });

/** All parameters by name, and by their former names. */
const parameters = Object.values<SourceField>(sourceFields).flatMap((each) => [
  [each.wire, readers[each.reads](each)] as const,
  ...(each.formerly ? [[each.formerly, readers[each.reads](former(each))] as const] : []),
]);

/** Parameters of a source beside amount and currency; a charge request can carry them itself. */
export const sourceDetails = {
  type: field.text("The payment method, such as `mobile_banking_kbank` or `installment_wlb_ktc`.", 64),
  ...(Object.fromEntries(parameters) as Record<string, z.ZodType<unknown>>),
};

/** The parameters after reading. */
type Details = { type: string } & Record<string, unknown>;

/** Currencies in which the original settles or charges; each method's rule says which it takes. Source: recorded accounts. */
export const currencies = "THB JPY USD EUR GBP SGD AUD CHF CNY DKK HKD MYR".split(" ");

const nameOf: ReadonlyMap<string, SourceParameter> = new Map(
  sourceParameters.map((name) => [sourceFields[name].wire, name]),
);

const renamed = sourceParameters.flatMap((name) => {
  const { formerly }: SourceField = sourceFields[name];
  return formerly === undefined ? [] : [{ name, formerly }];
});

/** A source from a request. @param ip the caller's address, which counts as the payer's unless another is given */
export function sourceRequest(
  details: Details,
  { amount, currency, ip }: { amount: number; currency: string; ip: string },
): SourceRequest {
  const given: Record<string, unknown> = {};
  for (const [wire, value] of Object.entries(details)) {
    const name = nameOf.get(wire);
    if (name !== undefined) given[name] = value;
  }
  for (const { name, formerly } of renamed) given[name] ??= details[formerly];
  const read = given as GivenDetails; // each read by the reader of its kind
  return { amount, currency, ...read, ip: read.ip ?? ip };
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
      currency: field.currency("The account's currency, or another that the method takes.", currencies),
      ...sourceDetails,
    }),
    refuses: ["bad_request"],
    run: ({ gateway, caller, body, ip }) =>
      createSource(gateway, caller, body.type, sourceRequest(body, { ...body, ip })),
    present: ({ source, charge }, view) => presentSource(source, charge, view),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/sources/:id",
    summary: "Retrieve a source",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => getSource(gateway, caller, params.id),
    present: ({ source, charge }, view) => presentSource(source, charge, view),
  }),
];
