import { z } from "zod";
import type { Attempt, Delivery } from "../../domain/event/event.ts";
import type { EventDeliveries, Resent, Told } from "../../operations/event/delivery.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { eventShape, presentEvent, webhookBody } from "./event.shape.ts";

const facts = {
  id: value.id("whdl"),
  uri: z.string(),
  state: z.enum(["due", "delivered", "given_up"]),
  attempts: z.int(),
  due_at: value.time.nullable().meta({ description: "When it is tried next." }),
  created_at: value.time,
};

const charge = value.id("chrg").nullable().meta({ description: "null for an event that is not of a charge." });

const attempt = z.object({
  id: value.id("whdl"),
  at: value.time,
  status: z.int().nullable(),
  error: z.string().nullable(),
  answer: z
    .string()
    .nullable()
    .meta({ description: "The beginning of what the endpoint said where it did not answer with 2xx." }),
  latency_ms: z.number(),
});

export const eventDeliveriesShape = {
  name: "event_deliveries",
  schema: z.object({
    object: z.literal("event_deliveries"),
    event: eventShape.schema,
    charge,
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
        charge,
        last_try: attempt.nullable(),
      }),
    ),
    next: z.string().nullable(),
    searched_to: value.time.nullable(),
  }),
} satisfies Shape;

export type EventDeliveriesAnswer = z.output<typeof eventDeliveriesShape.schema>;
export type DeliveryPageAnswer = z.output<typeof deliveryPageShape.schema>;

export function presentEventDeliveries({ event, attempts, ways }: EventDeliveries) {
  return {
    object: "event_deliveries" as const,
    event: presentEvent({ event, attempts }),
    charge: event.charge,
    payload: webhookBody(event),
    deliveries: ways.map((way) => ({ ...presentDelivery(way.delivery), tries: way.attempts.map(presentTry) })),
  };
}

export function presentDeliveryPage(told: readonly Told[], next: string | null, searchedTo: number | null) {
  return {
    object: "delivery_page" as const,
    data: told.map(({ delivery, event, lastAttempt }) => ({
      ...presentDelivery(delivery),
      event: event.id,
      key: event.key,
      charge: event.charge,
      last_try: lastAttempt && presentTry(lastAttempt),
    })),
    next,
    searched_to: wireTime(searchedTo),
  };
}

const presentDelivery = ({ id, uri, state, attempts, dueAt, createdAt }: Delivery) => ({
  id,
  uri,
  state,
  attempts,
  due_at: wireTime(dueAt),
  created_at: wireTime(createdAt),
});

const presentTry = ({ id, createdAt, status, error, answer, latencyMs }: Attempt) => ({
  id,
  at: wireTime(createdAt),
  status,
  error,
  answer,
  latency_ms: latencyMs,
});

/** Number of deliveries that are sent again. */
export const resentShape = {
  name: "resent",
  schema: z.object({
    object: z.literal("resent"),
    resent: z.int(),
    more: z.boolean().meta({ description: "Whether there are more than go at once." }),
  }),
} satisfies Shape;

export const presentResent = ({ resent, more }: Resent) => ({ object: "resent" as const, resent, more });
