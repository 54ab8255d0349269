import { createHash, randomBytes } from "node:crypto";
import { Refusal } from "../../domain/base/errors.ts";
import { days, hours, minutes } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Member, Session } from "../../domain/team/member.ts";
import type { Gateway } from "../gateway.ts";

/** Nobody at the keyboard for so long, and the session is over. */
const idleFor = hours(12);
/** However busy somebody is, after so long the password is asked for again. */
export const sessionsLast = days(14);
/** A session that is in use says so no more often: each time is a write. */
const seenEvery = minutes(1);

/** What an address is counted as. `wide` is what a site is given of IPv6 (/48), which has 65,536 of what a subscriber is (`name`, /64). */
export type Network = { name: string; wide: string | null; kind: "public" | "private" };

/** Somebody who is signed in, the accounts of the team, and whether the team or the server demands one-time codes of its members. */
export type Present = { session: Session; member: Member; test: Account; live: Account; codesRequired: boolean };

/** Whether they have to set up one-time codes before anything else. */
export const lacksCodes = ({ member, codesRequired }: Pick<Present, "member" | "codesRequired">): boolean =>
  codesRequired && member.totpSecret === null;

/** Where somebody signs in from. */
export type Client = {
  ip: string;
  /** Who is counted as one; a private one may speak for many. */
  network: Network;
  userAgent: string;
};

/** A new session and its token, which only the browser keeps. */
export function newSession(
  gateway: Gateway,
  member: Member,
  by: Session["by"],
  { ip, userAgent }: Pick<Client, "ip" | "userAgent">,
): { session: Session; token: string } {
  const token = newToken();
  const now = gateway.now();
  const session: Session = {
    id: gateway.newId("session", true),
    version: 1,
    member: member.id,
    hash: hashToken(token),
    by,
    ip,
    userAgent: userAgent.slice(0, 300),
    createdAt: now,
    seenAt: now,
    expiresAt: now + sessionsLast,
    revokedAt: null,
  };
  return { session, token };
}

/**
 * Whose session a token is. It is asked for each time, so what is revoked, here or in another process, is over at once.
 * @throws Refusal `authentication_failure` when there is none, or it is over
 */
export async function whoIs(gateway: Gateway, token: string): Promise<Present> {
  const present = token === "" ? undefined : await presentBy(gateway, hashToken(token));
  if (!present) throw notSignedIn();
  const { session } = present;
  const at = gateway.now();
  if (at - session.seenAt >= seenEvery) await gateway.store.session.seen(session.id, at);
  return present;
}

/** What it takes to tell who is signed in. */
export type Doorkeeper = Pick<Gateway, "store" | "now" | "codesRequired">;

/** Whose session it is, by the hash of its token; nobody's where there is none, it is over, or they have gone. */
export async function presentBy({ store, now, codesRequired }: Doorkeeper, hash: string): Promise<Present | undefined> {
  const session = await store.session.byHash(hash);
  if (!session || isOver(session, now())) return undefined;
  const member = await store.member.get(session.member);
  if (!member || member.removedAt !== null) return undefined;
  const [test, live] = await Promise.all([
    store.account.ofTeam(member.team, false),
    store.account.ofTeam(member.team, true),
  ]);
  if (!test || !live) throw new Error(`the team ${member.team} lacks an account`);
  return { session, member, test, live, codesRequired: codesRequired || live.codesRequired };
}

export const isOver = ({ revokedAt, expiresAt, seenAt }: Session, at: number): boolean =>
  revokedAt !== null || at >= expiresAt || at >= seenAt + idleFor;

const notSignedIn = (): Refusal => new Refusal("authentication_failure", "you are not signed in, or not any more");

/** 256 random bits, for what is sent once and never shown again. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What is stored of a token. It is long and random, so a plain hash cannot be turned back. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
