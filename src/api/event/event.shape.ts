import { z } from "zod";
import { parseExactly } from "../../domain/base/exact-json.ts";
import { type Attempt, type Event, type EventKey, eventKeys } from "../../domain/event/event.ts";
import { chargeShape } from "../payment/charge.shape.ts";
import { refundShape } from "../payment/refund.shape.ts";
import { type Presentation, type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { eventInVersion, olderEventSchema } from "../wire/version.ts";

const keys = z.enum(Object.keys(eventKeys) as [EventKey, ...EventKey[]]);

const deliverySchema = z.object({
  object: z.literal("webhook_delivery"),
  id: value.id("whdl"),
  uri: z.string(),
  status: z.int().nullable(),
  key: keys,
  error: z.string().nullable(),
  payload: z.string(),
  created_at: value.time,
});

const newest = z.object({
  object: z.literal("event"),
  id: value.id("evnt"),
  livemode: z.boolean(),
  location: z.string(),
  webhook_deliveries: z.array(deliverySchema),
  data: z
    .union([chargeShape.schema, refundShape.schema])
    .meta({ description: "The object as it was when it happened." }),
  key: keys,
  created_at: value.time,
});

/** An event keeps the version that was its account's when it happened, whatever version it is asked for in. */
export const eventShape = {
  name: "event",
  schema: z.union([newest, olderEventSchema]),
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
    object: "webhook_delivery" as const,
    id: attempt.id,
    uri: attempt.uri,
    status: attempt.status,
    key: event.key,
    error: attempt.error,
    payload,
    created_at: wireTime(attempt.createdAt),
  }));
}

/** In the version that the event was stored in, which `data` is in already. */
function envelope({ id, livemode, key, data, createdAt, apiVersion }: Event, deliveries: object[]) {
  const event = {
    object: "event" as const,
    id,
    livemode,
    location: `/events/${id}`,
    webhook_deliveries: deliveries,
    data: parseExactly(data),
    key,
    created_at: wireTime(createdAt),
  };
  return eventInVersion(event, apiVersion) as Presentation<typeof eventShape>; // which is the envelopes of all versions
}
