import { z } from "zod";
import { eventShape } from "./event.ts";
import type { Shape } from "./shape.ts";
import * as value from "./values.ts";

const facts = {
  id: value.id("whdl"),
  uri: z.string(),
  state: z.enum(["due", "delivered", "given_up"]),
  attempts: z.int(),
  due_at: value.time.nullable().meta({ description: "When it is tried next." }),
  created_at: value.time,
};

const attempt = z.object({
  id: value.id("whdl"),
  at: value.time,
  status: z.int().nullable(),
  error: z.string().nullable(),
  latency_ms: z.number(),
});

export const eventDeliveriesShape = {
  name: "event_deliveries",
  schema: z.object({
    object: z.literal("event_deliveries"),
    event: eventShape.schema,
    charge: value.id("chrg"),
    payload: z.string().meta({ description: "The very bytes that endpoints are sent." }),
    deliveries: z.array(z.object({ ...facts, tries: z.array(attempt) })),
  }),
} satisfies Shape;

export const deliveryPageShape = {
  name: "delivery_page",
  schema: z.object({
    object: z.literal("delivery_page"),
    data: z.array(
      z.object({
        ...facts,
        event: value.id("evnt"),
        key: z.string(),
        charge: value.id("chrg"),
        last_try: attempt.nullable(),
      }),
    ),
    next: z.string().nullable(),
    searched_to: value.time.nullable(),
  }),
} satisfies Shape;

export type EventDeliveriesAnswer = z.output<typeof eventDeliveriesShape.schema>;
export type DeliveryPageAnswer = z.output<typeof deliveryPageShape.schema>;
