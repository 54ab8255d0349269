import { dayInBangkok } from "../base/bangkok.ts";
import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import { days, hours, minutes, type Time } from "../base/time.ts";
import type { ContractTerms } from "./contract.ts";

/** A live account's connection to an upstream, by the credentials of the merchant's own contract. */
export type Connection = {
  /** Name of the upstream; an account has one connection to each. */
  id: string;
  version: number;
  account: AccountId;
  /** Always true: test accounts have no upstreams. */
  livemode: boolean;
  /** The credentials as JSON, sealed by the vault. */
  sealed: string;
  /** What is shown of them, by field: secrets by their last four characters. */
  shown: Readonly<Record<string, string>>;
  /** The credentials before the last change, sealed too: what the upstream signs with them is taken until `previousUntil`. */
  previous: string | null;
  previousUntil: Time | null;
  createdAt: Time;
  changedAt: Time;
  /** When it was ended; the credentials are erased once nothing waits at the upstream. */
  endedAt: Time | null;
  /** The start of the first day in Bangkok that is not reconciled. */
  reconciledUntil: Time;
  /** When the upstream is asked for the payments of the day before; null where it tells of none. */
  dueAt: Time | null;
  /** Why the upstream did not tell of a day the last time; null where it did. */
  problem: string | null;
  /** What the upstream may take, by the merchant's contract with it; empty where nobody has entered it. It outlives the credentials. */
  contract: readonly ContractTerms[];
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
    const again = before.endedAt === null ? {} : { reconciledUntil: dayInBangkok(now) };
    return revise(before, { sealed, shown, ...replaced, ...again, changedAt: now, endedAt: null, dueAt: now });
  }
  const made = { sealed, shown, previous: null, previousUntil: null, createdAt: now, changedAt: now, endedAt: null };
  const next = { reconciledUntil: dayInBangkok(now), dueAt: now, problem: null, contract: [] };
  return { id: upstream, version: 1, account, livemode: true, ...made, ...next };
}

/** How long after midnight in Bangkok an upstream is asked for the day before: by then it has told of what was paid in the last minutes. */
const toldAfter = hours(6);

/** How long after a failed question an upstream is asked again. */
const againAfter = hours(1);

/** How many days back an upstream is asked for at most; older ones are read from files. */
const daysBack = 31;

/** The day to reconcile next, by its start; undefined where it is not over, or has not been over for long enough. */
export function dayToReconcile({ reconciledUntil }: Pick<Connection, "reconciledUntil">, now: Time): Time | undefined {
  const day = Math.max(reconciledUntil, dayInBangkok(now) - days(daysBack));
  return now >= day + days(1) + toldAfter ? day : undefined;
}

/** The connection after a day was reconciled. */
export const reconciledThrough = (connection: Connection, day: Time): Connection =>
  revise(connection, { reconciledUntil: Math.max(connection.reconciledUntil, day + days(1)), problem: null });

/** The connection when nothing is left to reconcile now. @param tells whether the upstream can be asked at all */
export const waitsForNextDay = (connection: Connection, tells: boolean, now: Time): Connection =>
  revise(connection, { dueAt: tells ? dayInBangkok(now - toldAfter) + days(1) + toldAfter : null, problem: null });

/** The connection after its upstream has not told of a day. */
export const notTold = (connection: Connection, problem: string, now: Time): Connection =>
  revise(connection, { problem: problem.slice(0, 300), dueAt: now + againAfter });

/** Time that the process which ends a connection has before the clock does it: it may die in between. */
const endedWithin = minutes(1);

/**
 * Begins to end a connection. From this commit on nothing new goes there; what went there before is in the database, and can be looked for. Until that is
 * done the credentials stay.
 */
export const beginEnding = (connection: Connection, now: Time): Connection =>
  revise(connection, { endedAt: now, dueAt: now + endedWithin });

/** Whether its end has begun, and is not decided. */
export const isEnding = ({ endedAt, sealed }: Pick<Connection, "endedAt" | "sealed">): boolean =>
  endedAt !== null && sealed !== "";

/** Takes the end of a connection back. What it was due for is looked at anew. */
export const continueConnection = (connection: Connection, now: Time): Connection =>
  revise(connection, { endedAt: null, dueAt: now });

/** Ends a connection for good and erases its credentials. */
export const eraseConnection = (connection: Connection, now: Time): Connection =>
  revise(connection, {
    sealed: "",
    shown: {},
    previous: null,
    previousUntil: null,
    changedAt: now,
    dueAt: null,
    problem: null,
  });

/** The open one of an account's connections to an upstream. */
export const openConnection = (connections: readonly Connection[], upstream: string): Connection | undefined =>
  connections.find(({ id, endedAt }) => id === upstream && endedAt === null);

/** A value as it is shown again: a secret by its last four characters, and of a short one nothing. */
export const shownOf = (value: string, secret: boolean): string =>
  !secret ? value : value.length < 12 ? "…" : `…${value.slice(-4)}`;
