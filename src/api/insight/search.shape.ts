import { z } from "zod";
import type { Charge } from "../../domain/payment/charge.ts";
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
