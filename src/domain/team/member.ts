import type { Time } from "../base/time.ts";
import type { Role } from "./role.ts";

/** Somebody who may sign in to the dashboard: one person in one merchant's team. Rows stay when members go, since the audit log names them. */
export type Member = {
  id: string;
  version: number;
  team: string;
  /** In lower case; no two members of any team share one. */
  email: string;
  name: string;
  role: Role;
  /** Whether this member runs the server, and not only a merchant on it. */
  operator: boolean;
  /** What scrypt made of the password, with its parameters; null until one is chosen. */
  password: string | null;
  /** The secret of the one-time codes, sealed by the vault's keys; null while they are off. */
  totpSecret: string | null;
  /** One that was offered and not yet confirmed by a code. */
  totpOffered: string | null;
  /** The last step of time whose code was used: no code opens twice. */
  totpStep: number | null;
  createdAt: Time;
  removedAt: Time | null;
};

/** One browser in which a member is signed in. Only the hash of its token is kept. */
export type Session = {
  id: string;
  version: number;
  member: string;
  hash: string;
  /** What opened it: with a link, a forgotten password can be replaced. */
  by: "password" | "link";
  ip: string;
  userAgent: string;
  createdAt: Time;
  seenAt: Time;
  /** However often it is seen, it ends then. */
  expiresAt: Time;
  revokedAt: Time | null;
};

/** A link that opens the dashboard once: it invites somebody, or signs a member in. Only the hash of its token is kept. */
export type OneTimeLink = {
  id: string;
  version: number;
  team: string;
  kind: "invitation" | "sign_in";
  /** Whom it signs in. */
  member: string | null;
  /** Whom it invites, and as what. */
  email: string | null;
  role: Role | null;
  /** The member who invites; null for links made by the command line. */
  maker: string | null;
  hash: string;
  createdAt: Time;
  expiresAt: Time;
  usedAt: Time | null;
  revokedAt: Time | null;
};
