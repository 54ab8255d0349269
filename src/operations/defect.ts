import { AssertionError } from "node:assert";

/**
 * Whether an error shows a defect of our code, which is never an answer of a bank. A broken connection is none: for that `fetch` throws a TypeError, too, but
 * with a cause.
 */
export function isDefect(error: unknown): boolean {
  const ours = [TypeError, ReferenceError, RangeError, AssertionError].some((kind) => error instanceof kind);
  return ours && (error as Error).cause === undefined;
}
