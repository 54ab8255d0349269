import { Outage } from "../base/database.ts";

/** @throws Outage with the reason where the server cannot be reached, or cannot work */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOutage(error) ? outageOf(error) : error;
  }
}

/** The same for the way to the server: nothing was asked yet, so whatever refuses us there, a password, a pooler, is an outage. @throws Outage */
export async function connecting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw outageOf(error);
  }
}

function outageOf(error: unknown): Outage {
  const { code, message } = error as { code?: string; message?: string };
  return new Outage(`the database cannot be reached: ${message || code}`, error);
}

/** So often a statement is sent before somebody who is always faster counts as an outage. */
const triesMax = 5;

/**
 * Sends again what ended in a deadlock or a serialization failure: the server undid it, though nothing was lost yet; the guards of a save then tell.
 * @throws Outage after that many times
 */
export async function untilDone<T>(send: () => Promise<T>, tries = triesMax): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!/^40/.test((error as { code?: string }).code ?? "")) throw error;
    if (tries === 1) throw outageOf(error);
    return untilDone(send, tries - 1);
  }
}

/** Classes of SQLSTATE that mean the server: connection, resources, operator, system, read-only, a lock that was not to be had; and whatever the socket reports. */
function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined) return /^(08|53|57|58|25006|55P03|E[A-Z]+$|EAI_)/.test(code);
  return /Connection terminated|timeout exceeded|Query read timeout|connection error|not queryable|calling end on the pool/.test(
    message ?? "",
  );
}
