import { z } from "zod";
import type { Time } from "../../domain/base/time.ts";
import { eventKeys } from "../../domain/event/event.ts";
import { previousSecretsUntil } from "../../domain/event/webhook-secret.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { TestEvent, WebhookSecret } from "../../operations/event/webhook.ts";
import type { Waits } from "../../operations/gateway.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const seconds = z.int();

/** Endpoints of an account's events, and the schedule of retries. */
export const webhookShape = {
  name: "webhook",
  schema: z.object({
    object: z.literal("webhook"),
    uri: z.string().nullable(),
    others: z
      .array(z.object({ uri: z.string(), events: z.array(z.string()).nullable() }))
      .meta({ description: "Endpoints beside it, and the keys of the events that each hears of; null for all." }),
    events: z.array(z.string()).meta({ description: "Every key that an endpoint can ask for." }),
    secret_created_at: value.time,
    previous_secret_until: value.time.nullable().meta({ description: "Until then a secret from before signs too." }),
    schedule: z
      .object({ waits: z.array(seconds), give_up_after: seconds })
      .meta({ description: "Seconds after each try that failed, the last one repeating, and how long in all." }),
  }),
} satisfies Shape;

export function presentWebhook({ account, waits }: { account: Account; waits: Waits }, { now }: { now: Time }) {
  return {
    object: "webhook" as const,
    uri: account.webhookUri,
    others: account.otherEndpoints,
    events: Object.keys(eventKeys),
    secret_created_at: wireTime(account.webhookSecretSince),
    previous_secret_until: wireTime(previousSecretsUntil(account, now)),
    schedule: {
      waits: waits.delays.map((delay) => Math.round(delay / 1_000)),
      give_up_after: Math.round(waits.giveUpAfter / 1_000),
    },
  };
}

export const webhookSecretShape = {
  name: "webhook_secret",
  schema: z.object({
    object: z.literal("webhook_secret"),
    secret: z.string().meta({ description: "Base64; its bytes are the key of the signature." }),
    created_at: value.time,
    previous_secret_until: value.time.nullable(),
  }),
} satisfies Shape;

export function presentWebhookSecret({ account, secret }: WebhookSecret, { now }: { now: Time }) {
  return {
    object: "webhook_secret" as const,
    secret,
    created_at: wireTime(account.webhookSecretSince),
    previous_secret_until: wireTime(previousSecretsUntil(account, now)),
  };
}

/** The exact bytes that were sent, and the answer. */
export const webhookTestShape = {
  name: "webhook_test",
  schema: z.object({
    object: z.literal("webhook_test"),
    uri: z.string(),
    event: value.id("evnt"),
    status: z.int().nullable().meta({ description: "What the endpoint answered, or null where it gave no answer." }),
    error: z.string().nullable(),
    latency_ms: z.int(),
    sent_at: value.time,
    request: z.object({ method: z.literal("POST"), headers: z.record(z.string(), z.string()), body: z.string() }),
  }),
} satisfies Shape;

export function presentWebhookTest({ event, uri, sentAt, status, error, latencyMs, headers, body }: TestEvent) {
  return {
    object: "webhook_test" as const,
    uri,
    event,
    status,
    error,
    latency_ms: latencyMs,
    sent_at: wireTime(sentAt),
    request: { method: "POST" as const, headers, body },
  };
}
