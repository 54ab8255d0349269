import { z } from "zod";
import type { Attempt } from "../../domain/event/event.ts";
import { failureMessages } from "../../domain/payment/failure.ts";
import type { Overview } from "../../operations/insight/overview.ts";
import { chargeShape, presentCharge } from "../payment/charge.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const decided = z.int().meta({
  description:
    "Those of them that were paid, failed, or expired unpaid: `successful` of these is the success rate. What is open, or was reversed after it had been authorized, counts as neither.",
});

const day = z.object({
  charges: z.int().meta({ description: "Made on that day." }),
  decided,
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
          decided,
          successful: z.int(),
          failed: z.int(),
          amount: value.minor,
        }),
      )
      .meta({ description: "By time, then by method." }),
    failures: z
      .array(z.object({ code: z.string(), words: value.failureWords, message: z.string(), count: z.int() }))
      .meta({ description: "Most frequent first; a code that two methods mean differently stands here twice." }),
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

export function presentOverview(overview: Overview, view: View) {
  const { webhooks } = overview;
  return {
    object: "overview" as const,
    days: overview.days,
    from: wireTime(overview.from),
    to: wireTime(overview.to),
    step_seconds: overview.step / 1_000,
    today: overview.today,
    yesterday: overview.yesterday,
    series: overview.series.map((point) => ({ ...point, at: wireTime(point.at) })),
    failures: overview.failures.map((failure) => ({ ...failure, message: failureMessages[failure.words] })),
    expiring: overview.expiring.map((charge) => presentCharge(charge, view)),
    webhooks: {
      delivered: webhooks.delivered,
      retrying: webhooks.retrying,
      given_up: webhooks.givenUp,
      last_failure: webhooks.lastFailure && presentFailure(webhooks.lastFailure),
    },
    ever_charged: overview.everCharged,
  };
}

const presentFailure = ({ createdAt, event, uri, status, error }: Attempt) => ({
  at: wireTime(createdAt),
  event,
  uri,
  status,
  error,
});
