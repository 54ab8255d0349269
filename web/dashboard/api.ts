import { note } from "./connection.ts";
import { parseAnswer } from "./exact.ts";
import type { Mode } from "./mode.ts";

/** A refusal of the gateway: code and message of its error object. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Refusals by their message, translated into the reader's language. */
export class ToldPlainly extends Error {}

/** No answer: the network or the gateway cannot be reached. */
export class Unreachable extends Error {}

/** The gateway answers, but a file of this page is missing there. */
export class MissingFile extends Error {}

export type Query = Record<string, string | number | undefined>;

/**
 * Calls the merchants' API, authenticated by the session cookie. With a mode the path leads to the account of that mode,
 * without one to what belongs to the team.
 */
export const get = <Answer>(
  mode: Mode | null,
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<Answer> => ask(addressOf(mode, path, query), { method: "GET", ...(signal && { signal }) });

export const post = <Answer>(mode: Mode | null, path: string, body: unknown = {}): Promise<Answer> =>
  write(mode, "POST", path, body);

export type Writing = "POST" | "PATCH" | "DELETE";

/** @param key however often the same is sent with it, it is done once */
export const write = <Answer>(
  mode: Mode | null,
  method: Writing,
  path: string,
  body: unknown,
  key?: string,
): Promise<Answer> =>
  ask(addressOf(mode, path), {
    method,
    // Pages of other origins cannot send this header, so they cannot act for the signed-in member (CSRF).
    headers: {
      "X-Chamra-Dashboard": "1",
      "Content-Type": "application/json",
      ...(key !== undefined && { "Idempotency-Key": key }),
    },
    body: JSON.stringify(body),
  });

/** Whether the gateway answers. A refusal counts as an answer, an error page of a proxy does not. */
export const isThere = (): Promise<boolean> =>
  get(null, "session").then(
    () => true,
    (error) => error instanceof ApiError && error.status < 500,
  );

/** URL of an endpoint that the browser itself fetches: the export, the feed of changes. */
export function addressOf(mode: Mode | null, path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/dashboard/api${mode ? `/${mode}` : ""}/${path}${search && `?${search}`}`;
}

async function ask<Answer>(address: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(address, { credentials: "same-origin", ...request }).catch((error: unknown) => {
    if (request.signal?.aborted) throw error;
    note("asking", false);
    throw new Unreachable();
  });
  note("asking", true);
  const answer = await response
    .text()
    .then(parseAnswer)
    .catch(() => undefined);
  if (response.ok) return answer as Answer; // the API document gives this type, and the server's tests check answers against it
  const { code, message } = (answer ?? {}) as { code?: string; message?: string };
  throw new ApiError(response.status, code ?? "unknown", message ?? "");
}
