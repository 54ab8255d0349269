import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../domain/errors.ts";
import { withoutCardNumbers } from "../domain/mask.ts";
import { Outage } from "../storage/database.ts";
import { tooLarge } from "./body.ts";
import { presentError } from "./shapes/error.ts";

/** Seconds after which another try may do, where the refusal does not know better: a failover of the database takes some. */
const retryAfter: Record<number, number> = { 429: 1, 503: 2 };

/** Turns whatever went wrong into the error object. Its message never contains internals; what the operator needs is logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error);
  if (refusal.status >= 500) request.log.error({ err: error }, refusal.code);
  const seconds = refusal.retryAfter ?? retryAfter[refusal.status];
  if (seconds !== undefined) reply.header("Retry-After", String(seconds));
  if (!request.raw.complete) reply.header("Connection", "close"); // the rest of its body is not wanted
  return sendError(reply, refusal.status, errorText(refusal));
}

/** The error object as it is sent. Messages repeat what came in, so whatever could be a card number is taken out. */
export const errorText = ({ code, message }: Refusal): string =>
  `${JSON.stringify(presentError(code, withoutCardNumbers(message)), null, 2)}\n`;

export function sendError(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply
    .code(status)
    .header("Cache-Control", "no-cache, no-store")
    .type("application/json; charset=utf-8")
    .send(text);
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Outage) return new Refusal("service_unavailable");
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return tooLarge();
  if (statusCode !== undefined && statusCode < 500) return new Refusal("bad_request", "the request cannot be read");
  return new Refusal("internal_error");
}
