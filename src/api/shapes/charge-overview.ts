import { z } from "zod";
import { bankSteps, banks, bankWords } from "../../domain/bank-message.ts";
import { type Charge, may } from "../../domain/charge.ts";
import { isTaken } from "../../domain/event.ts";
import { wordsOf } from "../../domain/method.ts";
import { methodOf } from "../../methods/index.ts";
import { chargeActions } from "../../operations/charge-actions.ts";
import type { ChargeOverview, Plan, RefundWindow } from "../../operations/charge-overview.ts";
import { type Incident, milestones } from "../../operations/timeline.ts";
import type { View } from "../endpoint.ts";
import { chargeShape, presentCharge } from "./charge.ts";
import { type Shape, wireTime } from "./shape.ts";
import * as value from "./values.ts";

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
  title_key: z.enum(milestones.map((milestone) => `state.${milestone}` as const)),
  details: z.object({
    amount: value.minor.nullable(),
    failure: z.object({ code: z.string(), words: value.failureWords }).nullable(),
  }),
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
  details: z.object({
    act: z.string().meta({ description: "Such as `POST /charges/:id/refunds`." }),
    member: z.string().nullable().meta({ description: "Who; null for the command line." }),
    ip: z.string().nullable(),
  }),
});

const timelineItem = z.discriminatedUnion("kind", [request, bank, state, entry, event, attempt, act]);

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
    failure_words: value.failureWords.nullable(),
    plan: plan.nullable(),
    refund_window: refundWindow.nullable(),
    partially_capturable: z.boolean().meta({ description: "Whether less than the authorized amount can be captured." }),
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

export function presentChargeOverview(overview: ChargeOverview, view: View) {
  const { charge, plan, refundWindow: window, actions, timeline } = overview;
  return {
    object: "charge_overview",
    charge: presentCharge(charge, view),
    failure_words: failureOf(charge)?.words ?? null,
    plan: plan && presentPlan(plan),
    refund_window: window && presentWindow(window),
    partially_capturable: charge.preAuth && may(charge, "capture"),
    actions: actions.map(({ action, whyNot }) => ({ action, allowed: whyNot === null, why_not: whyNot })),
    timeline: timeline.map((incident) => presentIncident(incident, charge)),
  };
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

function failureOf({ method, failureCode: code }: Charge) {
  return code && { code, words: wordsOf(methodOf(method), code) };
}

function presentIncident(incident: Incident, charge: Charge): TimelineItem {
  const at = wireTime(incident.at);
  switch (incident.kind) {
    case "request": {
      const { id, method, path, status, latencyMs, keyKind, errorCode } = incident.request;
      const details = { method, path, status, latency_ms: latencyMs, key_kind: keyKind, error_code: errorCode };
      return { at, kind: "request", title_key: "request", reference: id, details };
    }
    case "act": {
      const { number, act, ip } = incident.act;
      return {
        at,
        kind: "act",
        title_key: "act",
        reference: String(number),
        details: { act, member: incident.name, ip },
      };
    }
    case "bank": {
      const { bank, step, reference, answer, reason, bankReference, approvalCode, latencyMs } = incident.message;
      const said = { bank, answer, reason, bank_reference: bankReference, approval_code: approvalCode };
      const details = { ...said, latency_ms: latencyMs };
      return { at, kind: "bank", title_key: `bank.${step}`, reference, details };
    }
    case "state": {
      const { became, amount, of } = incident;
      const details = { amount, failure: became === "failed" ? failureOf(charge) : null };
      return { at, kind: "state", title_key: `state.${became}`, reference: of, details };
    }
    case "entry": {
      const { entry, postings } = incident.booking;
      const details = {
        amount: entry.amount,
        transferable_at: wireTime(entry.transferableAt),
        postings: postings.map(({ ledgerAccount, amount }) => ({ ledger_account: ledgerAccount, amount })),
      };
      return { at, kind: "entry", title_key: `entry.${entry.key}`, reference: entry.id, details };
    }
    case "event": {
      const { id, key } = incident.event;
      return { at, kind: "event", title_key: "event", reference: id, details: { key } };
    }
    case "attempt": {
      const { id, uri, status, error, latencyMs } = incident.attempt;
      const delivered = isTaken(status);
      const details = { event: incident.event.id, key: incident.event.key, uri, status, error, latency_ms: latencyMs };
      return {
        at,
        kind: "attempt",
        title_key: delivered ? "attempt.delivered" : "attempt.failed",
        reference: id,
        details,
      };
    }
  }
}
