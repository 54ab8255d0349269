import { z } from "zod";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Totals } from "../../domain/payment/totals.ts";
import { chargeShape, presentCharge } from "../payment/charge.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const searchShape = {
  name: "charge_page",
  schema: z.object({
    object: z.literal("charge_page"),
    data: z.array(chargeShape.schema),
    next: z.string().nullable().meta({ description: "Give it back as `before` to go on; null at the end." }),
    searched_to: value.time.nullable().meta({
      description: "How far back was looked so far; null once everything was. `data` may be short before that.",
    }),
  }),
} satisfies Shape;

/** A page of charges found, newest first, and where to go on. */
export type Found = { charges: readonly Charge[]; next: string | null; searchedTo: number | null };

export function presentSearch({ charges, next, searchedTo }: Found, view: View) {
  return {
    object: "charge_page" as const,
    data: charges.map((charge) => presentCharge(charge, view)),
    next,
    searched_to: wireTime(searchedTo),
  };
}

export const totalsShape = {
  name: "charge_totals",
  schema: z.object({
    object: z.literal("charge_totals"),
    complete: z.boolean().meta({ description: "False where there are more charges than are added up at once." }),
    data: z.array(
      z.object({
        currency: value.currency,
        count: z.int(),
        amount: value.minor.meta({ description: "Of all of them, paid or not." }),
        paid_count: z.int(),
        captured: value.minor,
        refunded: value.minor,
        fees: value.minor.meta({ description: "Fees and interest of the merchant, with VAT." }),
        net: value.minor.meta({ description: "Captured less fees, before refunds." }),
      }),
    ),
  }),
} satisfies Shape;

export const presentTotals = ({ sums, complete }: { sums: readonly Totals[]; complete: boolean }) => ({
  object: "charge_totals" as const,
  complete,
  data: sums.map(({ currency, count, amount, paidCount, captured, refunded, fees, net }) => ({
    currency,
    count,
    amount,
    paid_count: paidCount,
    captured,
    refunded,
    fees,
    net,
  })),
});
