import { z } from "zod";
import type { ExchangeRate } from "../../domain/base/money.ts";
import type { Shape } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const forexShape = {
  name: "forex",
  schema: z.object({
    object: z.literal("forex"),
    rate: z.number().meta({
      description: "Main units of `quote` for one of `base`, today. Charges are converted by the exact decimal.",
    }),
    location: z.string(),
    livemode: z.boolean(),
    base: value.currency,
    quote: value.currency,
  }),
} satisfies Shape;

/** The account's rate for a currency, in the order of the newest recording. */
export function presentForex({ exchange, livemode }: { exchange: ExchangeRate; livemode: boolean }) {
  const { base, quote, rate } = exchange;
  return {
    object: "forex" as const,
    rate: Number(rate), // only shown: the API has a number here
    location: `/forex/${base.toLowerCase()}`,
    livemode,
    base,
    quote,
  };
}
