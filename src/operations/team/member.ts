import { Refusal, refuseIfAny } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, type Secret } from "../../domain/base/secret.ts";
import { hours } from "../../domain/base/time.ts";
import type { Member, Session } from "../../domain/team/member.ts";
import { faultsOfPassword } from "../../domain/team/password.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { attempt } from "./lock-out.ts";
import { hashPassword, isPassword } from "./password.ts";
import { type Client, isOver, type Present } from "./session.ts";

/** Time after following a link in which a password can be set without the old one: members who forgot it ask for a link. */
const linkStandsInFor = hours(1);

/**
 * Changes the password. Every other browser is signed out, since one of them may be the reason.
 * @throws Refusal `bad_request` when the current one is wrong or the new one is not allowed
 */
export async function changePassword(
  gateway: Gateway,
  client: Client,
  { member, session, live }: Present,
  current: Secret | undefined,
  next: Secret,
): Promise<Member> {
  refuseIfAny("bad_request", faultsOfPassword(reveal(next), member.email, [member.name, live.name]));
  await provePassword(gateway, client, { member, session }, current);
  const password = await hashPassword(next);
  return untilSaved(async () => {
    const stored = await currentMember(gateway, member);
    const others = (await openSessions(gateway, member)).filter(({ id }) => id !== session.id);
    const changed = revise(stored, { password });
    const revokedAt = gateway.now();
    const update = { members: [changed], sessions: others.map((other) => revise(other, { revokedAt })) };
    return (await gateway.store.save({ update })).saved ? changed : undefined;
  });
}

/** Changes a member's name or e-mail address. @throws Refusal `bad_request` */
export async function changeProfile(
  gateway: Gateway,
  client: Client,
  { member, session }: Present,
  { current, ...patch }: { name?: string; email?: string; current: Secret | undefined },
): Promise<Member> {
  if (patch.email !== undefined && patch.email !== member.email) {
    await provePassword(gateway, client, { member, session }, current); // a link could be sent to the new address
    if (await gateway.store.member.byEmail(patch.email)) throw emailTaken();
  }
  return untilSaved(async () => {
    const changed = revise(await currentMember(gateway, member), patch);
    const saved = await gateway.store.save({ update: { members: [changed] } });
    return saved.saved ? changed : undefined;
  });
}

export const emailTaken = (): Refusal => new Refusal("bad_request", "email belongs to a member already");

/** Sessions that are not over. */
export async function openSessions(gateway: Gateway, { id }: Member): Promise<Session[]> {
  const now = gateway.now();
  return (await gateway.store.session.ofMember(id)).filter((session) => !isOver(session, now));
}

/** Ends one of a member's own sessions. @throws Refusal `not_found` */
export async function revokeSession(gateway: Gateway, member: Member, id: string): Promise<void> {
  await untilSaved(async () => {
    const session = (await gateway.store.session.ofMember(member.id)).find((each) => each.id === id);
    if (!session) throw new Refusal("not_found");
    const revoked = revise(session, { revokedAt: gateway.now() });
    return (await gateway.store.save({ update: { sessions: [revoked] } })).saved || undefined;
  });
}

/** The member as stored now. @throws Refusal `not_found` where they were removed meanwhile */
export async function currentMember({ store }: Gateway, { id }: Member): Promise<Member> {
  const member = await store.member.get(id);
  if (!member || member.removedAt !== null) throw new Refusal("not_found");
  return member;
}

/** @throws Refusal `bad_request` unless it is their password, or they have none or have just followed a link */
export async function provePassword(
  gateway: Gateway,
  client: Client,
  { member, session: { by, createdAt } }: Pick<Present, "member" | "session">,
  current: Secret | undefined,
): Promise<void> {
  if (member.password === null || (by === "link" && gateway.now() < createdAt + linkStandsInFor)) return;
  if (current === undefined) throw new Refusal("bad_request", "current cannot be blank");
  const { succeeded } = await attempt(gateway, member.email, client);
  if (!(await isPassword(current, member.password, "kept")))
    throw new Refusal("bad_request", "current is not your password");
  await succeeded();
}
