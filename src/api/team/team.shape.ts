import { z } from "zod";
import type { Time } from "../../domain/base/time.ts";
import type { Member, OneTimeLink } from "../../domain/team/member.ts";
import { type Right, rights, roleNames, roles } from "../../domain/team/role.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const rightNames = z.array(z.enum(Object.keys(rights) as [Right, ...Right[]])); // the table has no other keys

export const memberShape = {
  name: "member",
  schema: z.object({
    object: z.literal("member"),
    id: value.id("memb"),
    name: z.string(),
    email: z.string(),
    role: z.enum(roleNames),
    operator: z.boolean(),
    totp_enabled: z.boolean(),
    seen_at: value.time.nullable(),
  }),
} satisfies Shape;

export const invitationShape = {
  name: "invitation",
  schema: z.object({
    object: z.literal("invitation"),
    id: value.id("once"),
    email: z.string(),
    role: z.enum(roleNames),
    expires_at: value.time,
    link: z.string().optional().meta({ description: "Only when it is made." }),
  }),
} satisfies Shape;

export const teamShape = {
  name: "team",
  schema: z.object({
    object: z.literal("team"),
    name: z.string(),
    members: z.array(memberShape.schema),
    invitations: z.array(invitationShape.schema),
    codes_required: z
      .enum(["no", "team", "server"])
      .meta({ description: "Whether one-time codes are required of all members, and who says so." }),
    roles: z.array(z.object({ role: z.enum(roleNames), live: rightNames, test: rightNames })),
  }),
} satisfies Shape;

export function presentMember(member: Member, seenAt: Time | null) {
  return {
    object: "member" as const,
    id: member.id,
    name: member.name,
    email: member.email,
    role: member.role,
    operator: member.operator,
    totp_enabled: member.totpSecret !== null,
    seen_at: wireTime(seenAt),
  };
}

/** @throws Error for a link that signs in, which is no invitation */
export function presentInvitation({ id, email, role, expiresAt }: OneTimeLink) {
  if (email === null || role === null) throw new Error(`the link ${id} invites nobody`);
  return { object: "invitation" as const, id, email, role, expires_at: wireTime(expiresAt) };
}

type Team = {
  name: string;
  codesRequired: "no" | "team" | "server";
  members: Member[];
  seen: Map<string, Time>;
  invitations: OneTimeLink[];
};

export function presentTeam({ name, codesRequired, members, seen, invitations }: Team) {
  return {
    object: "team" as const,
    name,
    members: members.map((member) => presentMember(member, seen.get(member.id) ?? null)),
    invitations: invitations.map(presentInvitation),
    codes_required: codesRequired,
    roles: roleNames.map((role) => ({ role, ...roles[role] })),
  };
}
