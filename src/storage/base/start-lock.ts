import { setTimeout as pause } from "node:timers/promises";
import type { Tell } from "./database.ts";

/** How long a process waits while another one starts or migrates the same database. Then it fails with an error that names the cure. */
export const startPatienceMs = 60_000;

/** The listener of a waiting start, and its time limit. */
export type Patience = { tell: Tell; patienceMs: number };

/** Shorter waits are not reported: two simultaneous starts wait for a few milliseconds. */
const quietMs = 1_000;

/** Waits for `lock`, and tells the operator when that takes long. */
export async function sayingSo<T>(tell: Tell, lock: Promise<T>): Promise<T> {
  const over = new AbortController();
  void pause(quietMs, undefined, { signal: over.signal }).then(
    () => tell("another process is migrating the database; waiting"),
    () => {}, // the wait was short
  );
  return lock.finally(() => over.abort());
}

/** The error of a lock that was not freed. @param holder the process in the way; @param cure how to end it */
export function stillHeld(holder: string, patienceMs: number, cure: string): Error {
  return new Error(
    `${holder} has kept this database to itself for ${patienceMs / 1_000} s, as a start and a migration do: wait until it has done its work, or ${cure}; then start again`,
  );
}
