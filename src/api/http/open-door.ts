import type { FastifyReply, FastifyRequest } from "fastify";
import type { Gateway } from "../../operations/gateway.ts";
import type { Endpoint } from "../wire/endpoint.ts";
import { newestVersion } from "../wire/version.ts";
import { type Admitted, perform } from "./handle.ts";

/** One request of anybody who knows the address. Whose object it is about is for the operation to find; nothing is audited but what that notes itself. */
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
    context: { sent: { headers: request.headers, text } },
  };
  return perform(admitted, entry, request, reply);
}
