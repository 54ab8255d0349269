import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../domain/errors.ts";
import { withoutCardNumbers } from "../domain/mask.ts";
import { Outage } from "../storage/database.ts";
import { tooLarge } from "./body.ts";
import { presentError } from "./shapes/error.ts";

/** Says what code and message do not, since these are the original's. */
export const hintHeader = "Chamra-Hint";

/** Turns whatever went wrong into the error object. Its message never contains internals; what the operator needs is logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error);
  if (refusal.status >= 500) request.log.error({ err: error }, refusal.code);
  if (refusal.status === 429) reply.header("Retry-After", String(refusal.more.retryAfter ?? 1));
  if (refusal.more.hint) reply.header(hintHeader, refusal.more.hint);
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
