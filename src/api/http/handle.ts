import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { Refusal } from "../../domain/base/errors.ts";
import { isJsonObject } from "../../domain/base/exact-json.ts";
import { kindOfId } from "../../domain/base/id.ts";
import type { Account, ApiVersion } from "../../domain/merchant/account.ts";
import { has, mustReach, type Permissions } from "../../domain/merchant/permission.ts";
import type { Caller, Gateway } from "../../operations/gateway.ts";
import { once } from "../../operations/idempotency.ts";
import { keepBack } from "../../operations/sandbox/rule.ts";
import type { Context, Endpoint, View } from "../wire/endpoint.ts";
import { expanded, presentSome } from "../wire/expand.ts";
import { refusedBy } from "../wire/fault.ts";
import { formIn } from "../wire/form.ts";
import { neededFor } from "../wire/permission.ts";
import { inVersion } from "../wire/version.ts";
import { errorText, sendError } from "./answer-error.ts";
import { parseBody, parseQuery, readBody } from "./body.ts";
import { sessionsUrlFor } from "./host.ts";
import { withoutStrayNumbers } from "./stray-numbers.ts";
import { parametersWithFile } from "./upload.ts";

/** A caller who was let in, through any door. `account` is null for visitors, who have no idempotency keys. */
export type Admitted = {
  gateway: Gateway;
  account: Account | null;
  version: ApiVersion;
  /** Scope of idempotency keys: a public key stands in every page, and must not use up those of secret keys. */
  scope: string;
  /** Whether the caller may see card fingerprints; for others they are null. */
  seesFingerprints: boolean;
  /** What a restricted key may do; null for every other caller. */
  permissions: Permissions | null;
  /** Values that the door adds to the context of `run`. */
  context: object;
};

const keyLengthMax = 255;

/** Handles one request of a caller who was let in: parsed, carried out once, and answered in the caller's version. */
export async function perform(
  { gateway, account, version, scope, seesFingerprints, permissions, context }: Admitted,
  entry: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!Object.values(request.params as Record<string, string>).every(canBeId)) throw new Refusal("not_found");
  const sent = await parametersOf(request, entry);
  const given = formIn(entry.older ?? {}, version)?.(sent) ?? sent;
  if (permissions) mustReach(permissions, ...neededFor(entry, given)); // before a stored answer is looked for, too
  const { methods, banks, upstreams } = gateway;
  const now = account ? gateway.clock.of(account.id) : gateway.now();
  const publicUrl = gateway.publicUrl();
  const sessionsUrl = sessionsUrlFor([request.headers.host, request.headers["x-forwarded-host"]], publicUrl);
  const view: View = { publicUrl, sessionsUrl, now, methods, banks, upstreams };
  const shown = seesFingerprints ? null : withoutFingerprint;
  const print = (object: object): string =>
    `${JSON.stringify(inVersion(object, version, methods), shown as null, 2)}\n`; // it takes either
  // `present` takes what `run` returns; an entry without `present` sends its own answers, and none of these is stored for a repeat
  const newest = (result: unknown): object => entry.present?.(result as never, view) ?? {};
  const present = (result: unknown): string => print(newest(result));
  const reads = (resource: string): boolean => has(permissions, resource, "read");
  const body = entry.body ? parse(entry.body, given, entry.refusal ?? badRequest) : {};
  const all = {
    ...context,
    gateway,
    account,
    params: request.params,
    query: entry.query ? parse(entry.query, given, entry.refusal ?? badRequest) : {},
    // a member's input in the dashboard comes from no payer, and may be a password
    body: account?.livemode && entry.auth !== "session" ? withoutStrayNumbers(body) : body,
    ip: request.ip,
    requestId: request.id,
    view,
  };
  // the entry's own schemas made params, query and body, so its `run` takes them
  const run = async (caller: Caller | null): Promise<unknown> => {
    const done = await entry.run({ ...all, caller } as unknown as Context<never, never, never>);
    if (account && entry.auth !== "session" && !isTestControl(entry)) await keepBack(gateway, account, done);
    return done;
  };

  // Answers of the dashboard's own entries contain links and keys that are shown once, so none is stored for a repeat. Nor is a token's, which moves
  // no money: whether the same key came with the same card number before would be an answer to a person who tries numbers.
  const repeatable =
    entry.method !== "GET" && entry.auth !== "session" && !entry.vault && !entry.raw && entry.keepsAnswer !== false;
  const key = repeatable ? headerOf(request, "idempotency-key") : undefined;
  if (!key || !account) {
    const result = await run(account && { account, intention: null });
    if (entry.raw) return entry.raw.send(result as never, reply.type(entry.raw.contentTypes[0] ?? ""));
    if (!account || entry.method !== "GET") return send(reply, version, present(result));
    return send(reply, version, print(await expanded(gateway, account, view, newest(result), given.expand, reads)));
  }

  if (key.length > keyLengthMax)
    throw new Refusal("bad_request", `Idempotency-Key is too long (maximum is ${keyLengthMax} characters)`);
  // the parsed request: order of keys, form or JSON, and a final slash make no difference
  const asked = [account.id, version, entry.method, entry.path, all.params, all.query, all.body];
  const recall = async (reference: string): Promise<string> =>
    print(await recallObject(gateway, account, reference, view));
  const { status, text, replayed } = await once(
    gateway,
    account,
    {
      key: gateway.vault.keyring.digest(`${scope} ${key}`),
      fingerprint: gateway.vault.keyring.digest(canonical(asked)),
      answer: present,
      refusal: errorText,
    },
    run,
    recall,
  );
  if (replayed) reply.header("Idempotent-Replayed", "true");
  return status === 200 ? send(reply, version, text) : sendError(reply, status, text);
}

/** Whether an entry is of the test's own requests, which no fault keeps back: one could not be ended then. */
const isTestControl = ({ path }: Endpoint): boolean => path.startsWith("/test/");

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Sends a success, always with status 200, even for creation. */
function send(reply: FastifyReply, version: string, text: string): FastifyReply {
  return reply
    .code(200)
    .headers({ "Omise-Version": version, "Cache-Control": "no-cache, no-store" })
    .type("application/json; charset=utf-8")
    .send(text);
}

/** Parameters of address and body together; client libraries send them in either, whatever the method. */
async function parametersOf(
  request: FastifyRequest,
  { clearable, auth, body: schema, fileMax }: Endpoint,
): Promise<Record<string, unknown>> {
  if (fileMax !== undefined) return { ...parseQuery(request.url), ...(await parametersWithFile(request, fileMax)) };
  if (auth === "none" && !schema) return parseQuery(request.url); // without a schema it reads the body itself
  const hasBody = request.headers["content-length"] !== undefined || request.headers["transfer-encoding"] !== undefined;
  const body = hasBody && request.method === "GET" ? await readBody(request.raw) : (request.body ?? "");
  if (body instanceof Refusal) throw body;
  const given = parseBody(request.headers["content-type"], body as string, clearable); // server.ts reads bodies as one or the other
  return { ...parseQuery(request.url), ...given };
}

/** @throws Refusal with every fault in one sentence, in the order of the schema */
function parse(schema: z.ZodType, given: Record<string, unknown>, refusal: NonNullable<Endpoint["refusal"]>): unknown {
  const result = schema.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) =>
    faultsOf(issue).map((text) => ({ parameter: String(issue.path[0]), missing: issue.input === undefined, text })),
  );
  throw refusal(faults);
}

const badRequest = refusedBy();

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue): string[] {
  if (issue.code === "invalid_union") {
    const deepest = issue.errors.toSorted((one, other) => depthOf(other) - depthOf(one))[0] ?? [];
    return deepest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue));
  }
  const name = issue.path.findLast((part) => typeof part === "string") ?? "parameter";
  if (issue.code === "custom") return [`${name} ${issue.message}`];
  if (issue.code === "invalid_type" && /^(object|record)$/.test(issue.expected) && issue.input !== undefined)
    return [`${name} must be an object`];
  return [issue.input === undefined ? `${name} cannot be blank` : `${name} is invalid`];
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

/** The object of an answer that was lost, of any resource. @throws Refusal `not_found` */
async function recallObject(gateway: Gateway, account: Account, reference: string, view: View): Promise<object> {
  const kind = kindOfId(reference) ?? "object";
  const [found] = await presentSome(gateway, account, kind, [reference], view);
  if (!found) throw new Refusal("not_found", `${kind} ${reference} was not found`);
  return found;
}

/** Whether a text can be an id; anything else is not looked up, and not every database could. */
function canBeId(text: string): boolean {
  return /^[\w-]+$/.test(text);
}

/** Replacer for `JSON.stringify` that sets fingerprints to null, also inside the texts of events and of answers in the request log. */
function withoutFingerprint(key: string, value: unknown): unknown {
  if (key === "fingerprint") return null;
  return typeof value === "string" ? value.replace(/"fingerprint":\s*"[^"]*"/g, '"fingerprint":null') : value;
}

/** JSON text that is the same for equal values in any order of keys; without the security code. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, each) => {
    if (key === "security_code") return undefined;
    return isJsonObject(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each;
  });
}
