import { z } from "zod";
import type { Time } from "../../domain/base/time.ts";
import { stateOfKey } from "../../domain/merchant/key.ts";
import { grants, type Permissions } from "../../domain/merchant/permission.ts";
import type { ShownKey } from "../../operations/merchant/key.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

/** Permissions by the name of the resource. */
export const permissions = z.record(z.string(), z.enum(grants));

export const keyShape = {
  name: "key",
  schema: z.object({
    object: z.literal("key"),
    id: z.string(),
    kind: z.enum(["public", "secret"]),
    name: z.string().nullable().meta({ description: "What people call it." }),
    permissions: permissions
      .nullable()
      .meta({ description: "What a restricted key may do, by resource; null for a key without restriction." }),
    state: z
      .enum(["working", "expiring", "expired", "revoked"])
      .meta({ description: "`expiring`: it was rolled and still works." }),
    key: z.string().nullable().meta({
      description: "The key itself: a public one always, a secret one in the answer that made or revealed it.",
    }),
    revealable: z.boolean().meta({ description: "Whether it can be shown again; a live secret key cannot." }),
    last: z.string().nullable().meta({ description: "Its last four characters." }),
    created_at: value.time,
    last_used_at: value.time
      .nullable()
      .meta({ description: "When it last opened the API, to ten minutes; null when it never did since this is kept." }),
    expires_at: value.time.nullable(),
    revoked_at: value.time.nullable(),
  }),
} satisfies Shape;

export const keysShape = {
  name: "keys",
  schema: z.object({
    object: z.literal("keys"),
    data: z.array(keyShape.schema),
    grantable: permissions.meta({
      description: "What restricted keys can be given, by resource; `write` includes `read`.",
    }),
  }),
  item: keyShape,
} satisfies Shape;

export function presentKey({ key, text, usedAt }: ShownKey, { now }: { now: Time }) {
  return {
    object: "key" as const,
    id: key.id,
    kind: key.kind,
    name: key.name,
    permissions: key.permissions,
    state: stateOfKey(key, now),
    key: text,
    revealable: key.shown !== null,
    last: key.ending ?? text?.slice(-4) ?? null,
    created_at: wireTime(key.createdAt),
    last_used_at: wireTime(usedAt),
    expires_at: wireTime(key.expiresAt),
    revoked_at: wireTime(key.revokedAt),
  };
}

export function presentKeys(
  { keys, grantable }: { keys: readonly ShownKey[]; grantable: Permissions },
  view: { now: Time },
) {
  return { object: "keys" as const, data: keys.map((key) => presentKey(key, view)), grantable };
}

/** A new key and the key it replaces, which works until its `expires_at`. */
export const rolledKeyShape = {
  name: "rolled_key",
  schema: z.object({ object: z.literal("rolled_key"), key: keyShape.schema, previous: keyShape.schema }),
  item: keyShape,
} satisfies Shape;

export function presentRolledKey({ key, previous }: { key: ShownKey; previous: ShownKey }, view: { now: Time }) {
  return { object: "rolled_key" as const, key: presentKey(key, view), previous: presentKey(previous, view) };
}
