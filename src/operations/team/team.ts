import { Refusal, refuseIfAny } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, type Secret } from "../../domain/base/secret.ts";
import { days } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Member, OneTimeLink } from "../../domain/team/member.ts";
import { faultsOfPassword } from "../../domain/team/password.ts";
import type { Role } from "../../domain/team/role.ts";
import { changeRole, isBacked, isOpen, mayGive, removeMember, type Team } from "../../domain/team/team.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { auditedStore } from "../log/audit.ts";
import { emailTaken, openSessions } from "./member.ts";
import { hashPassword } from "./password.ts";
import { type Client, hashToken, newSession, newToken, type Present } from "./session.ts";
import { actOf, linkIsOver, openLink } from "./sign-in.ts";

/** How long an invitation, or a link that signs in, is valid. */
const linksLast = { invitation: days(7), sign_in: days(1) } as const;

/** Invites a person. The token is not stored and is shown once. @throws Refusal `forbidden`, `bad_request` */
export async function invite(
  gateway: Gateway,
  actor: Member,
  email: string,
  role: Role,
): Promise<{ link: OneTimeLink; url: string }> {
  mayGive(actor, role);
  if (await gateway.store.member.byEmail(email)) throw emailTaken();
  const { link, token } = newLink(gateway, actor.team, "invitation", {
    member: null,
    email,
    role,
    maker: actor.id,
  });
  await gateway.store.save({ insert: { one_time_links: [link] } });
  return { link, url: `${gateway.publicUrl()}/dashboard/join#${token}` };
}

/** Makes a link that signs a member in once. @returns its address and its end */
export async function linkFor(gateway: Gateway, member: Member): Promise<{ url: string; expiresAt: number }> {
  const { link, token } = newLink(gateway, member.team, "sign_in", {
    member: member.id,
    email: null,
    role: null,
    maker: null,
  });
  await gateway.store.save({ insert: { one_time_links: [link] } });
  return { url: `${gateway.publicUrl()}/dashboard/enter#${token}`, expiresAt: link.expiresAt };
}

/** @throws Refusal `not_found` */
export async function revokeInvitation(gateway: Gateway, { team }: Member, id: string): Promise<void> {
  await untilSaved(async () => {
    const link = await gateway.store.member.link(id);
    if (link?.team !== team || link.kind !== "invitation" || !isOpen(link, gateway.now()))
      throw new Refusal("not_found");
    const revoked = revise(link, { revokedAt: gateway.now() });
    return (await gateway.store.save({ update: { one_time_links: [revoked] } })).saved || undefined;
  });
}

type Newcomer = { token: string; name: string; password: Secret };

/**
 * Makes a member of the person who follows an invitation.
 * @returns the token of their session
 * @throws Refusal `sign_in_failed` when it was used, is too old, or its maker lost the right to make it; `bad_request` for a bad password
 */
export async function join(
  gateway: Gateway,
  client: Client,
  { token: linkToken, name, password }: Newcomer,
): Promise<string> {
  const { email, team } = (await openInvitation(gateway, linkToken)).link;
  const account = await gateway.store.account.ofTeam(team, true);
  refuseIfAny("bad_request", faultsOfPassword(reveal(password), email ?? "", [name, account?.name ?? ""]));
  const hash = await hashPassword(password);
  return untilSaved(async () => {
    const { link, maker } = await openInvitation(gateway, linkToken);
    if (link.email === null || link.role === null) throw new Error(`the invitation ${link.id} invites nobody`);
    if (await gateway.store.member.byEmail(link.email)) throw emailTaken();
    const member = newMember(gateway, { team: link.team, email: link.email, role: link.role, name, password: hash });
    const { session, token } = newSession(gateway, member, "password", client);
    const saved = await auditedStore(gateway.store, actOf(gateway, member, "POST /join", client)).save({
      // the maker is saved along, unchanged: if they are removed at this moment, one of the two saves loses the race
      update: { one_time_links: [revise(link, { usedAt: gateway.now() })], members: [revise(maker, {})] },
      insert: { members: [member], sessions: [session] },
    });
    return saved.saved ? token : undefined;
  });
}

/** @throws Refusal `sign_in_failed` unless it is still valid and its maker still has the right to make it */
async function openInvitation(gateway: Gateway, token: string): Promise<{ link: OneTimeLink; maker: Member }> {
  const link = await openLink(gateway, token, "invitation");
  const maker = link.maker === null ? undefined : await gateway.store.member.get(link.maker);
  if (!maker || !isBacked(maker, link)) throw linkIsOver();
  return { link, maker };
}

/** @throws Refusal `not_found`, or by the rules about owners */
export async function setRole(gateway: Gateway, actor: Member, id: string, role: Role): Promise<Member> {
  return untilSaved(async () => {
    const { team, member } = await teamOf(gateway, actor, id);
    const changes = changeRole(team, actor, member, role, gateway.now());
    return (await gateway.store.save(changes)).saved ? changes.update?.members?.[0] : undefined;
  });
}

/** @throws Refusal `not_found`, or by the rules about owners */
export async function remove(gateway: Gateway, actor: Member, id: string): Promise<void> {
  await untilSaved(async () => {
    const { team, member } = await teamOf(gateway, actor, id);
    return (await gateway.store.save(removeMember(team, actor, member, gateway.now()))).saved || undefined;
  });
}

/**
 * Sets whether the whole team must have one-time codes. Members without codes are signed out, except from the session that sets this, and are led to
 * set them up when they sign in again.
 */
export async function requireCodes(
  gateway: Gateway,
  { member: actor, session: own, live }: Pick<Present, "member" | "session" | "live">,
  required: boolean,
): Promise<void> {
  const { store } = gateway;
  await untilSaved(async () => {
    const account = await store.account.get(live.id);
    if (!account) throw new Refusal("not_found");
    const without = required
      ? (await store.member.ofTeam(actor.team)).filter(({ totpSecret }) => totpSecret === null)
      : [];
    const open = (await Promise.all(without.map((member) => openSessions(gateway, member)))).flat();
    const ended = open.filter(({ id }) => id !== own.id).map((each) => revise(each, { revokedAt: gateway.now() }));
    const update = { accounts: [revise(account, { codesRequired: required })], sessions: ended };
    return (await store.save({ update })).saved || undefined;
  });
}

/** Gives a new merchant, and the first start, an owner who can sign in; if no operator is left, the first owner becomes one. */
export async function ensureOwner(
  gateway: Gateway,
  account: Account,
  operator: boolean,
  email = account.email.toLowerCase(),
): Promise<void> {
  const { store } = gateway;
  if (operator && (await store.member.operators()).length > 0) return;
  const owner = (await store.member.ofTeam(account.team)).find(({ role }) => role === "owner");
  if (owner) {
    if (operator) await store.save({ update: { members: [revise(owner, { operator })] } });
    return;
  }
  if (await store.member.byEmail(email)) return;
  const member = newMember(gateway, { team: account.team, email, name: "Owner", role: "owner", password: null });
  await store.save({ insert: { members: [{ ...member, operator }] } });
}

function newMember(gateway: Gateway, given: Pick<Member, "team" | "email" | "name" | "role" | "password">): Member {
  const nothing = { totpSecret: null, totpOffered: null, totpStep: null, removedAt: null };
  return {
    id: gateway.newId("member", true),
    version: 1,
    operator: false,
    ...given,
    ...nothing,
    createdAt: gateway.now(),
  };
}

function newLink(
  gateway: Gateway,
  team: string,
  kind: OneTimeLink["kind"],
  who: Pick<OneTimeLink, "member" | "email" | "role" | "maker">,
): { link: OneTimeLink; token: string } {
  const token = newToken();
  const now = gateway.now();
  const id = gateway.newId("oneTimeLink", true);
  const fresh = { version: 1, hash: hashToken(token), createdAt: now, expiresAt: now + linksLast[kind] };
  return { link: { id, team, kind, ...who, ...fresh, usedAt: null, revokedAt: null }, token };
}

/** @throws Refusal `not_found` for a member of another team, or one who was removed */
async function teamOf({ store, now }: Gateway, actor: Member, id: string): Promise<{ team: Team; member: Member }> {
  const [members, invitations] = await Promise.all([
    store.member.ofTeam(actor.team),
    store.member.invitations(actor.team, now()),
  ]);
  const member = members.find((each) => each.id === id);
  if (!member) throw new Refusal("not_found");
  return { team: { members, invitations }, member };
}
