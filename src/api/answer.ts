import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { ApiKey } from "../domain/account.ts";
import { Refusal, sentence } from "../domain/errors.ts";
import { kindOfId } from "../domain/id.ts";
import type { Gatekeeper } from "../operations/authenticate.ts";
import { getCharge } from "../operations/charge.ts";
import type { Caller, Gateway } from "../operations/gateway.ts";
import { once } from "../operations/idempotency.ts";
import { findRefund } from "../operations/refund.ts";
import { errorText, sendError } from "./answer-error.ts";
import { parseBody, parseQuery, readBody } from "./body.ts";
import { keyOf } from "./credentials.ts";
import type { Auth, Context, Endpoint, View } from "./endpoint.ts";
import type { RateLimits } from "./rate-limit.ts";
import { presentCharge } from "./shapes/charge.ts";
import { presentRefund } from "./shapes/refund.ts";
import { inVersion, versionOf } from "./version.ts";

type Server = { gateway: Gateway; gatekeeper: Gatekeeper; rateLimits: RateLimits };

const kinds: Record<Auth, readonly ApiKey["kind"][]> = {
  secret: ["secret"],
  public: ["public"],
  either: ["public", "secret"],
};

const keyLengthMax = 255;

/** One request to an endpoint of the contract: let in, parsed, carried out once, and answered in the caller's version. */
export async function answer(
  server: Server,
  entry: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (entry.auth !== "secret") reply.header("Access-Control-Allow-Origin", "*");
  const { gateway, gatekeeper, rateLimits } = server;
  const access = await gatekeeper.admit(keyOf(request.headers.authorization), kinds[entry.auth], request.ip);
  rateLimits.spend(access, entry.vault ?? false, request.ip);
  const { account } = access;
  request.account = account.id;
  if (!Object.values(request.params as Record<string, string>).every(canBeId)) throw new Refusal("not_found");
  const version = versionOf(header(request, "omise-version"), account);
  const given = await parametersOf(request);
  const view: View = { publicUrl: gateway.publicUrl(), now: gateway.now() };
  const print = (object: object): string => `${JSON.stringify(inVersion(object, version), null, 2)}\n`;
  const present = (result: unknown): string => print(entry.present(result as never, view)); // `present` takes what `run` returns
  const context = {
    gateway,
    gatekeeper,
    account,
    params: request.params,
    query: entry.query ? parse(entry.query, given) : {},
    body: entry.body ? parse(entry.body, given) : {},
    ip: request.ip,
    view,
  };
  // the entry's own schemas made params, query and body what its `run` takes
  const run = (caller: Caller): Promise<unknown> =>
    entry.run({ ...context, caller } as unknown as Context<never, never, never>);

  const key = entry.method === "GET" ? undefined : header(request, "idempotency-key");
  if (!key) return send(reply, version, present(await run({ account, intention: null })));

  if (key.length > keyLengthMax)
    throw new Refusal("bad_request", `Idempotency-Key is too long (maximum is ${keyLengthMax} characters)`);
  const [path] = request.url.split("?", 1); // what stands behind it is part of `given`, without the security code
  const asked = `${version} ${request.method} ${path} ${JSON.stringify(given, withoutSecurityCode)}`;
  const recall = async (reference: string): Promise<string> =>
    print(await recallObject(gateway, account.id, reference, view));
  const { status, text, replayed } = await once(
    gateway,
    account,
    { key, fingerprint: gateway.vault.keyring.digest(asked), answer: present, refusal: errorText },
    run,
    recall,
  );
  if (replayed) reply.header("Idempotent-Replayed", "true");
  return status === 200 ? send(reply, version, text) : sendError(reply, status, text);
}

/** Success is always 200, creation too. */
function send(reply: FastifyReply, version: string, text: string): FastifyReply {
  return reply
    .code(200)
    .headers({ "Omise-Version": version, "Cache-Control": "no-cache, no-store" })
    .type("application/json; charset=utf-8")
    .send(text);
}

/** What the address and the body say together; client libraries send parameters in either, whatever the method. */
async function parametersOf(request: FastifyRequest): Promise<Record<string, unknown>> {
  const hasBody = request.headers["content-length"] !== undefined || request.headers["transfer-encoding"] !== undefined;
  const body =
    typeof request.body === "string"
      ? request.body
      : hasBody && request.method === "GET"
        ? await readBody(request.raw)
        : "";
  return { ...parseQuery(request.url), ...parseBody(request.headers["content-type"], body) };
}

/** @throws Refusal `bad_request` with every fault in one sentence */
function parse(schema: z.ZodType, given: Record<string, unknown>): unknown {
  const result = schema.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
  throw new Refusal("bad_request", sentence([...new Set(result.error.issues.flatMap(faultsOf))]));
}

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue): string[] {
  if (issue.code === "invalid_union") {
    const deepest = issue.errors.toSorted((one, other) => depthOf(other) - depthOf(one))[0] ?? [];
    return deepest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue));
  }
  const name = issue.path.findLast((part) => typeof part === "string") ?? "parameter";
  if (issue.code === "custom") return [`${name} ${issue.message}`];
  if (issue.code === "invalid_type" && issue.expected === "object" && issue.input !== undefined)
    return [`${name} must be an object`];
  return [issue.input === undefined ? `${name} cannot be blank` : `${name} is invalid`];
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

/** The object of an answer that was lost on the way. Only work that asks a bank can leave one: on charges and refunds. */
async function recallObject(gateway: Gateway, account: string, reference: string, view: View): Promise<object> {
  if (kindOfId(reference) === "refund") return presentRefund(await findRefund(gateway, account, reference));
  return presentCharge(await getCharge(gateway, account, reference), view);
}

/** Anything else is no id of ours, and not every database could even look for it. */
function canBeId(text: string): boolean {
  return /^[\w-]+$/.test(text);
}

function withoutSecurityCode(key: string, value: unknown): unknown {
  return key === "security_code" ? undefined : value;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
