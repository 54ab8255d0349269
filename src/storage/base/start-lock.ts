import { setTimeout as pause } from "node:timers/promises";
import type { Tell } from "./database.ts";

/** One process of a database starts or migrates at a time. The others wait so long, and then give up with a sentence that names the cure. */
export const startPatienceMs = 60_000;

/** Who hears that a start waits, and how long it does. */
export type Patience = { tell: Tell; patienceMs: number };

/** Two that start at the same moment wait for a few milliseconds, of which nobody need be told. */
const quietMs = 1_000;

/** Resolves with `lock`; an operator hears of it when that takes long. */
export async function sayingSo<T>(tell: Tell, lock: Promise<T>): Promise<T> {
  const over = new AbortController();
  void pause(quietMs, undefined, { signal: over.signal }).then(
    () => tell("another process is migrating the database; waiting"),
    () => {}, // it did not take long
  );
  return lock.finally(() => over.abort());
}

/** @param holder who is in the way; @param cure how to end it */
export function stillHeld(holder: string, patienceMs: number, cure: string): Error {
  return new Error(
    `${holder} has kept this database to itself for ${patienceMs / 1_000} s, as a start and a migration do: wait until it has done its work, or ${cure}; then start again`,
  );
}
