import { z } from "zod";
import { rights, rightsOf, roleNames } from "../../domain/role.ts";
import type { Present } from "../../operations/session.ts";
import type { Shape } from "./shape.ts";
import * as value from "./values.ts";

const names = z.array(z.enum(Object.keys(rights)));

export const sessionShape = {
  name: "session",
  schema: z.object({
    object: z.literal("session"),
    member: z.object({
      id: value.id("memb"),
      name: z.string(),
      email: z.string(),
      role: z.enum(roleNames),
      operator: z.boolean(),
      has_password: z.boolean(),
      totp_enabled: z.boolean(),
    }),
    team: z.object({ id: value.id("acct"), name: z.string() }),
    accounts: z.object({ test: value.id("account"), live: value.id("account") }),
    rights: z.object({ test: names, live: names }),
  }),
} satisfies Shape;

/** Who is signed in, and what they may do. */
export function presentSession({ member, test, live }: Present) {
  return {
    object: "session",
    member: {
      id: member.id,
      name: member.name,
      email: member.email,
      role: member.role,
      operator: member.operator,
      has_password: member.password !== null,
      totp_enabled: member.totpSecret !== null,
    },
    team: { id: member.team, name: live.name },
    accounts: { test: test.id, live: live.id },
    rights: { test: rightsOf(member, false), live: rightsOf(member, true) },
  };
}
