import { z } from "zod";
import { chargeShape } from "./charge.ts";
import type { Shape } from "./shape.ts";
import * as value from "./values.ts";

const day = z.object({
  charges: z.int().meta({ description: "Made on that day." }),
  successful: z.int().meta({ description: "Those of them that were paid." }),
  amount: value.minor.meta({ description: "Captured of them." }),
  refunded: value.minor.meta({ description: "Refunds made on that day, whenever the charge was." }),
});

export const overviewShape = {
  name: "overview",
  schema: z.object({
    object: z.literal("overview"),
    days: z.int(),
    from: value.time.meta({ description: "First moment of the series; days are those of Bangkok." }),
    to: value.time,
    step_seconds: z.int().meta({ description: "3600 for one day, else 86400." }),
    today: day,
    yesterday: day.meta({ description: "Up to the same time of day." }),
    series: z
      .array(
        z.object({
          at: value.time.meta({ description: "Start of the step. Steps without charges are left out." }),
          method: z.string(),
          charges: z.int(),
          successful: z.int(),
          failed: z.int(),
          amount: value.minor,
        }),
      )
      .meta({ description: "By time, then by method." }),
    failures: z
      .array(z.object({ code: z.string(), message: z.string(), count: z.int() }))
      .meta({ description: "Most frequent first." }),
    expiring: z.array(chargeShape.schema).meta({ description: "Soonest first, within the hour; ten at most." }),
    webhooks: z.object({
      delivered: z.int(),
      retrying: z.int(),
      given_up: z.int(),
      last_failure: z
        .object({
          at: value.time,
          event: value.id("evnt"),
          uri: z.string(),
          status: z.int().nullable(),
          error: z.string().nullable(),
        })
        .nullable(),
    }),
    ever_charged: z.boolean(),
  }),
} satisfies Shape;

export type OverviewAnswer = z.output<typeof overviewShape.schema>;
