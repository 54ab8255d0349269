import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../domain/base/errors.ts";
import type { Permissions } from "../../domain/merchant/permission.ts";
import { rightsOf } from "../../domain/team/role.ts";
import { mustHave, mustHaveCodesFor } from "../../domain/team/team.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { type Act, audited, type Recording, recording } from "../../operations/log/audit.ts";
import { type Client, lacksCodes, sessionsLast, whoIs } from "../../operations/team/session.ts";
import type { Cookie, Endpoint } from "../wire/endpoint.ts";
import { newestVersion } from "../wire/version.ts";
import { sessionCookie } from "./credentials.ts";
import { type Admitted, headerOf, perform } from "./handle.ts";
import { isNumberOrHere } from "./host.ts";
import { networkOf } from "./rate-limit.ts";

type Server = { gateway: Gateway; grantable: Permissions };

/** Header of our own pages on every change. Pages of other sites can make a browser send forms, but not this header. */
const ownHeader = "x-chamra-dashboard";

/** Answers a request of the dashboard if its member is signed in and has the right; their changes are in the audit log. */
export async function answerMember(
  { gateway, grantable }: Server,
  entry: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  refuseForeign(gateway, request);
  const { mode, id, name } = request.params as { mode?: string; id?: string; name?: string };
  if (mode !== undefined && mode !== "test" && mode !== "live") throw new Refusal("service_not_found");
  const present = await whoIs(gateway, tokenOf(gateway, request));
  if (!entry.beforeCodes && lacksCodes(present))
    throw new Refusal("forbidden", "one-time codes are required here: set them up first");
  const livemode = mode !== "test";
  const account = livemode ? present.live : present.test;
  request.account = account.id;
  if (entry.right) mustHave(present.member, entry.right, livemode);
  if (entry.right && livemode && gateway.live.enforced) mustHaveCodesFor(present.member, entry.right);
  const act: Act = {
    team: present.member.team,
    account: mode === undefined ? null : account.id,
    member: present.member.id,
    apiKey: null,
    request: request.id,
    act: `${entry.method} ${entry.path}`,
    object: id ?? name ?? null,
    ip: request.ip,
    now: gateway.now,
  };
  const context = { ...present, client: clientOf(request), cookie: cookieOf(gateway, reply), grantable };
  const recorded = { ...entry, run: recordedRun(gateway, entry, act) };
  const seesFingerprints = rightsOf(present.member, livemode).includes("fingerprints");
  const admitted: Admitted = {
    gateway,
    account,
    version: newestVersion,
    scope: "member",
    seesFingerprints,
    permissions: null,
    context,
  };
  return perform(admitted, recorded, request, reply);
}

/** Records a member's act: everything but GET, and a GET that changes or notes something nevertheless. */
function recordedRun({ store }: Gateway, entry: Endpoint, act: Act): Endpoint["run"] {
  return (context) => {
    const run = (recorded: Partial<Recording>) =>
      entry.run({ ...context, gateway: { ...context.gateway, ...recorded } });
    if (entry.auditedAsOne) return audited(store, act, ({ note }) => run({ note }));
    return entry.method === "GET" ? run(recording(store, act)) : audited(store, act, run);
  };
}

/** Answers a request of a visitor who comes to sign in. */
export async function answerVisitor(
  { gateway }: Server,
  entry: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  refuseForeign(gateway, request);
  const context = { client: clientOf(request), cookie: cookieOf(gateway, reply) };
  const admitted: Admitted = {
    gateway,
    account: null,
    version: newestVersion,
    scope: "visitor",
    seesFingerprints: false,
    permissions: null,
    context,
  };
  return perform(admitted, entry, request, reply);
}

const clientOf = (request: FastifyRequest): Client => ({
  ip: request.ip,
  network: networkOf(request.ip),
  userAgent: headerOf(request, "user-agent") ?? "",
});

/**
 * Refuses requests from other sites. The cookie goes with none of them (`SameSite=Strict`). For browsers that do not know that, a change
 * needs our header and, if it names an origin, our own: that of CHAMRA_PUBLIC_URL, or this very host by number.
 */
function refuseForeign(gateway: Gateway, request: FastifyRequest): void {
  if (request.method === "GET") return;
  const origin = headerOf(request, "origin");
  const own = new URL(gateway.publicUrl()).origin;
  const host = request.headers.host ?? ""; // not the name from a proxy's header, which anybody can send
  const byNumber = isNumberOrHere(host) && origin === `${request.protocol}://${host}`;
  const ours = origin === undefined || origin === own || byNumber;
  if (!ours || headerOf(request, ownHeader) !== "1")
    throw new Refusal("forbidden", "this request does not come from the dashboard's own pages");
}

function tokenOf(gateway: Gateway, request: FastifyRequest): string {
  const name = sessionCookie(gateway.publicUrl());
  const pairs = (headerOf(request, "cookie") ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

/** The session's cookie: scripts cannot read it, and no other site can send it. */
function cookieOf(gateway: Gateway, reply: FastifyReply): Cookie {
  const name = sessionCookie(gateway.publicUrl());
  const place = name.startsWith("__Host-") ? "Path=/; Secure" : "Path=/dashboard";
  const attributes = `${place}; HttpOnly; SameSite=Strict`;
  return {
    set: (token) => void reply.header("Set-Cookie", `${name}=${token}; ${attributes}; Max-Age=${sessionsLast / 1_000}`),
    clear: () => void reply.header("Set-Cookie", `${name}=; ${attributes}; Max-Age=0`),
  };
}
