import { z } from "zod";
import { bankSteps, banks, bankWords } from "../../domain/bank-message.ts";
import { chargeShape } from "./charge.ts";
import type { Shape } from "./shape.ts";
import * as value from "./values.ts";

/** What a member may want to do with a charge, in the order of a page. */
export const chargeActions = [
  "refund",
  "capture",
  "reverse",
  "expire",
  "mark_as_paid",
  "mark_as_failed",
  "open_payer_page",
] as const;

/** What can happen to a charge or its refunds; each has a title in the texts of the dashboard. */
export const stateTitles = [
  "state.created",
  "state.challenged",
  "state.authorized",
  "state.paid",
  "state.failed",
  "state.expired",
  "state.reversed",
  "state.refund_requested",
  "state.refunded",
  "state.voided",
  "state.refund_failed",
] as const;

const common = { at: value.time, reference: z.string().nullable() };

const request = z.object({
  ...common,
  kind: z.literal("request"),
  title_key: z.literal("request"),
  details: z.object({
    method: z.string(),
    path: z.string(),
    status: z.int(),
    latency_ms: z.number(),
    key_kind: z.enum(["public", "secret"]),
    error_code: z.string().nullable(),
  }),
});

const bank = z.object({
  ...common,
  kind: z.literal("bank"),
  title_key: z.enum(bankSteps.map((step) => `bank.${step}` as const)),
  details: z.object({
    bank: z.enum(banks),
    answer: z.enum(bankWords),
    reason: z.string().nullable().meta({ description: "Why it declined, or could not be understood." }),
    bank_reference: z.string().nullable(),
    approval_code: z.string().nullable(),
    latency_ms: z.number(),
  }),
});

const state = z.object({
  ...common,
  kind: z.literal("state"),
  title_key: z.enum(stateTitles),
  details: z.object({ amount: value.minor.nullable(), failure_code: z.string().nullable() }),
});

const entry = z.object({
  ...common,
  kind: z.literal("entry"),
  title_key: z.enum(["entry.charge.captured.net", "entry.charge.voided.net", "entry.refund.created.debit"]),
  details: z.object({
    amount: value.minor.meta({ description: "Effect on the balance, with sign." }),
    transferable_at: value.time,
    postings: z.array(z.object({ ledger_account: z.string(), amount: value.minor })),
  }),
});

const event = z.object({
  ...common,
  kind: z.literal("event"),
  title_key: z.literal("event"),
  details: z.object({ key: z.string() }),
});

const attempt = z.object({
  ...common,
  kind: z.literal("attempt"),
  title_key: z.enum(["attempt.delivered", "attempt.failed"]),
  details: z.object({
    event: value.id("evnt"),
    key: z.string(),
    uri: z.string(),
    status: z.int().nullable(),
    error: z.string().nullable(),
    latency_ms: z.number(),
  }),
});

const act = z.object({
  ...common,
  kind: z.literal("act"),
  title_key: z.literal("act"),
  details: z.object({ act: z.string(), member: z.string(), ip: z.string().nullable() }),
});

const timelineItem = z.discriminatedUnion("kind", [request, bank, state, entry, event, attempt, act]);

const plan = z.object({
  term: z.int().meta({ description: "Months." }),
  monthly_amount: value.minor.meta({
    description: "What the payer pays each month; the bank's rounding of the last may differ by a few satang.",
  }),
  monthly_rate: z.string().meta({ description: "Percent a month." }),
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
    plan: plan.nullable(),
    refund_window: refundWindow.nullable(),
    actions: z.array(
      z.object({
        action: z.enum(chargeActions),
        allowed: z.boolean(),
        why_not: z.string().nullable().meta({ description: "In plain words; null where it is allowed." }),
      }),
    ),
    timeline: z.array(timelineItem).meta({ description: "Oldest first." }),
  }),
} satisfies Shape;

export type TimelineItem = z.output<typeof timelineItem>;
export type ChargeOverviewAnswer = z.output<typeof chargeOverviewShape.schema>;
