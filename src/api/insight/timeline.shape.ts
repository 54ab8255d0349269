import { z } from "zod";
import { voidIdOf } from "../../domain/card/card.ts";
import { isTaken } from "../../domain/event/event.ts";
import type { BalanceKey } from "../../domain/ledger/entry.ts";
import type { Entry } from "../../domain/ledger/ledger.ts";
import { bankSteps, bankWords } from "../../domain/payment/bank-message.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { wordsOf } from "../../domain/payment/method.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import type { KeptReason } from "../../domain/upstream/route.ts";
import { bankLabel } from "../../operations/gateway.ts";
import {
  type CardCheckItem,
  cardCheckSteps,
  type TimelineItem as Item,
  milestones,
} from "../../operations/insight/timeline.ts";
import type { View } from "../wire/endpoint.ts";
import { wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

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
    bank: z.string(),
    bank_name: z.object({ en: z.string(), th: z.string() }).meta({ description: "What people know it as." }),
    answer: z.enum(bankWords),
    reason: z.string().nullable().meta({ description: "Why it declined, or could not be understood." }),
    bank_reference: z.string().nullable(),
    approval_code: z.string().nullable(),
    latency_ms: z.number(),
  }),
});

const notification = z.object({
  ...common,
  kind: z.literal("notification"),
  title_key: z.literal("notification"),
  details: z.object({
    bank: z.string(),
    bank_name: z.object({ en: z.string(), th: z.string() }).meta({ description: "What people know it as." }),
    body: z.string().meta({
      description: "What it said, without card and personal data. It was not believed: the bank was asked.",
    }),
  }),
});

const named = {
  upstream: z.string(),
  upstream_name: z.object({ en: z.string(), th: z.string() }),
  why: z.string().meta({ description: "The sentence that was kept, in English and in minor units." }),
  reason: value.routeReason.nullable().meta({ description: "Null for older charges, which have the sentence only." }),
};

const route = z.object({
  ...common,
  kind: z.literal("route"),
  title_key: z.enum(["route.first", "route.next"]).meta({
    description: "`route.next` where the upstream before certainly did not take the payment.",
  }),
  details: z.object({
    ...named,
    passed: z.array(z.object(named)).meta({ description: "Routes that were left, with why." }),
  }),
});

const state = z.object({
  ...common,
  kind: z.literal("state"),
  title_key: z.enum(milestones.map((milestone) => `state.${milestone}` as const)),
  details: z.object({
    amount: value.minor.nullable(),
    currency: value.currency,
    failure: z.object({ code: z.string(), words: value.failureWords }).nullable(),
  }),
});

const entry = z.object({
  ...common,
  kind: z.literal("entry"),
  title_key: z.enum([
    ...(["entry.charge.captured.net", "entry.charge.voided.net", "entry.refund.created.debit"] as const),
    ...(["entry.dispute.started.debit", "entry.dispute.won.credit"] as const),
  ]),
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

export const cardCheckItemShape = z.object({
  ...common,
  kind: z.literal("card_check"),
  title_key: z.enum(cardCheckSteps.map((step) => `card_check.${step}` as const)),
  details: z.object({
    amount: value.minor,
    answer: z.enum(bankWords).nullable().meta({
      description:
        "Null of an authorization whose answer is not on record, and of a void that the bank has not confirmed yet.",
    }),
    reason: z.string().nullable().meta({ description: "Why the issuer declined, or could not be understood." }),
    latency_ms: z.number().nullable(),
  }),
});

export const timelineItemShape = z.discriminatedUnion("kind", [
  request,
  cardCheckItemShape,
  route,
  notification,
  bank,
  state,
  entry,
  event,
  attempt,
  act,
]);

export type TimelineItem = z.output<typeof timelineItemShape>;

/** Failure of a charge: its code, and the code whose text describes it for the method. */
export function failureOf({ method, failureCode: code }: Charge, methods: Methods) {
  return code && { code, words: wordsOf(methods.of(method), code) };
}

export function presentItem(
  item: Item,
  charge: Charge,
  { methods, banks, upstreams }: Pick<View, "methods" | "banks" | "upstreams">,
): TimelineItem {
  const at = wireTime(item.at);
  switch (item.kind) {
    case "request": {
      const { id, method, path, status, latencyMs, keyKind, errorCode } = item.request;
      const details = { method, path, status, latency_ms: latencyMs, key_kind: keyKind, error_code: errorCode };
      return { at, kind: "request", title_key: "request", reference: id, details };
    }
    case "act": {
      const { number, act, ip } = item.act;
      return {
        at,
        kind: "act",
        title_key: "act",
        reference: String(number),
        details: { act, member: item.name, ip },
      };
    }
    case "card_check":
      return presentCardCheck(item);
    case "notification": {
      const { id, bank, body } = item.notification;
      const { en, th } = bankLabel({ banks, upstreams }, bank);
      const details = { bank, bank_name: { en, th }, body };
      return { at, kind: "notification", title_key: "notification", reference: id, details };
    }
    case "bank": {
      const { bank, step, reference, answer, reason, bankReference, approvalCode, latencyMs } = item.message;
      const { en, th } = bankLabel({ banks, upstreams }, bank);
      const said = {
        bank,
        bank_name: { en, th },
        answer,
        reason,
        bank_reference: bankReference,
        approval_code: approvalCode,
      };
      const details = { ...said, latency_ms: latencyMs };
      return { at, kind: "bank", title_key: `bank.${step}`, reference, details };
    }
    case "route": {
      const { routing } = item;
      const nameOf = (upstream: string) => {
        const { en, th } = bankLabel({ banks, upstreams }, upstream);
        return { en, th };
      };
      const told = ({ upstream, why, reason }: KeptReason) => ({
        ...{ upstream, upstream_name: nameOf(upstream), why },
        reason: reason ? { ...reason } : null,
      });
      const isFirst = charge.routing[0] === routing;
      const details = { ...told(routing), passed: routing.passed.map(told) };
      return { at, kind: "route", title_key: isFirst ? "route.first" : "route.next", reference: null, details };
    }
    case "state": {
      const { became, amount, of } = item;
      const details = {
        amount,
        currency: charge.currency,
        failure: became === "failed" ? failureOf(charge, methods) : null,
      };
      return { at, kind: "state", title_key: `state.${became}`, reference: of, details };
    }
    case "entry": {
      const { entry, postings } = item.booking;
      const details = {
        amount: entry.amount,
        transferable_at: wireTime(entry.transferableAt),
        postings: postings.map(({ ledgerAccount, amount }) => ({ ledger_account: ledgerAccount, amount })),
      };
      return { at, kind: "entry", title_key: `entry.${keyOf(entry)}`, reference: entry.id, details };
    }
    case "event": {
      const { id, key } = item.event;
      return { at, kind: "event", title_key: "event", reference: id, details: { key } };
    }
    case "attempt": {
      const { id, uri, status, error, latencyMs } = item.attempt;
      const delivered = isTaken(status);
      const details = { event: item.event.id, key: item.event.key, uri, status, error, latency_ms: latencyMs };
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

export function presentCardCheck({ at, step, check, answer }: CardCheckItem): z.output<typeof cardCheckItemShape> {
  const { amount, reason, createdAt, answeredAt } = check;
  const authorized = step === "authorize";
  return {
    at: wireTime(at),
    kind: "card_check",
    title_key: `card_check.${step}`,
    reference: authorized ? check.id : voidIdOf(check),
    details: {
      amount,
      answer,
      reason: authorized ? reason : null,
      latency_ms: authorized && answeredAt !== null ? answeredAt - createdAt : null,
    },
  };
}

/** The key of an entry in the timeline of a charge, which no transfer is in. */
const keyOf = ({ key }: Entry) => key as Exclude<BalanceKey, `transfer.${string}`>;
