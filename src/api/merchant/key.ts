import { z } from "zod";
import { refuseIfAny } from "../../domain/base/errors.ts";
import { overlapHoursMax } from "../../domain/merchant/key.ts";
import { permissionsFor } from "../../domain/merchant/permission.ts";
import { createKey, keysOf, renameKey, revealKey, revokeOwnKey, rollKey } from "../../operations/merchant/key.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import {
  keyShape,
  keysShape,
  permissions,
  presentKey,
  presentKeys,
  presentRolledKey,
  rolledKeyShape,
} from "./key.shape.ts";

const tag = "Dashboard: keys";
/** Name of a key: where it is used, or by whom. */
const keyName = field.text("What people call it, such as the server that has it.", 60);

const one = { returns: keyShape, present: presentKey } as const;

export const keyEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/keys",
    right: "keys",
    summary: "List all keys",
    description: "Public keys in full, secret ones without their text.",
    returns: keysShape,
    refuses: [],
    run: async ({ gateway, account, grantable }) => ({ keys: await keysOf(gateway, account), grantable }),
    present: presentKeys,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/keys",
    right: "keys",
    summary: "Create a key",
    description:
      "Another key beside those there are. A live secret key is shown in this answer only, and a secret one takes the right `secret_keys`. With `permissions` a secret key is restricted for good.",
    body: z.object({
      kind: field.word("What it opens.", ["public", "secret"]),
      name: keyName.optional(),
      permissions: permissions
        .optional()
        .meta({ description: "What a restricted key may do, by resource; without it the key has no restriction." }),
    }),
    ...one,
    refuses: ["bad_request"],
    run: async ({ gateway, account, member, grantable, body: { kind, name, permissions: asked } }) => {
      const permitted = asked ? permissionsFor(kind, asked, grantable) : null;
      return createKey(gateway, account, member, kind, name || null, permitted);
    },
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/keys/:id/rename",
    right: "keys",
    summary: "Rename a key",
    description:
      "Without a name, or with an empty one, it has none. To rename a secret key takes the right `secret_keys`.",
    body: z.object({ name: keyName.optional() }),
    ...one,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, member, params, body }) =>
      renameKey(gateway, account, member, params.id, body.name || null),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/keys/:id/reveal",
    right: "keys",
    summary: "Reveal a key",
    description:
      "Shows a key of test mode, which stands in the audit log. A secret one takes the right `secret_keys`; a live secret key was shown when it was made, and is nowhere.",
    ...one,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, member, params }) => revealKey(gateway, account, member, params.id),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/keys/:id/roll",
    right: "keys",
    summary: "Roll a key",
    description:
      "Makes another in its place, shown in this answer only if it is a live secret key. The old one works for so many hours more. A secret one takes the right `secret_keys`.",
    body: z.object({
      overlap_hours: field
        .integer(`How long the old key still works: 0 to ${overlapHoursMax}; 24 by default.`)
        .optional(),
    }),
    returns: rolledKeyShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, member, params, body: { overlap_hours: overlap = 24 } }) => {
      const fits = overlap >= 0 && overlap <= overlapHoursMax;
      refuseIfAny("bad_request", fits ? [] : [`overlap_hours must be from 0 to ${overlapHoursMax}`]);
      return rollKey(gateway, account, member, params.id, overlap);
    },
    present: presentRolledKey,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/keys/:id/revoke",
    right: "keys",
    summary: "Revoke a key",
    description:
      "It stops working at once, in other processes within two seconds. The last key of its kind is rolled instead. A secret one takes the right `secret_keys`.",
    ...one,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, member, params }) => revokeOwnKey(gateway, account, member, params.id),
  }),
];
