import { note } from "./connection.ts";
import { parseAnswer } from "./exact.ts";
import type { Mode } from "./mode.ts";

/** What the gateway refused, with the code and the sentence of its error object. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What was refused, told by its message in the reader's own language and words. */
export class ToldPlainly extends Error {}

/** Nobody answered: the network is away, or the gateway is. */
export class Unreachable extends Error {}

/** The gateway answers, and does not have a file of this page. */
export class MissingFile extends Error {}

export type Query = Record<string, string | number | undefined>;

/**
 * The same endpoints as the merchants' API, opened by the session's cookie. With a mode the path leads to the account of that mode,
 * without one to what belongs to the team.
 */
export const get = <Answer>(
  mode: Mode | null,
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<Answer> => ask(addressOf(mode, path, query), { method: "GET", ...(signal && { signal }) });

export const post = <Answer>(mode: Mode | null, path: string, body: unknown = {}): Promise<Answer> =>
  ask(addressOf(mode, path), {
    method: "POST",
    // No page of another origin can send this header, so no such page can act for whoever is signed in here.
    headers: { "X-Chamra-Dashboard": "1", "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

/** Whether the gateway answers: a refusal is an answer, and what a proxy says in its place is none. */
export const isThere = (): Promise<boolean> =>
  get(null, "session").then(
    () => true,
    (error) => error instanceof ApiError && error.status < 500,
  );

/** Where an endpoint is, for what the browser itself fetches: the export, the feed of changes. */
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
  if (response.ok) return answer as Answer; // the API document says so, and the server's tests hold it to that
  const { code, message } = (answer ?? {}) as { code?: string; message?: string };
  throw new ApiError(response.status, code ?? "unknown", message ?? "");
}
