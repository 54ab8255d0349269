import { scryptSync } from "node:crypto";
import { sessionCookie } from "../../src/api/http/credentials.ts";
import type { Member } from "../../src/domain/team/member.ts";
import type { Role } from "../../src/domain/team/role.ts";
import { newSession } from "../../src/operations/team/session.ts";
import { linkFor } from "../../src/operations/team/team.ts";
import { type Answer, type CallOptions, call, type TestGateway } from "./gateway.ts";

/** The dashboard's API below one base path. */
export type Api = {
  get(path: string, options?: CallOptions): Promise<Answer>;
  /** Sends the body as JSON, with the header of the dashboard's pages. */
  post(path: string, json?: unknown, options?: CallOptions): Promise<Answer>;
  /** Sends by any method, as `post` does. */
  send(method: string, path: string, json?: unknown, options?: CallOptions): Promise<Answer>;
};

type Apis = { test: Api; live: Api; team: Api };

/** A signed-in member of the first merchant's dashboard. */
export type Seat = Apis & { member: Member; token: string; cookie: string };

/** A password that the rules allow, equal for all members. */
export const password = "correct horse battery staple";

/** The stored form of the password at a low cost, as of one that was set long ago: checking it takes no time. */
export const storedPassword = (() => {
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync(password, salt, 32, { N: 2 ** 4, r: 8, p: 1 });
  return `$scrypt$ln=4,r=8,p=1$${salt.toString("base64")}$${hash.toString("base64")}`;
})();

/** A member of the first merchant's team, signed in by a stored session instead of a password. */
export async function signedIn(gateway: TestGateway, role: Role, patch: Partial<Member> = {}): Promise<Seat> {
  const { store, newId } = gateway.gateway;
  const accounts = await store.account.all();
  const live = accounts.filter(({ livemode }) => livemode).map(({ team }) => team); // no throw-away account of the same moment has one
  const account = accounts.find(({ team }) => live.includes(team));
  if (!account) throw new Error("there is no merchant");
  const id = newId("member", true);
  const member: Member = {
    id,
    version: 1,
    team: account.team,
    email: `${id}@example.com`,
    name: `The ${role}`,
    role,
    operator: false,
    password: null,
    totpSecret: null,
    totpOffered: null,
    totpStep: null,
    createdAt: gateway.now(),
    removedAt: null,
    ...patch,
  };
  await store.save({ insert: { members: [member] } });
  return { member, ...(await seatFor(gateway, member)) };
}

/** A session of the same member in another browser. */
export async function seatFor(gateway: TestGateway, member: Member): Promise<Omit<Seat, "member">> {
  const { session, token } = newSession(gateway.gateway, member, "password", { ip: "127.0.0.1", userAgent: "test" });
  await gateway.gateway.store.save({ insert: { sessions: [session] } });
  return seatOf(gateway, token);
}

/** The dashboard's API with a session token. */
function seatOf(gateway: TestGateway, token: string): Omit<Seat, "member"> {
  const cookie = `${sessionCookie(gateway.publicUrl)}=${token}`;
  return { token, cookie, ...apisOf(gateway, { cookie }) };
}

/** The dashboard's API without a session. */
export const visitor = (gateway: TestGateway, headers: Record<string, string> = {}): Api =>
  apisOf(gateway, headers).team;

/** The dashboard's API with the session that an answer has set. */
export function seatFrom(gateway: TestGateway, { headers, text }: Answer): Omit<Seat, "member"> {
  const [, token] = /chamra_session=([^;]+)/.exec(headers.get("set-cookie") ?? "") ?? [];
  if (!token) throw new Error(`nobody was signed in: ${text}`);
  return seatOf(gateway, token);
}

/** Signs a member in by a new single-use link. */
export async function followedLink(gateway: TestGateway, member: Member): Promise<Answer> {
  const { url } = await linkFor(gateway.gateway, member);
  return visitor(gateway).post("/sign-in-link", { token: url.split("#")[1] });
}

function apisOf(gateway: TestGateway, own: Record<string, string>): Apis {
  const api = (base: string): Api => {
    const send: Api["send"] = (method, path, json = {}, options = {}) =>
      call(gateway.url, method, `/dashboard/api${base}${path}`, {
        ...(method !== "GET" && { json }),
        ...options,
        headers: { ...(method !== "GET" && { "x-chamra-dashboard": "1" }), ...own, ...options.headers },
      });
    return {
      get: (path, options = {}) => send("GET", path, undefined, options),
      post: (path, json = {}, options = {}) => send("POST", path, json, options),
      send,
    };
  };
  return { test: api("/test"), live: api("/live"), team: api("") };
}
