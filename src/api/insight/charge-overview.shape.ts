import { z } from "zod";
import { netLeft } from "../../domain/ledger/ledger.ts";
import { type Charge, may } from "../../domain/payment/charge.ts";
import { bankLabel } from "../../operations/gateway.ts";
import type { ChargeOverview, Plan, RefundWindow } from "../../operations/insight/charge-overview.ts";
import { chargeActions } from "../../operations/payment/charge-actions.ts";
import { chargeShape, presentCharge } from "../payment/charge.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { failureOf, presentItem, timelineItemShape } from "./timeline.shape.ts";

const plan = z.object({
  term: z.int().meta({ description: "Months." }),
  monthly_amount: value.minor.meta({
    description: "What the payer pays each month; the bank's rounding of the last may differ by a few satang.",
  }),
  monthly_rate: z.string().meta({ description: "Percent of the whole amount a month, of whoever pays it." }),
  interest_paid_by: z.enum(["customer", "merchant"]),
  payer_interest: value.minor.meta({ description: "What the payer pays on top, over the whole term." }),
  total: value.minor.meta({ description: "What the payer pays in all." }),
});

const refundWindow = z.object({
  until: value.time,
  full_only: z.boolean(),
  void_until: value.time
    .nullable()
    .meta({ description: "Until when the whole amount can be given back as a void, fees included." }),
});

export const chargeOverviewShape = {
  name: "charge_overview",
  schema: z.object({
    object: z.literal("charge_overview"),
    charge: chargeShape.schema,
    upstream: z
      .object({ name: z.string(), label: z.object({ en: z.string(), th: z.string() }), id: z.string().nullable() })
      .nullable()
      .meta({ description: "The upstream that carries a charge of live mode, and its own id once it has told it." }),
    failure_words: value.failureWords.nullable(),
    plan: plan.nullable(),
    refund_window: refundWindow.nullable(),
    net_left: value.minor
      .nullable()
      .meta({ description: "What is left for the merchant after refunds; null where nothing was paid." }),
    partially_capturable: z.boolean().meta({ description: "Whether less than the authorized amount can be captured." }),
    actions: z.array(
      z.object({
        action: z.enum(chargeActions),
        allowed: z.boolean(),
        why_not: z.string().nullable().meta({ description: "In plain words; null where it is allowed." }),
      }),
    ),
    timeline: z.array(timelineItemShape).meta({ description: "Oldest first." }),
  }),
} satisfies Shape;

export type ChargeOverviewAnswer = z.output<typeof chargeOverviewShape.schema>;

export function presentChargeOverview(overview: ChargeOverview, view: View) {
  const { charge, plan, refundWindow: window, actions, timeline } = overview;
  return {
    object: "charge_overview" as const,
    charge: presentCharge(charge, view),
    upstream: presentUpstreamOf(charge, view),
    failure_words: failureOf(charge, view.methods)?.words ?? null,
    plan: plan && presentPlan(plan),
    refund_window: window && presentWindow(window),
    net_left: netLeft(charge),
    partially_capturable: charge.preAuth && may(charge, "capture"),
    actions: actions.map(({ action, whyNot }) => ({ action, allowed: whyNot === null, why_not: whyNot })),
    timeline: timeline.map((item) => presentItem(item, charge, view)),
  };
}

function presentUpstreamOf({ upstream: name, upstreamId: id }: Charge, view: View) {
  if (name === null) return null;
  const { en, th } = bankLabel(view, name);
  return { name, label: { en, th }, id };
}

const presentPlan = ({ term, monthly, monthlyRate, paidBy, payerInterest, total }: Plan) => ({
  term,
  monthly_amount: monthly,
  monthly_rate: monthlyRate,
  interest_paid_by: paidBy,
  payer_interest: payerInterest,
  total,
});

const presentWindow = ({ until, fullOnly, voidUntil }: RefundWindow) => ({
  until: wireTime(until),
  full_only: fullOnly,
  void_until: wireTime(voidUntil),
});
