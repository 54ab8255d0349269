import { z } from "zod";
import {
  itemKinds,
  itemStates,
  itemSubjects,
  type Reconciliation,
  type ReconciliationItem,
} from "../../domain/upstream/reconciliation-row.ts";
import type { ReconciledUpstream } from "../../operations/upstream/reconcile.ts";
import type { ItemCounts } from "../../storage/upstream/reconciliation.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

/** One day of an upstream. */
export const reconciliationShape = {
  name: "reconciliation",
  schema: z.object({
    object: z.literal("reconciliation"),
    id: z.string().meta({ description: "The day and the upstream, such as `2026-11-30_omise`." }),
    upstream: z.string(),
    day: value.day,
    origin: z
      .enum(["asked", "file"])
      .meta({ description: "Whether the upstream was asked, or a file was read, the last time." }),
    named: z.int().meta({ description: "Payments that the upstream named." }),
    matched: z.int().meta({ description: "Those among them that are the same here." }),
    refunds_named: z.int().meta({ description: "Refunds that the upstream named; 0 where it tells of none." }),
    refunds_matched: z.int(),
    open: z.int().meta({ description: "Payments that somebody has to look at." }),
    worked_off: z.int(),
    created_at: value.time,
    changed_at: value.time,
  }),
} satisfies Shape;

/** A day with the counts of its items. */
export type CountedReconciliation = { reconciliation: Reconciliation; counts: ItemCounts };

export const presentReconciliation = ({ reconciliation: day, counts }: CountedReconciliation) => ({
  object: "reconciliation" as const,
  id: day.id,
  upstream: day.upstream,
  day: day.day,
  origin: day.origin,
  named: day.named,
  matched: day.matched,
  refunds_named: day.refundsNamed,
  refunds_matched: day.refundsMatched,
  open: counts.open,
  worked_off: counts.workedOff,
  created_at: wireTime(day.createdAt),
  changed_at: wireTime(day.changedAt),
});

const side = z.object({
  amount: value.minor.nullable(),
  currency: value.currency.nullable(),
  costs: value.minor.nullable().meta({
    description:
      "Fee, VAT and interest; null where it is not said. Of costs_off_contract: what the contract expects, beside what was taken, both without interest.",
  }),
  paid_at: value.time.nullable(),
});

/** A payment that is not the same on both sides. */
export const reconciliationItemShape = {
  name: "reconciliation_item",
  schema: z.object({
    object: z.literal("reconciliation_item"),
    id: value.id("rcit"),
    reconciliation: z.string(),
    kind: z.enum(itemKinds),
    state: z.enum(itemStates),
    about: z.enum(itemSubjects),
    charge: z.string().nullable(),
    refund: z.string().nullable().meta({ description: "Our refund; null where the item is about none of ours." }),
    reference: z.string().nullable(),
    payment: z.string().nullable().meta({ description: "The upstream's id of the payment or refund." }),
    here: side,
    there: side,
    note: z.string().nullable(),
    worked_off_by: value.id("memb").nullable(),
    worked_off_at: value.time.nullable(),
    created_at: value.time,
  }),
} satisfies Shape;

export const presentItem = (item: ReconciliationItem) => ({
  object: "reconciliation_item" as const,
  id: item.id,
  reconciliation: item.reconciliation,
  kind: item.kind,
  state: item.state,
  about: item.about,
  charge: item.charge,
  refund: item.refund,
  reference: item.reference,
  payment: item.payment,
  here: {
    amount: item.ourAmount,
    currency: item.ourCurrency,
    costs: item.ourCosts,
    paid_at: wireTime(item.ourPaidAt),
  },
  there: {
    amount: item.theirAmount,
    currency: item.theirCurrency,
    costs: item.theirCosts,
    paid_at: wireTime(item.theirPaidAt),
  },
  note: item.note,
  worked_off_by: item.workedOffBy,
  worked_off_at: wireTime(item.workedOffAt),
  created_at: wireTime(item.createdAt),
});

/** The upstreams that an account can be reconciled with. */
export const reconciledUpstreamsShape = {
  name: "reconciled_upstreams",
  schema: z.object({
    object: z.literal("reconciled_upstreams"),
    data: z.array(
      z.object({
        name: z.string(),
        label: z.object({ en: z.string(), th: z.string() }),
        asked: z.boolean().meta({ description: "Whether it is asked every day; otherwise only its file can be read." }),
        reads_file: z.boolean(),
        next_at: value.time.nullable(),
        open: z.int().meta({ description: "Payments and refunds of its days that somebody has to look at." }),
        off_contract: z.int().meta({ description: "Those among them whose costs are off the contract." }),
        problem: z.string().nullable().meta({ description: "Why it did not tell of a day the last time." }),
      }),
    ),
  }),
} satisfies Shape;

export const presentReconciledUpstreams = (upstreams: readonly ReconciledUpstream[]) => ({
  object: "reconciled_upstreams" as const,
  data: upstreams.map(({ upstream: { name, label, settlementFile }, connection: { dueAt, problem }, items }) => ({
    name,
    label: { en: label.en, th: label.th },
    asked: dueAt !== null,
    reads_file: settlementFile !== undefined,
    next_at: wireTime(dueAt),
    open: items.open,
    off_contract: items.offContract,
    problem,
  })),
});
