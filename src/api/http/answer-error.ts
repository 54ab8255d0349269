import type { FastifyReply, FastifyRequest } from "fastify";
import { type ErrorCode, Refusal } from "../../domain/base/errors.ts";
import { withoutCardNumbers } from "../../domain/base/mask.ts";
import { Outage } from "../../storage/base/database.ts";
import { brandOf, isValidNumber } from "../../vault/card-number.ts";
import { presentError } from "../wire/error.shape.ts";
import { tooLarge } from "./body.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The sentence of its refusal, if it was refused. */
    refusal?: string;
  }
}

/** Header for explanations beside code and message, since these are the original's. */
export const hintHeader = "Chamra-Hint";

/** Default seconds until a retry, by status: a failover of the database takes some. */
const retryAfter: Record<number, number> = { 429: 1, 503: 2 };

/** Answers any error with the error object. Its message never contains internals; the operator's details are logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error);
  if (refusal.status >= 500) request.log.error({ err: error }, refusal.code);
  const seconds = refusal.more.retryAfter ?? retryAfter[refusal.status];
  if (seconds !== undefined) reply.header("Retry-After", String(seconds));
  if (refusal.more.hint) reply.header(hintHeader, refusal.more.hint);
  if (!request.raw.complete) reply.header("Connection", "close"); // the rest of its body is not read
  request.refusal = sayable(refusal, request.params);
  return sendError(reply, refusal.status, objectText(refusal.code, request.refusal));
}

/** The error object as JSON text. Messages repeat parts of the request, so whatever could be a card number is removed. */
export const errorText = ({ code, message }: Refusal): string => objectText(code, withoutCardNumbers(message));

const objectText = (code: ErrorCode, message: string): string =>
  `${JSON.stringify(presentError(code, message), null, 2)}\n`;

/**
 * The message without card numbers, but with the requested id: client code knows this refusal as `charge 490154203237518 was not found`,
 * and order numbers are as long as card numbers. Only an id in the path is repeated, to the caller who wrote it, and not if it contains a card's
 * number. Parameters of the body are always masked, whatever they look like, and so is everything that others read.
 */
function sayable({ code, message }: Refusal, params: unknown): string {
  const [, kind = "", id = ""] = /^(\w+) ([\w-]+) was not found$/.exec(message) ?? [];
  const asked = code === "not_found" && Object.values(params ?? {}).includes(id);
  return asked && !holdsCardNumber(id) ? `${kind} ${id} was not found` : withoutCardNumbers(message);
}

/**
 * Whether the digits of an id, or a run of them, are a card's number: of a network whose cards we take, of their length, with the right check
 * digit. An IMEI has a check digit too, and is not a card.
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
