import { z } from "zod";
import type { Account } from "../../domain/merchant/account.ts";
import type { Method } from "../../domain/payment/method.ts";
import { card } from "../../methods/card.ts";
import { installments } from "../../methods/installment-wlb.ts";
import type { Shape } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const limit = z.object({ max: value.minor, min: value.minor });
const months = z.array(z.int()).nullable();

export const capabilityShape = {
  name: "capability",
  schema: z.object({
    object: z.literal("capability"),
    location: z.string(),
    banks: z.array(z.string()),
    limits: z.object({
      charge_amount: limit,
      transfer_amount: limit,
      installment_amount: z.object({ min: value.minor }),
    }),
    payment_methods: z.array(
      z.object({
        object: z.literal("payment_method"),
        name: z.string(),
        currencies: z.array(value.currency),
        card_brands: z.array(z.string()).nullable(),
        installment_terms: months,
        loan_installment_terms: months,
        banks: z.array(z.unknown()),
        provider: z.string().nullable(),
      }),
    ),
    country: z.string(),
    tokenization_methods: z.array(z.string()),
    zero_interest_installments: z.boolean(),
  }),
} satisfies Shape;

/** What an account can be paid by. */
export type Capability = { account: Account; methods: readonly Method[] };

/** Bank codes for transfers in Thailand, as recorded from the original. */
const banks = [
  ..."test bbl kbank rbs ktb jpm mufg ttb scb citi smbc sc cimb uob bay mega boa cacib gsb hsbc".split(" "),
  ..."db ghb baac mb bnp ibank tisco kk icbc tcrb lhb".split(" "),
];

/** Of one transfer, in satang. Source: documentation, capability. */
export const transferLimits = { max: 5_000_000_000, min: 3_000 };

/** Card brands that the test numbers cover, as recorded and documented. */
const brands = ["JCB", "Visa", "MasterCard", "American Express", "UnionPay", "Discover", "Diners Club"];

export function presentCapability({ account, methods }: Capability) {
  return {
    object: "capability" as const,
    location: "/capability",
    banks,
    limits: {
      charge_amount: { max: card.amount.max, min: card.amount.min },
      transfer_amount: transferLimits,
      installment_amount: { min: Math.min(...installments.map((method) => method.amount.min)) },
    },
    payment_methods: methods.map(presentMethod),
    country: account.country,
    tokenization_methods: [],
    zero_interest_installments: account.zeroInterestInstallments,
  };
}

function presentMethod(method: Method) {
  return {
    object: "payment_method" as const,
    name: method.type,
    currencies: method.currencies,
    card_brands: method.flow === null ? brands : null,
    installment_terms: method.installment?.terms ?? null,
    loan_installment_terms: method.installment?.loanTerms ?? null,
    banks: [],
    provider: null,
  };
}
