import { z } from "zod";
import type { Account } from "../../domain/merchant/account.ts";
import { hasSource } from "../../domain/payment/journey.ts";
import { cardType, currenciesOf, firstLimits, type Method } from "../../domain/payment/method.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { bankCodes, paysOut } from "../../domain/payout/thai-bank.ts";
import { transferLimits } from "../../domain/payout/transfer.ts";
import type { View } from "../wire/endpoint.ts";
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

/** Methods by which an account can be paid. */
export type Capability = { account: Account; methods: readonly Method[]; wallets: readonly string[] };

/** Card brands of the test numbers, as recorded and documented. */
const brands = ["JCB", "Visa", "MasterCard", "American Express", "UnionPay", "Discover", "Diners Club"];

export function presentCapability({ account, methods, wallets }: Capability, view: View) {
  const known = view.methods.in(account.currency);
  return {
    object: "capability" as const,
    location: "/capability",
    banks: paysOut(account) ? [...bankCodes] : [],
    limits: {
      charge_amount: chargeLimits(known),
      transfer_amount: paysOut(account) ? transferLimits : { max: 0, min: 0 },
      installment_amount: { min: installmentMinimum(known) },
    },
    payment_methods: methods.map(presentMethod),
    country: account.country,
    tokenization_methods: [...wallets],
    zero_interest_installments: account.zeroInterestInstallments,
  };
}

/** Limits of plain cards, which the original shows as the account's. */
function chargeLimits({ of }: Methods): { max: number; min: number } {
  const { max, min } = firstLimits(of(cardType));
  return { max, min };
}

/** Lowest amount of any installment method; without one, that of cards. */
function installmentMinimum(methods: Methods): number {
  const minimums = methods.all.filter(({ installment }) => installment).map((method) => firstLimits(method).min);
  return minimums.length === 0 ? chargeLimits(methods).min : Math.min(...minimums);
}

function presentMethod(method: Method) {
  return {
    object: "payment_method" as const,
    name: method.type,
    currencies: currenciesOf(method),
    card_brands: method.carries === "card" && !hasSource(method) ? brands : null,
    installment_terms: method.installment?.terms ?? null,
    loan_installment_terms: method.installment?.loanTerms ?? null,
    banks: (method.banks ?? []).map(({ code, name }) => ({ name, code, active: true })),
    provider: method.provider ?? null,
  };
}
