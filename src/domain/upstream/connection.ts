import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import { hours, type Time } from "../base/time.ts";

/** A live account's connection to an upstream, by the credentials of the merchant's own contract. */
export type Connection = {
  /** Name of the upstream; an account has one connection to each. */
  id: string;
  version: number;
  account: AccountId;
  /** The credentials as JSON, sealed by the vault. */
  sealed: string;
  /** What is shown of them, by field: secrets by their last four characters. */
  shown: Readonly<Record<string, string>>;
  /** The credentials before the last change, sealed too: what the upstream signs with them is taken until `previousUntil`. */
  previous: string | null;
  previousUntil: Time | null;
  createdAt: Time;
  changedAt: Time;
  /** When it was ended; the credentials are erased then. */
  endedAt: Time | null;
};

/** How long replaced credentials are still good for reading what the upstream sends. */
const overlap = hours(24);

/** Replaces the credentials of a connection, or makes the first. */
export function connect(
  account: AccountId,
  upstream: string,
  before: Connection | undefined,
  { sealed, shown }: Pick<Connection, "sealed" | "shown">,
  now: Time,
): Connection {
  if (before) {
    const replaced = before.endedAt === null ? { previous: before.sealed, previousUntil: now + overlap } : {};
    return revise(before, { sealed, shown, ...replaced, changedAt: now, endedAt: null });
  }
  const made = { sealed, shown, previous: null, previousUntil: null, createdAt: now, changedAt: now, endedAt: null };
  return { id: upstream, version: 1, account, ...made };
}

/** Ends a connection and erases its credentials. */
export const endConnection = (connection: Connection, now: Time): Connection =>
  revise(connection, { sealed: "", shown: {}, previous: null, previousUntil: null, changedAt: now, endedAt: now });

/** A value as it is shown again: a secret by its last four characters, and of a short one nothing. */
export const shownOf = (value: string, secret: boolean): string =>
  !secret ? value : value.length < 12 ? "…" : `…${value.slice(-4)}`;
