import type { Agent } from "undici";
import { seconds } from "../domain/base/time.ts";
import { NotTaken, type Received, type Send } from "./upstream.ts";

/** Time limit of one request, connecting included. Shorter than that of a verb, so that it can still say what happened. */
const answersWithin = seconds(18);

/** Upper bound of an answer's body; a list of a hundred charges is a tenth of it. */
const bodyBytesMax = 4 * 1_024 * 1_024;

/** Agents with a client certificate that are kept; a merchant has one. */
const certificatesMax = 100;

/**
 * The way to the servers of upstreams. Redirects are not followed, and proxies of the environment are not used. A connection that could not even be
 * made is `NotTaken`; everything after that is not known.
 *
 * @param version of Chamra, for the header `User-Agent`
 */
export function createSend(version: string): { send: Send; close(): Promise<void> } {
  const agents = new Map<string, Promise<Agent>>();

  /** Loads the client with the first request. */
  function agentFor(certificate: Parameters<Send>[0]["certificate"]): Promise<Agent> {
    const name = certificate ? certificate.cert + certificate.key : "";
    const known = agents.get(name);
    if (known) return known;
    const made = import("undici").then(
      (undici) => new undici.Agent({ connect: { timeout: seconds(5), ...certificate } }),
    );
    agents.set(name, made);
    const [oldest = ""] = [...agents.keys()].filter((each) => each !== "");
    if (agents.size > certificatesMax) agents.delete(oldest);
    return made;
  }

  return {
    send: async ({ method, url, headers = {}, body, certificate }): Promise<Received> => {
      const agent = await agentFor(certificate);
      const { origin, pathname, search } = new URL(url);
      try {
        const answer = await agent.request({
          origin,
          path: pathname + search,
          method,
          headers: { ...headers, "user-agent": `Chamra/${version}` },
          ...(body !== undefined && { body }),
          signal: AbortSignal.timeout(answersWithin),
        });
        const type = answer.headers;
        return { status: answer.statusCode, headers: plainHeaders(type), body: await textOf(answer.body) };
      } catch (error) {
        if (neverConnected(error)) throw new NotTaken(`${new URL(url).host} cannot be reached`);
        throw new Error(`${new URL(url).host}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    close: async () => {
      await Promise.all([...agents.values()].map(async (agent) => (await agent).destroy()));
    },
  };
}

/** Codes of errors that come before anything was sent, where it was connecting that failed: a connection can break with some of them later, too. */
const before = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/** What Node.js and undici tell of an error; `errors` are those of each address of a host. */
type Failure = { code?: unknown; syscall?: unknown; errors?: unknown };

function neverConnected(error: unknown): boolean {
  const { code, syscall, errors } = error as Failure;
  if (code === "UND_ERR_CONNECT_TIMEOUT") return true;
  if (Array.isArray(errors) && errors.length > 0) return errors.every(neverConnected);
  return before.includes(String(code)) && (syscall === "connect" || syscall === "getaddrinfo");
}

const plainHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );

/** @throws Error for a body that is too long */
async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > bodyBytesMax) throw new Error(`an answer of more than ${bodyBytesMax} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
