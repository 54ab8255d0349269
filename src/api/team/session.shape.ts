import { z } from "zod";
import type { Session } from "../../domain/team/member.ts";
import { type Right, rights, rightsOf, roleNames } from "../../domain/team/role.ts";
import { lacksCodes, type Present } from "../../operations/team/session.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const rightNames = z.array(z.enum(Object.keys(rights) as [Right, ...Right[]])); // the table has no other keys

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
    currency: value.currency.meta({ description: "Of both accounts." }),
    rights: z.object({ test: rightNames, live: rightNames }),
    codes_missing: z.boolean().meta({
      description: "Whether one-time codes are required and not set up yet: until then nothing else is answered.",
    }),
  }),
} satisfies Shape;

/** The signed-in member, and their rights. */
export function presentSession({
  member,
  test,
  live,
  codesRequired,
}: Pick<Present, "member" | "test" | "live" | "codesRequired">) {
  return {
    object: "session" as const,
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
    currency: live.currency,
    rights: { test: rightsOf(member, false), live: rightsOf(member, true) },
    codes_missing: lacksCodes({ member, codesRequired }),
  };
}

/** All browsers in which a member is signed in. */
export const sessionsShape = {
  name: "sessions",
  schema: z.object({
    object: z.literal("sessions"),
    data: z.array(
      z.object({
        id: value.id("sess"),
        created_at: value.time,
        seen_at: value.time,
        expires_at: value.time,
        ip: z.string(),
        user_agent: z.string(),
        current: z.boolean(),
      }),
    ),
  }),
} satisfies Shape;

export function presentSessions({ sessions, own }: { sessions: Session[]; own: Session }) {
  return {
    object: "sessions" as const,
    data: sessions.map((session) => ({
      id: session.id,
      created_at: wireTime(session.createdAt),
      seen_at: wireTime(session.seenAt),
      expires_at: wireTime(session.expiresAt),
      ip: session.ip,
      user_agent: session.userAgent,
      current: session.id === own.id,
    })),
  };
}

/** The secret for an authenticator app: to type, to follow as a link, or to scan. */
export const totpShape = {
  name: "totp",
  schema: z.object({
    object: z.literal("totp"),
    secret: z.string(),
    uri: z.string(),
    qr: z.string().meta({ description: "An SVG image." }),
  }),
} satisfies Shape;
