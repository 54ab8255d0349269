import { z } from "zod";
import { methodOf } from "../../methods/index.ts";
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
  (newest) => ({ payment_backends: newest.payment_methods.map(backend) }),
);

/** What an account can take, in older versions: ways to pay were called backends. */
export const capabilityForms = { "2017-11-02": in2017 };

/** A way to pay, as a hash of one key. Cards were called `credit_card` there, and a bank's app or plan had its family as type. */
function backend(method: z.output<typeof capabilityShape.schema>["payment_methods"][number]): object {
  const currencies = inLowerCase(method.currencies);
  if (method.card_brands) return { credit_card: { type: "card", currencies, brands: method.card_brands } };
  const { amount } = methodOf(method.name);
  const [type] = /^(installment|mobile_banking)(?=_)/.exec(method.name) ?? [method.name];
  const terms = method.installment_terms && { allowed_installment_terms: method.installment_terms };
  return { [method.name]: { type, currencies, ...terms, amount: { min: amount.min, max: amount.max } } };
}
