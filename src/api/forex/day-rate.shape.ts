import { z } from "zod";
import type { DayRate } from "../../domain/forex/rate.ts";
import type { RateTable } from "../../operations/forex/rate.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const decimal = z.string().meta({ description: "Main units of `quote` for one of `base`, an exact decimal." });

/** A rate that the operator has set. */
export const dayRateShape = {
  name: "day_rate",
  schema: z.object({
    object: z.literal("day_rate"),
    base: value.currency,
    quote: value.currency,
    since: value.day.meta({ description: "The first day in Bangkok. It holds until the day of the next one." }),
    rate: decimal,
    set_at: value.time,
  }),
} satisfies Shape;

export const presentDayRate = ({ base, quote, since, rate, setAt }: DayRate) => ({
  object: "day_rate" as const,
  base,
  quote,
  since,
  rate,
  set_at: wireTime(setAt),
});

/** All rates, and the currencies that can have one. */
export const dayRatesShape = {
  name: "day_rates",
  schema: z.object({
    object: z.literal("day_rates"),
    today: value.day,
    data: z.array(dayRateShape.schema).meta({ description: "By currency, newest first." }),
    currencies: z.array(
      z.object({
        base: value.currency,
        shipped: decimal.nullable().meta({ description: "The rate of test mode where none is set." }),
      }),
    ),
  }),
} satisfies Shape;

export const presentDayRates = ({ today, rates, currencies }: RateTable) => ({
  object: "day_rates" as const,
  today,
  data: rates.map(presentDayRate),
  currencies: [...currencies],
});
