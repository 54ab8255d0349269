import type { Time } from "../base/time.ts";
import type { Role } from "./role.ts";

/** A person in one merchant's team who may sign in to the dashboard. Rows of removed members stay, since the audit log names them. */
export type Member = {
  id: string;
  version: number;
  team: string;
  /** In lower case, unique among the members of all teams. */
  email: string;
  name: string;
  role: Role;
  /** Whether this member runs the server, not only a merchant on it. */
  operator: boolean;
  /** The scrypt hash of the password with its parameters; null until one is chosen. */
  password: string | null;
  /** The secret of the one-time codes, sealed by the vault's keys; null while they are off. */
  totpSecret: string | null;
  /** An offered secret that no code has confirmed yet. */
  totpOffered: string | null;
  /** The last time step whose code was used: a code works once. */
  totpStep: number | null;
  createdAt: Time;
  removedAt: Time | null;
};

/** A browser in which a member is signed in. Only the hash of its token is stored. */
export type Session = {
  id: string;
  version: number;
  member: string;
  hash: string;
  /** How the session was opened; after a link, a forgotten password can be replaced. */
  by: "password" | "link";
  ip: string;
  userAgent: string;
  createdAt: Time;
  seenAt: Time;
  /** The end of the session, however often it is used. */
  expiresAt: Time;
  revokedAt: Time | null;
};

/** A link that opens the dashboard once: it invites a person or signs a member in. Only the hash of its token is stored. */
export type OneTimeLink = {
  id: string;
  version: number;
  team: string;
  kind: "invitation" | "sign_in";
  /** The member that it signs in. */
  member: string | null;
  /** The e-mail that it invites, with the role. */
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
