import { z } from "zod";
import type { ClockView } from "../../operations/sandbox/clock.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const playedSchema = z.object({
  jobs: z.record(z.string(), z.int()).meta({
    description:
      "Pieces of work that fell due and were done, by kind: `charge`, `occurrence`, `transfer`, `delivery` and so on.",
  }),
  failed: z
    .int()
    .meta({ description: "Pieces of work that met a defect of the gateway; its log says which. They stay due." }),
  webhooks: z.object({
    delivered: z.int().meta({ description: "Attempts that their endpoint took." }),
    failed: z.int().meta({ description: "Attempts that it did not take; further ones follow by the clock." }),
  }),
  events: z.array(z.object({ at: value.time, key: z.string(), object: z.string(), id: value.id("evnt") })).meta({
    description: "What happened, in order of time: the event's key, and the id of what it is about. At most 1,000.",
  }),
  more: z.int().meta({ description: "Further events, which `GET /events` lists." }),
});

export const clockShape = {
  name: "clock",
  schema: z.object({
    object: z.literal("clock"),
    livemode: z.boolean(),
    location: z.string(),
    now: value.time.meta({ description: "The account's time." }),
    ahead: z.int().meta({ description: "Seconds by which it is ahead of the server's." }),
    frozen: z.boolean().meta({ description: "Whether it stands still." }),
    moving_to: value.time.nullable().meta({ description: "The end of a move under way." }),
    played: playedSchema
      .nullable()
      .meta({ description: "What fell due on the way; null where no move was asked for." }),
  }),
} satisfies Shape;

export function presentClock({ now, ahead, frozen, movesTo, played }: ClockView) {
  return {
    object: "clock" as const,
    livemode: false,
    location: "/test/clock",
    now: wireTime(now),
    ahead: Math.round(ahead / 1_000),
    frozen,
    moving_to: wireTime(movesTo),
    played: played && {
      jobs: played.jobs,
      failed: played.failed,
      webhooks: { delivered: played.delivered, failed: played.undelivered },
      events: played.events.map(({ id, key, objectId, createdAt }) => ({
        at: wireTime(createdAt),
        key,
        object: objectId,
        id,
      })),
      more: played.left,
    },
  };
}
