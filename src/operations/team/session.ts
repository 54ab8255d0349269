import { createHash, randomBytes } from "node:crypto";
import { Refusal } from "../../domain/base/errors.ts";
import { days, hours, minutes } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Member, Session } from "../../domain/team/member.ts";
import type { Gateway } from "../gateway.ts";

/** Time without a request after which a session is over. */
const idleFor = hours(12);
/** Time after which a session is over, even in use, and the password is needed again. */
export const sessionsLast = days(14);
/** Precision of a session's last use: each update is a write. */
const seenEvery = minutes(1);

/** Rate-limit bucket of an address: `name` is an IPv4 address or an IPv6 /64 (a subscriber), `wide` the IPv6 /48 (a site, 65,536 of those). */
export type Network = { name: string; wide: string | null; kind: "public" | "private" };

/** A signed-in member, the accounts of their team, and whether team or server require one-time codes. */
export type Present = { session: Session; member: Member; test: Account; live: Account; codesRequired: boolean };

/** Whether a member must set up one-time codes before anything else. */
export const lacksCodes = ({ member, codesRequired }: Pick<Present, "member" | "codesRequired">): boolean =>
  codesRequired && member.totpSecret === null;

/** The browser and address from which a person signs in. */
export type Client = {
  ip: string;
  /** Rate-limit bucket; a private one may stand for many people. */
  network: Network;
  userAgent: string;
};

/** Makes a new session and its token, which only the browser keeps. */
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
 * The member of a session's token. The database is asked each time, so a session revoked here or in another process is over at once.
 * @throws Refusal `authentication_failure` when there is no such session, or it is over
 */
export async function whoIs(gateway: Gateway, token: string): Promise<Present> {
  const present = token === "" ? undefined : await presentBy(gateway, hashToken(token));
  if (!present) throw notSignedIn();
  const { session } = present;
  const at = gateway.now();
  if (at - session.seenAt >= seenEvery) await gateway.store.session.seen(session.id, at);
  return present;
}

/** What is needed to find a session's member. */
export type Doorkeeper = Pick<Gateway, "store" | "now" | "codesRequired">;

/** The member of a session, by its token's hash; undefined where there is no session, it is over, or they were removed. */
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

/** Makes a token of 256 random bits, for links and cookies that are sent once and never shown again. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** Hash of a token as it is stored. It is long and random, so a plain hash cannot be reversed. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
