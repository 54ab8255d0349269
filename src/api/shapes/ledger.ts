import { z } from "zod";
import type { Entry } from "../../domain/ledger.ts";
import type { Balance } from "../../operations/ledger.ts";
import { type Shape, wireTime } from "./shape.ts";
import * as value from "./values.ts";

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

/** What is not yet transferable is on hold. */
export function presentBalance({ account, total, transferable, at }: Balance) {
  return {
    object: "balance",
    livemode: account.livemode,
    location: "/balance",
    currency: account.currency,
    total,
    transferable,
    reserve: 0,
    on_hold: total - transferable,
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
    object: "transaction",
    id: entry.id,
    livemode: entry.livemode,
    currency: entry.currency,
    amount: Math.abs(entry.amount),
    location: `/transactions/${entry.id}`,
    direction: entry.amount < 0 ? "debit" : "credit",
    key: entry.key,
    origin: entry.origin,
    transferable_at: wireTime(entry.transferableAt),
    created_at: wireTime(entry.createdAt),
  };
}
