import type { FastifyReply, FastifyRequest } from "fastify";
import type { Gateway } from "../../operations/gateway.ts";
import type { Endpoint } from "../wire/endpoint.ts";
import { newestVersion } from "../wire/version.ts";
import { type Admitted, perform } from "./handle.ts";

/** Answers a request of anybody who knows the address. The operation finds whose object it is about; only its own notes are audited. */
export function answerAnybody(
  gateway: Gateway,
  entry: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const text = typeof request.body === "string" ? request.body : "";
  const admitted: Admitted = {
    gateway,
    account: null,
    version: newestVersion,
    scope: "anybody",
    seesFingerprints: false,
    permissions: null,
    context: { sent: { headers: request.headers, text } },
  };
  return perform(admitted, entry, request, reply);
}
