import { z } from "zod";
import { type Entry, type Movement, partsOf, type Sums } from "../../domain/ledger/ledger.ts";
import type { Balance } from "../../operations/ledger/ledger.ts";
import { summedMax } from "../../storage/ledger/ledger.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const balanceShape = {
  name: "balance",
  schema: z.object({
    object: z.literal("balance"),
    livemode: z.boolean(),
    location: z.string(),
    currency: value.currency,
    total: value.minor,
    transferable: value.minor,
    reserve: value.minor,
    on_hold: value.minor,
    created_at: value.time,
  }),
} satisfies Shape;

/** Presents a balance. Refunds that their bank has not answered yet are in reserve, so nobody pays them out; the rest that is not yet transferable is on hold. */
export function presentBalance({ account, total, transferable, reserve, at }: Balance) {
  return {
    object: "balance" as const,
    livemode: account.livemode,
    location: "/balance",
    currency: account.currency,
    total,
    transferable,
    reserve,
    on_hold: total - transferable - reserve,
    created_at: wireTime(at),
  };
}

export const transactionShape = {
  name: "transaction",
  schema: z.object({
    object: z.literal("transaction"),
    id: value.id("trxn"),
    livemode: z.boolean(),
    currency: value.currency,
    amount: value.minor,
    location: z.string(),
    direction: z.enum(["credit", "debit"]),
    key: z.string(),
    origin: z.string(),
    transferable_at: value.time,
    created_at: value.time,
  }),
} satisfies Shape;

export function presentTransaction(entry: Entry) {
  return {
    object: "transaction" as const,
    id: entry.id,
    livemode: entry.livemode,
    currency: entry.currency,
    amount: Math.abs(entry.amount),
    location: `/transactions/${entry.id}`,
    direction: entry.amount < 0 ? ("debit" as const) : ("credit" as const),
    key: entry.key,
    origin: entry.origin,
    transferable_at: wireTime(entry.transferableAt),
    created_at: wireTime(entry.createdAt),
  };
}

const signed = value.minor.meta({ description: "With sign: gross − fee − fee_vat − interest − interest_vat = net." });

/** A transaction as the dashboard shows it: as in merchants' programs, and with its parts. */
export const movementShape = {
  name: "ledger_transaction",
  schema: transactionShape.schema.extend({
    object: z.literal("ledger_transaction"),
    charge: value.id("chrg").nullable().meta({ description: "null for a transfer." }),
    refund: value.id("rfnd").nullable(),
    transfer: value.id("trsf").nullable(),
    dispute: value.id("dspt").nullable(),
    description: z.string().nullable().meta({ description: "The charge's." }),
    gross: signed,
    fee: signed,
    fee_vat: signed,
    interest: signed,
    interest_vat: signed,
    net: signed,
  }),
} satisfies Shape;

export function presentMovement(movement: Movement) {
  const { gross, fee, feeVat, interest, interestVat, net } = partsOf(movement);
  return {
    ...presentTransaction(movement.entry),
    object: "ledger_transaction" as const,
    charge: movement.charge?.id ?? null,
    refund: movement.refund?.id ?? null,
    transfer: movement.transfer?.id ?? null,
    dispute: movement.dispute?.id ?? null,
    description: movement.charge?.description ?? null,
    gross,
    fee,
    fee_vat: feeVat,
    interest,
    interest_vat: interestVat,
    net,
  };
}

export const sumsShape = {
  name: "ledger_sums",
  schema: z.object({
    object: z.literal("ledger_sums"),
    sums: z
      .object({
        count: z.int(),
        gross: value.minor,
        fee: value.minor,
        interest: value.minor,
        vat: value.minor.meta({ description: "On fees and on interest." }),
        net: value.minor.meta({ description: "gross − fee − interest − vat: what the balance gained." }),
      })
      .nullable()
      .meta({ description: `null where the period has more than ${summedMax} transactions.` }),
  }),
} satisfies Shape;

export const presentSums = (sums: Sums | null) => ({ object: "ledger_sums" as const, sums });
