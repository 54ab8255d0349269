import { z } from "zod";
import { type Emptied, type ShownSandbox, secondsLeft } from "../../operations/sandbox/sandbox.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const once = { description: "Told once, in the answer that makes the account; null afterwards." };

export const sandboxShape = {
  name: "sandbox",
  schema: z.object({
    object: z.literal("sandbox"),
    id: value.id("account"),
    livemode: z.literal(false),
    location: z.string(),
    public_key: z.string().nullable().meta(once),
    secret_key: z.string().nullable().meta(once),
    webhook_secret: z.string().nullable().meta(once),
    expires_in: z.int().meta({ description: "Seconds that are left." }),
    expires_at: value.time,
    created_at: value.time,
  }),
} satisfies Shape;

export function presentSandbox({ sandbox, secrets, now }: ShownSandbox & { now: number }) {
  return {
    object: "sandbox" as const,
    id: sandbox.id,
    livemode: false as const,
    location: `/test/accounts/${sandbox.id}`,
    public_key: secrets?.publicKey ?? null,
    secret_key: secrets?.secretKey ?? null,
    webhook_secret: secrets?.webhookSecret ?? null,
    expires_in: secondsLeft(sandbox, now),
    expires_at: wireTime(sandbox.expiresAt),
    created_at: wireTime(sandbox.createdAt),
  };
}

/** What an account's emptying is answered with. */
export const emptiedShape = {
  name: "account_reset",
  schema: z.object({
    object: z.literal("account_reset"),
    livemode: z.literal(false),
    location: z.string(),
    account: value.id("account"),
    reset_at: value.time,
  }),
} satisfies Shape;

export const presentEmptied = ({ account, at }: Emptied, _view: View) => ({
  object: "account_reset" as const,
  livemode: false as const,
  location: "/test/reset",
  account,
  reset_at: wireTime(at),
});
