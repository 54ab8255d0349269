import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { kindOfId } from "../../domain/base/id.ts";
import { withoutSecrets } from "../../domain/base/mask.ts";
import type { Time } from "../../domain/base/time.ts";
import type { LoggedRequest } from "../../domain/log/request.ts";
import type { RequestLog } from "../../operations/log/request-log.ts";
import type { Access } from "../../operations/merchant/gatekeeper.ts";
import { parseBody, parseQuery } from "../http/body.ts";
import { isIdForLog, pathForLog } from "../http/log.ts";
import { maskedParameters } from "../http/masked-parameters.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The key that was let in, and the time of its request; null before that, and for requests without a key. */
    keyHolder: { access: Access; at: Time } | null;
  }
}

/** Upper bound of a stored body in characters; longer ones are cut. Nearly all are shorter: a charge has 3,000. */
const bodyMax = 8_192;
/** Upper bound for refused requests of public keys, which anybody can send without end. */
const refusedPublicMax = 500;
const headerMax = 200;
const headMax = 200;

/** Headers that help to understand a request; none of them opens anything. */
const headersKept = ["content-type", "user-agent", "omise-version", "idempotency-key"];

/** Hands to the request log every request of a key that changes something or was refused. */
export function recordRequests(app: FastifyInstance, log: RequestLog): void {
  app.decorateRequest("keyHolder", null);
  app.addHook("onSend", (request, reply, payload, done) => {
    const { keyHolder: holder, method } = request;
    const reads = method === "GET" || method === "HEAD";
    if (holder && (!reads || reply.statusCode >= 400)) {
      const answer = typeof payload === "string" ? payload : "";
      const body = typeof request.body === "string" ? request.body : "";
      // the answer of a successful request follows from its event (request-answer.ts); its beginning says what it is about
      const refused = reply.statusCode >= 400;
      const kept = refused ? answer : answer.slice(0, headMax);
      log.take(body.length + kept.length + request.url.length, refused, recordOf(request, reply, holder, body, kept));
    }
    done(null, payload);
  });
}

/** Keeps the needed parts of a request, and makes its record later. */
function recordOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { access, at }: { access: Access; at: Time },
  body: string,
  answer: string,
): () => LoggedRequest {
  const { id, method, url, ip, headers, params } = request;
  const { statusCode: status, elapsedTime } = reply;
  const contentType = headers["content-type"];
  const parameters = mayHoldCard.test(body)
    ? always(parametersOf(url, contentType, body))
    : later(url, contentType, body);
  return () => {
    const [path = ""] = url.split("?", 1);
    const requestBody = cut(parameters(), status >= 400 && access.kind === "public" ? refusedPublicMax : bodyMax);
    const responseBody = cut(status < 400 ? "" : withoutSecrets(answer.replace(/\n\s*/g, ""))); // JSON texts contain no line breaks
    return {
      id,
      account: access.account.id,
      method,
      path: pathForLog(path),
      status,
      latencyMs: Math.round(elapsedTime),
      apiKey: access.key,
      keyKind: access.kind,
      ip: withoutSecrets(ip).slice(0, headerMax),
      errorCode: status >= 400 ? (/"code": "(\w+)"/.exec(answer)?.[1] ?? null) : null,
      about: chargeIn(params) ?? subjectOf(answer),
      headers: keptOf(headers),
      requestBody: requestBody.text || null,
      responseBody: responseBody.text || null,
      truncated: requestBody.truncated || responseBody.truncated,
      createdAt: at,
    };
  };
}

/** Whether a body may contain a card. It is then masked at once, since a slow database can make the log wait for long. */
const mayHoldCard = /number|security_code|\d[\d -]{11}/;

// Functions made in one place share one closure, so each of these is made apart.
const always = (text: string) => () => text;
const later = (url: string, contentType: string | undefined, body: string) => () =>
  parametersOf(url, contentType, body);

/** The parameters as JSON; empty if there were none. */
function parametersOf(url: string, contentType: string | undefined, body: string): string {
  try {
    const given = { ...parseQuery(url), ...parseBody(contentType, body) };
    return Object.keys(given).length === 0 ? "" : JSON.stringify(maskedParameters(given));
  } catch {
    return '"the parameters could not be read"';
  }
}

function chargeIn(params: unknown): string | null {
  const { id } = params as { id?: string };
  return id !== undefined && kindOfId(id) === "charge" ? id : null;
}

/** Id of an answer's object, from its beginning. A refund belongs to its charge, whose id is in its path. */
function subjectOf(answer: string): string | null {
  const id = /^\{\s*"object": "\w+",\s*"id": "(\w+)"/.exec(answer)?.[1];
  return id !== undefined && isIdForLog(id) ? id : null;
}

function keptOf(headers: FastifyRequest["headers"]): Record<string, string> {
  return Object.fromEntries(
    headersKept.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, withoutSecrets(value).slice(0, headerMax)]] : [];
    }),
  );
}

function cut(text: string, most = bodyMax): { text: string; truncated: boolean } {
  return { text: text.slice(0, most).toWellFormed(), truncated: text.length > most };
}
