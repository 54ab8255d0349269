import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../domain/errors.ts";
import { Outage } from "../storage/database.ts";
import { tooLarge } from "./body.ts";
import { presentError } from "./shapes/error.ts";

/** Turns whatever went wrong into the error object. Its message never contains internals; what the operator needs is logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error);
  if (refusal.status >= 500) request.log.error({ err: error }, refusal.code);
  return reply
    .code(refusal.status)
    .header("Cache-Control", "no-cache, no-store")
    .type("application/json; charset=utf-8")
    .send(`${JSON.stringify(presentError(refusal.code, refusal.message), null, 2)}\n`);
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Outage) return new Refusal("service_unavailable");
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return tooLarge();
  if (statusCode !== undefined && statusCode < 500) return new Refusal("bad_request", "the request cannot be read");
  return new Refusal("internal_error");
}
