import { z } from "zod";
import { parseExactly } from "../../domain/base/exact-json.ts";
import type { Attempt, Event } from "../../domain/event/event.ts";
import { type Presentation, type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { newestVersion } from "../wire/version.ts";
import { dataIn, eventForms, eventKeySchema } from "./event.versions.ts";

const deliverySchema = z.object({
  object: z.literal("webhook_delivery"),
  id: value.id("whdl"),
  uri: z.string(),
  status: z.int().nullable(),
  key: eventKeySchema,
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
  data: dataIn(newestVersion),
  key: eventKeySchema,
  created_at: value.time,
});

/** Envelopes of older versions. They differ only in what they carry, so one type does for all. */
const older = z.union([...eventForms.values()].map(({ schema }) => schema)) as unknown as OlderEnvelope;
type OlderEnvelope = NonNullable<ReturnType<typeof eventForms.get>>["schema"];

/** An event. It keeps the version that its account had when it happened, whatever version it is asked for in. */
export const eventShape = {
  name: "event",
  schema: z.union([newest, older]),
} satisfies Shape;

/** The event with every HTTP try. */
export function presentEvent({ event, attempts }: { event: Event; attempts: readonly Attempt[] }) {
  return envelope(event, attempts.length === 0 ? [] : presentAttempts(event, attempts));
}

/** The exact bytes sent to endpoints: pretty-printed, without deliveries, the same at every try. */
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

/** Envelope in the version in which the event was stored, which `data` already has. */
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
  return (eventForms.get(apiVersion)?.of(event) ?? event) as Presentation<typeof eventShape>; // eventShape is the union of all versions' envelopes
}
