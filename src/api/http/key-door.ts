import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../domain/base/errors.ts";
import type { ApiKey } from "../../domain/merchant/account.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { type Act, settingsAuditedStore } from "../../operations/log/audit.ts";
import type { Access, Gatekeeper } from "../../operations/merchant/gatekeeper.ts";
import type { Endpoint, KeyAuth } from "../wire/endpoint.ts";
import { versionOf } from "../wire/version.ts";
import { keyOf } from "./credentials.ts";
import { headerOf, perform } from "./handle.ts";
import type { RateLimits } from "./rate-limit.ts";

type Server = { gateway: Gateway; gatekeeper: Gatekeeper; rateLimits: RateLimits };

const kinds: Record<KeyAuth, readonly ApiKey["kind"][]> = {
  secret: ["secret"],
  public: ["public"],
  either: ["public", "secret"],
};

/** Upper bound of a body from a public key, in characters: anybody has one, and reading costs time. A source with a hundred items stays far below. */
const publicBodyMax = 64 * 1_024;

/** Answers a program's request if its key is of the right kind. */
export async function answer(
  { gateway, gatekeeper, rateLimits }: Server,
  entry: Endpoint & { auth: KeyAuth },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (entry.auth !== "secret") reply.header("Access-Control-Allow-Origin", "*");
  const access = await gatekeeper.admit(keyOf(request.headers.authorization), kinds[entry.auth], request.ip);
  request.keyHolder = { access, at: gateway.clock.of(access.account.id) };
  rateLimits.spend(access, entry.vault ?? false, request.ip);
  const { account } = access;
  request.account = account.id;
  if (access.kind === "public" && typeof request.body === "string" && request.body.length > publicBodyMax)
    throw new Refusal("bad_request", `the body is too large (maximum is ${publicBodyMax} bytes with a public key)`);
  const store =
    entry.method === "GET"
      ? gateway.store
      : settingsAuditedStore(gateway.store, actOf(gateway, access, entry, request));
  const version = versionOf(headerOf(request, "omise-version"), account);
  const admitted = {
    gateway: { ...gateway, store },
    permissions: access.permissions,
    account,
    version,
    scope: access.kind,
    seesFingerprints: access.kind === "secret" || !account.livemode, // anybody with a public key could ask for the fingerprints of all numbers
    context: { member: null },
  };
  return perform(admitted, entry, request, reply);
}

/** A key's act for the audit log. */
const actOf = (
  { now }: Gateway,
  { key, account }: Access,
  { method, path }: Endpoint,
  { ip, id }: FastifyRequest,
): Act => ({
  team: account.team,
  account: account.id,
  member: null,
  apiKey: key,
  request: id,
  act: `${method} ${path}`,
  object: null,
  ip,
  now,
});
