import { z } from "zod";
import { enablementStates } from "../../domain/merchant/account.ts";
import {
  currenciesOf,
  familyLabel,
  firstLimits,
  type InterestRate,
  markOf,
  shortLabel,
} from "../../domain/payment/method.ts";
import type { MethodStanding } from "../../operations/merchant/method.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const text = z.object({ en: z.string(), th: z.string() });

const interestRate = z.object({
  monthly_rate: z.string().meta({ description: "Percent of the whole amount a month." }),
  assumed: z.boolean().meta({ description: "Whether no rate is published, so that this one is a guess." }),
});

/** A payment method as its merchant sees it: its state, and its terms. */
export const methodShape = {
  name: "method",
  schema: z.object({
    object: z.literal("method"),
    type: z.string(),
    name: text,
    short_name: text,
    mark: z.string().meta({ description: "A few letters that stand for it." }),
    family: z
      .object({ type: z.string(), name: text })
      .meta({ description: "Methods of one kind, which are looked for together." }),
    bank: z.object({ code: z.string(), name: text }).nullable().meta({ description: "Whose installments they are." }),
    state: z.enum(enablementStates),
    connected: z
      .boolean()
      .meta({ description: "Whether there is a bank behind it in this mode; without one it cannot be used." }),
    requested_at: value.time.nullable(),
    accepted_terms: z.string().nullable().meta({ description: "The version that was accepted with the request." }),
    enabled_at: value.time.nullable(),
    declined: z.object({ at: value.time, reason: z.string() }).nullable(),
    terms: z.object({ version: z.string(), en: z.array(z.string()), th: z.array(z.string()) }),
    currencies: z.array(value.currency),
    limits: z
      .object({ min: value.minor, max: value.minor })
      .meta({ description: "Of one charge, in the first of its currencies." }),
    expires_after: z.int().meta({ description: "Seconds until a charge that nobody paid expires." }),
    fees: z.object({ flat: z.string(), rate: z.string(), vat: z.string() }),
    installment: z
      .object({
        terms: z.array(z.int()),
        loan_terms: z.array(z.int()).nullable(),
        monthly_minimum: value.minor,
        interest: z
          .object({ customer: interestRate, merchant: interestRate })
          .meta({ description: "What it costs whoever pays it." }),
      })
      .nullable(),
    refunds: z.object({
      kind: z.enum(["none", "full", "partial"]),
      within_days: z.int().nullable(),
      brand_days: z.record(z.string(), z.int()).meta({ description: "Card brands whose period is another." }),
    }),
    voidable: z.boolean(),
    manual_capture: z.boolean(),
  }),
} satisfies Shape;

export const methodsShape = {
  name: "methods",
  schema: z.object({ object: z.literal("methods"), data: z.array(methodShape.schema) }),
  item: methodShape,
} satisfies Shape;

export function presentMethod({ method, enablement, connected }: MethodStanding) {
  const { type, label, installment, terms, refund, fees } = method;
  return {
    object: "method" as const,
    type,
    name: { en: label.en, th: label.th },
    short_name: shortLabel(method),
    mark: markOf(method),
    family: { type: method.family, name: familyLabel(method) },
    // one method of each bank goes by the bank's name alone: the one whose card is entered here
    bank:
      installment && method.carries
        ? { code: installment.bank, name: { en: installment.bankName.en, th: installment.bankName.th } }
        : null,
    state: enablement.state,
    connected,
    requested_at: wireTime(enablement.requestedAt),
    accepted_terms: enablement.termsVersion,
    enabled_at: wireTime(enablement.enabledAt),
    declined: enablement.declined && { at: wireTime(enablement.declined.at), reason: enablement.declined.reason },
    terms,
    currencies: currenciesOf(method),
    limits: firstLimits(method),
    expires_after: Math.round(method.expiresAfter / 1_000),
    fees,
    installment: installment && {
      terms: installment.terms,
      loan_terms: installment.loanTerms,
      monthly_minimum: installment.minMonthly,
      interest: {
        customer: presentRate(installment.interest.customer),
        merchant: presentRate(installment.interest.merchant),
      },
    },
    refunds: {
      kind: refund.kind,
      within_days: refund.kind === "none" ? null : refund.withinDays,
      brand_days: refund.kind === "none" ? {} : (refund.brandDays ?? {}),
    },
    voidable: method.voidable,
    manual_capture: method.capture === "by hand too",
  };
}

const presentRate = ({ monthly, assumed }: InterestRate) => ({ monthly_rate: monthly, assumed });

export function presentMethods(views: readonly MethodStanding[]) {
  return { object: "methods" as const, data: views.map(presentMethod) };
}
