import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { Member, OneTimeLink } from "./member.ts";
import { type Right, type Role, rights, rightsOf, rightsWithCodes, whoMay } from "./role.ts";

/** @throws Refusal `forbidden`, naming the roles that may */
export function mustHave(member: Pick<Member, "role" | "operator">, right: Right, livemode: boolean): void {
  if (!rightsOf(member, livemode).includes(right)) throw new Refusal("forbidden", whoMay(right, livemode));
}

/** Asks for one-time codes where a right has power over live money. @throws Refusal `forbidden` */
export function mustHaveCodesFor({ totpSecret }: Pick<Member, "totpSecret">, right: Right): void {
  if (totpSecret === null && rightsWithCodes.includes(right))
    throw new Refusal("forbidden", `who may ${rights[right]} needs one-time codes: set them up on your account's page`);
}

/** Refuses to let anybody but an owner make an owner. @throws Refusal `forbidden` */
export function mayGive(actor: Member, role: Role): void {
  if (!canGive(actor, role)) throw new Refusal("forbidden", "only an owner can make an owner");
}

/** Whether the maker of an invitation is still a member and may still give its role; otherwise the invitation is void. */
export function isBacked(maker: Member, { role }: Pick<OneTimeLink, "role">): boolean {
  return maker.removedAt === null && rightsOf(maker, true).includes("team") && role !== null && canGive(maker, role);
}

/** Members who may sign in to a team now, and its open invitations. */
export type Team = { members: readonly Member[]; invitations: readonly OneTimeLink[] };

/**
 * Changes a member's role and revokes invitations that the new role could not make. @throws Refusal `forbidden` or `bad_request`, by the rules about
 * owners
 */
export function changeRole(team: Team, actor: Member, member: Member, role: Role, now: Time): Changes {
  mayTouch(actor, member);
  mayGive(actor, role);
  return changed(team, revise(member, { role }), otherOwners(team, member, role), now);
}

/** Removes a member: ends their sessions and revokes their open invitations. @throws Refusal as for a change of role */
export function removeMember(team: Team, actor: Member, member: Member, now: Time): Changes {
  mayTouch(actor, member);
  return changed(team, revise(member, { removedAt: now }), otherOwners(team, member, null), now);
}

/** Whether a link can still be followed. */
export function isOpen({ usedAt, revokedAt, expiresAt }: OneTimeLink, now: Time): boolean {
  return usedAt === null && revokedAt === null && now < expiresAt;
}

const canGive = (giver: Member, role: Role): boolean => role !== "owner" || giver.role === "owner";

function changed({ invitations }: Team, member: Member, others: readonly Member[], now: Time): Changes {
  const links = invitations
    .filter((invitation) => invitation.maker === member.id && !isBacked(member, invitation))
    .map((invitation) => revise(invitation, { revokedAt: now }));
  return { update: { members: [member, ...others], ...(links.length > 0 && { one_time_links: links }) } };
}

function mayTouch(actor: Member, member: Member): void {
  if (member.role === "owner" && actor.role !== "owner")
    throw new Refusal("forbidden", "only an owner can change or remove an owner");
  if (member.operator && !actor.operator)
    throw new Refusal("forbidden", "only who runs this server can change or remove another who does");
}

/**
 * The other owners; one must be left when an owner stops being one. They are saved too, unchanged: of two owners who remove each other at the same
 * moment, one loses the race.
 */
function otherOwners({ members }: Team, member: Member, role: Role | null): Member[] {
  if (member.role !== "owner" || role === "owner") return [];
  const others = members.filter(({ id, role: theirs }) => theirs === "owner" && id !== member.id);
  if (others.length === 0)
    throw new Refusal("bad_request", "the last owner can neither go nor get another role: make another owner first");
  return others.map((owner) => revise(owner, {}));
}
