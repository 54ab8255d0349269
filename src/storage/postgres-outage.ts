import { Outage } from "./database.ts";

/** @throws Outage with the reason where the server cannot be reached, or cannot work */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOutage(error) ? outageOf(error) : error;
  }
}

function outageOf(error: unknown): Outage {
  const { code, message } = error as { code?: string; message?: string };
  return new Outage(`the database cannot be reached: ${message || code}`, error);
}

/** Classes of SQLSTATE that mean the server: connection, resources, operator, system, read-only; and whatever the socket reports. */
function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined) return /^(08|53|57|58|25006|E[A-Z]+$|EAI_)/.test(code);
  return /Connection terminated|timeout exceeded|Query read timeout|connection error|calling end on the pool/.test(
    message ?? "",
  );
}
