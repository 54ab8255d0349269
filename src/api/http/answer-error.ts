import type { FastifyReply, FastifyRequest } from "fastify";
import { type ErrorCode, Refusal } from "../../domain/base/errors.ts";
import { withoutCardNumbers } from "../../domain/base/mask.ts";
import { Outage } from "../../storage/base/database.ts";
import { brandOf, isValidNumber } from "../../vault/card-number.ts";
import { presentError } from "../wire/error.shape.ts";
import { tooLarge } from "./body.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What it was told where it was refused. */
    refusal?: string;
  }
}

/** Says what code and message do not, since these are the original's. */
export const hintHeader = "Chamra-Hint";

/** Seconds after which another try may do, where the refusal does not know better: a failover of the database takes some. */
const retryAfter: Record<number, number> = { 429: 1, 503: 2 };

/** Turns whatever went wrong into the error object. Its message never contains internals; what the operator needs is logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error);
  if (refusal.status >= 500) request.log.error({ err: error }, refusal.code);
  const seconds = refusal.more.retryAfter ?? retryAfter[refusal.status];
  if (seconds !== undefined) reply.header("Retry-After", String(seconds));
  if (refusal.more.hint) reply.header(hintHeader, refusal.more.hint);
  if (!request.raw.complete) reply.header("Connection", "close"); // the rest of its body is not wanted
  request.refusal = sayable(refusal, request.params);
  return sendError(reply, refusal.status, objectText(refusal.code, request.refusal));
}

/** The error object as it is sent. Messages repeat what came in, so whatever could be a card number is taken out. */
export const errorText = ({ code, message }: Refusal): string => objectText(code, withoutCardNumbers(message));

const objectText = (code: ErrorCode, message: string): string =>
  `${JSON.stringify(presentError(code, message), null, 2)}\n`;

/**
 * The message without card numbers, but with the id that was asked for: `charge 490154203237518 was not found` is how client code knows this
 * refusal, and order numbers are as long as card numbers. Only the id of the path goes back, to the one who wrote it there, and not where it has
 * the number of a card in it: parameters of the body, a card's among them, are masked whatever they look like, and so is all that others read.
 */
function sayable({ code, message }: Refusal, params: unknown): string {
  const [, kind = "", id = ""] = /^(\w+) ([\w-]+) was not found$/.exec(message) ?? [];
  const asked = code === "not_found" && Object.values(params ?? {}).includes(id);
  return asked && !holdsCardNumber(id) ? `${kind} ${id} was not found` : withoutCardNumbers(message);
}

/**
 * Whether its digits, together or a run of them, are a card's: of a network whose cards we take, as long as theirs are, and with the right check
 * digit. An IMEI has such a digit too, and is no card.
 */
function holdsCardNumber(id: string): boolean {
  const candidates = [id.replace(/\D/g, ""), ...id.split(/\D+/)];
  return candidates.some((digits) => brandOf(digits) !== undefined && isValidNumber(digits));
}

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
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return unreadableType();
  if (statusCode !== undefined && statusCode < 500) return new Refusal("bad_request", "the request cannot be read");
  return new Refusal("internal_error");
}

const unreadableType = (): Refusal =>
  new Refusal(
    "bad_request",
    "Content-Type cannot be read: it must be application/x-www-form-urlencoded or application/json",
  );
