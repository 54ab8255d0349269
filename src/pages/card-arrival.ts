import type { FastifyRequest } from "fastify";
import type { ChallengeNeeded } from "../connectors/three-ds/connector.ts";
import type { Browser } from "../connectors/three-ds/request.ts";
import { type Charge, waitsForPayer } from "../domain/payment/charge.ts";
import type { Gateway } from "../operations/gateway.ts";
import type { Visit } from "../operations/payment/payer.ts";
import { askForResult, authenticate } from "../operations/payment/three-ds.ts";
import { preferences } from "./language.ts";

/** Answer of the card's issuer: a challenge, none, or not asked. */
export type Issuer = ChallengeNeeded | "silent" | "not_asked";

/** How long a payer looks at an empty page before they read that their bank does not answer. */
const patienceMs = 5_000;

/**
 * Handles a payer who opens the page of a card charge: the issuer is asked to authenticate them, which may decide the charge.
 *
 * @param waiting whether they were challenged already, so that only the result is asked for
 */
export async function arrive(
  gateway: Gateway,
  visit: Visit,
  request: FastifyRequest,
  waiting: boolean,
): Promise<{ charge: Charge; issuer: Issuer }> {
  const { charge } = visit;
  const due = charge.card && waitsForPayer(charge, gateway.clock.of(charge.account)) && isPayer(request);
  if (!due || (waiting && !charge.authentication)) return { charge, issuer: "not_asked" };
  if (waiting) {
    const asked = await withPatience(request, askForResult(gateway, visit));
    return { charge: asked ?? charge, issuer: "not_asked" };
  }
  const notificationUrl = `${gateway.publicUrl()}/payments/${charge.page}/authenticated`;
  const answer = await withPatience(request, authenticate(gateway, visit, browserOf(request), notificationUrl));
  return { charge: answer?.charge ?? charge, issuer: answer?.challenge ?? "silent" };
}

/** Returns the result of some work, or undefined if it takes too long for a payer; the work goes on. */
export async function withPatience<Answer>(
  { log }: FastifyRequest,
  work: Promise<Answer>,
): Promise<Answer | undefined> {
  const patience = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    work.catch((error) => log.error({ err: error }, "what a payer no longer waited for has failed"));
    patience.resolve(undefined);
  }, patienceMs);
  return Promise.race([work, patience.promise]).finally(() => clearTimeout(timer));
}

/**
 * Whether a person's browser opens the page. Only they can pay, so HEAD, browsers that load pages ahead, and robots that draw
 * previews of links in chats must not count. Browsers ask for HTML, most robots for anything, and robots that imitate browsers say who they are.
 */
function isPayer({ method, headers }: FastifyRequest): boolean {
  const ahead = ["sec-purpose", "purpose", "x-purpose", "x-moz"].some((name) => headers[name] !== undefined);
  const wantsPage = preferences(headers.accept).some(({ name }) => name === "text/html");
  return method === "GET" && wantsPage && !ahead && !robots.test(headers["user-agent"] ?? "");
}

const robots = /bot\b|crawler|spider|preview|facebookexternalhit|line-poker|whatsapp|embedly|slurp/i;

/** The browser's data for an AReq, without those that only a script could find out. */
function browserOf({ headers, ip }: FastifyRequest): Browser {
  return {
    accept: headers.accept ?? "",
    userAgent: headers["user-agent"] ?? "",
    language: preferences(headers["accept-language"])[0]?.name ?? "",
    ip,
    script: null,
  };
}
