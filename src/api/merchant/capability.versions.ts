import { z } from "zod";
import { countries, countryCodes } from "../../domain/base/country.ts";
import { firstLimits } from "../../domain/payment/method.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { form, inLowerCase, lowerCase } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { capabilityShape } from "./capability.shape.ts";

const limit = z.object({ max: value.minor, min: value.minor });

const in2017 = form(
  capabilityShape,
  {
    object: z.literal("capability"),
    location: z.string(),
    banks: z.array(z.string()),
    limits: capabilityShape.schema.shape.limits,
    payment_backends: z.array(
      z.record(
        z.string(),
        z.object({
          type: z.string(),
          currencies: z.array(lowerCase),
          brands: z.array(z.string()).optional(),
          allowed_installment_terms: z.array(z.int()).optional(),
          amount: limit.optional(),
        }),
      ),
    ),
    tokenization_methods: capabilityShape.schema.shape.tokenization_methods,
    zero_interest_installments: z.boolean(),
  },
  (newest, methods) => ({
    payment_backends: newest.payment_methods.map((method) => backend(method, methodsIn(newest.country, methods))),
  }),
);

/** The capability in older versions: methods were called backends. */
export const capabilityForms = { "2017-11-02": in2017 };

/** The methods of a country. The answer is read back from what was stored, so its country is a text. */
function methodsIn(country: string, methods: Methods): Methods {
  const code = countryCodes.find((each) => each === country);
  if (!code) throw new Error(`no account is in ${country}`);
  return methods.in(countries[code].currency);
}

/** A method as an object with one key. Cards were called `credit_card`, and a bank's app or plan had its family as type. */
function backend(method: z.output<typeof capabilityShape.schema>["payment_methods"][number], methods: Methods): object {
  const currencies = inLowerCase(method.currencies);
  if (method.card_brands) return { credit_card: { type: "card", currencies, brands: method.card_brands } };
  const own = methods.of(method.name);
  const amount = firstLimits(own);
  const type = familyTypes.has(own.family) ? own.family : method.name;
  const terms = method.installment_terms && { allowed_installment_terms: method.installment_terms };
  return { [method.name]: { type, currencies, ...terms, amount: { min: amount.min, max: amount.max } } };
}

/** Families that were a type of their own; in other families, such as wallets, each method was a type. Source: recorded capability of 2017. */
const familyTypes: ReadonlySet<string> = new Set(["installment", "mobile_banking", "internet_banking"]);
