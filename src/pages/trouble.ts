import type { FastifyReply, FastifyRequest } from "fastify";
import { Outage } from "../storage/base/database.ts";
import { showPage } from "./page.ts";
import { languageIn } from "./payer-language.ts";
import { troublePage } from "./payment.ts";

/** Page for a payer after any error, never the API's error object. @param what stands in the log, unless the request itself was at fault */
export function showTrouble(what: string) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const status = troubleOf(error);
    if (status !== 400) request.log.error({ err: error }, what);
    return showPage(reply, troublePage(languageIn(request), status));
  };
}

/** Status of an error: a request that cannot be read is its sender's fault, not ours. */
export function troubleOf(error: unknown): 400 | 500 | 503 {
  if (error instanceof Outage) return 503;
  const { statusCode } = error as { statusCode?: number };
  return statusCode !== undefined && statusCode < 500 ? 400 : 500;
}
