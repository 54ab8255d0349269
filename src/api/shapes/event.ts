import { z } from "zod";
import { type Attempt, type Event, type EventKey, eventKeys } from "../../domain/event.ts";
import { chargeShape } from "./charge.ts";
import * as common from "./common.ts";
import { refundShape } from "./refund.ts";
import { type Shape, wireTime } from "./shape.ts";

const keys = z.enum(Object.keys(eventKeys) as [EventKey, ...EventKey[]]);

const deliverySchema = z.object({
  object: z.literal("webhook_delivery"),
  id: common.id("whdl"),
  uri: z.string(),
  status: z.int().nullable(),
  key: keys,
  error: z.string().nullable(),
  payload: z.string(),
  created_at: common.time,
});

export const eventShape = {
  name: "event",
  schema: z.object({
    object: z.literal("event"),
    id: common.id("evnt"),
    livemode: z.boolean(),
    location: z.string(),
    webhook_deliveries: z.array(deliverySchema),
    data: z.union([chargeShape.schema, refundShape.schema]),
    key: keys,
    created_at: common.time,
  }),
} satisfies Shape;

/** The event with every HTTP try it has had. */
export function presentEvent({ event, attempts }: { event: Event; attempts: readonly Attempt[] }) {
  return envelope(event, attempts.length === 0 ? [] : presentAttempts(event, attempts));
}

/** The very bytes that an endpoint is sent: pretty-printed, with no deliveries, the same for every try. */
export function webhookBody(event: Event): string {
  return `${JSON.stringify(envelope(event, []), null, 2)}\n`;
}

function presentAttempts(event: Event, attempts: readonly Attempt[]) {
  const payload = webhookBody(event);
  return attempts.map((attempt) => ({
    object: "webhook_delivery",
    id: attempt.id,
    uri: attempt.uri,
    status: attempt.status,
    key: event.key,
    error: attempt.error,
    payload,
    created_at: wireTime(attempt.createdAt),
  }));
}

function envelope(event: Event, deliveries: object[]) {
  const { id, livemode, key } = event;
  const head = { object: "event", id, livemode, location: `/events/${id}` };
  const data: unknown = JSON.parse(event.data);
  if (event.apiVersion === "2017-11-02") return { ...head, key, created: wireTime(event.createdAt), data };
  return { ...head, webhook_deliveries: deliveries, data, key, created_at: wireTime(event.createdAt) };
}
