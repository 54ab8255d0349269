import { Outage } from "../base/database.ts";

/** Turns errors of an unreachable or failing server into an outage. @throws Outage with the reason */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOutage(error) ? outageOf(error) : error;
  }
}

/** Turns errors of connecting into an outage: no query was sent yet, so every error (a password, a pooler) counts. @throws Outage with the reason */
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

/** Upper bound of tries of one statement; after losing that often it counts as an outage. */
const triesMax = 5;

/**
 * Sends a statement again after a deadlock or a serialization failure: the server undid it, and no race is lost yet; the guards of the save decide on
 * the next try.
 * @throws Outage after the last try
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

/**
 * Whether an error is the server's: SQLSTATE classes of connection, resources, operator, system, read-only, a lock that was not available; or an
 * error of the socket.
 */
function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined) return /^(08|53|57|58|25006|55P03|E[A-Z]+$|EAI_)/.test(code);
  return /Connection terminated|timeout exceeded|Query read timeout|connection error|not queryable|calling end on the pool/.test(
    message ?? "",
  );
}
