import { type Changes, revise } from "./changes.ts";
import { Refusal } from "./errors.ts";
import type { Member, OneTimeLink } from "./member.ts";
import { type Right, type Role, rightsOf, whoMay } from "./role.ts";
import type { Time } from "./time.ts";

/** @throws Refusal `forbidden` with who may */
export function mustHave(member: Pick<Member, "role" | "operator">, right: Right, livemode: boolean): void {
  if (!rightsOf(member, livemode).includes(right)) throw new Refusal("forbidden", whoMay(right, livemode));
}

/** Only an owner makes an owner. @throws Refusal `forbidden` */
export function mayGive(actor: Member, role: Role): void {
  if (role === "owner" && actor.role !== "owner") throw new Refusal("forbidden", "only an owner can make an owner");
}

/** @throws Refusal `forbidden` or `bad_request` where the rules about owners stand against it */
export function changeRole(team: readonly Member[], actor: Member, member: Member, role: Role): Changes {
  mayTouch(actor, member);
  mayGive(actor, role);
  const changed = revise(member, { role });
  return { update: { members: [changed, ...otherOwners(team, member, role)] } };
}

/** Whoever goes is signed out everywhere by that. @throws Refusal as above */
export function removeMember(team: readonly Member[], actor: Member, member: Member, now: Time): Changes {
  mayTouch(actor, member);
  return { update: { members: [revise(member, { removedAt: now }), ...otherOwners(team, member, null)] } };
}

/** Whether a link can still be followed. */
export function isOpen({ usedAt, revokedAt, expiresAt }: OneTimeLink, now: Time): boolean {
  return usedAt === null && revokedAt === null && now < expiresAt;
}

function mayTouch(actor: Member, member: Member): void {
  if (member.role === "owner" && actor.role !== "owner")
    throw new Refusal("forbidden", "only an owner can change or remove an owner");
  if (member.operator && !actor.operator)
    throw new Refusal("forbidden", "only who runs this server can change or remove another who does");
}

/**
 * When an owner stops being one, another must be left. All others are saved along, unchanged, so that of two owners who do this
 * to each other at the same moment one loses the race.
 */
function otherOwners(team: readonly Member[], member: Member, role: Role | null): Member[] {
  if (member.role !== "owner" || role === "owner") return [];
  const others = team.filter(({ id, role: theirs }) => theirs === "owner" && id !== member.id);
  if (others.length === 0)
    throw new Refusal("bad_request", "the last owner can neither go nor get another role: make another owner first");
  return others.map((owner) => revise(owner, {}));
}
