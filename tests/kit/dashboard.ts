import { sessionCookie } from "../../src/api/http/credentials.ts";
import type { Member } from "../../src/domain/team/member.ts";
import type { Role } from "../../src/domain/team/role.ts";
import { newSession } from "../../src/operations/team/session.ts";
import { linkFor } from "../../src/operations/team/team.ts";
import { type Answer, type CallOptions, call, type TestGateway } from "./gateway.ts";

/** The dashboard's API at one of its addresses. */
export type Api = {
  get(path: string, options?: CallOptions): Promise<Answer>;
  /** The body goes as JSON, with the header that the dashboard's pages send. */
  post(path: string, json?: unknown, options?: CallOptions): Promise<Answer>;
};

type Apis = { test: Api; live: Api; team: Api };

/** Somebody who is signed in to the first merchant's dashboard. */
export type Seat = Apis & { member: Member; token: string; cookie: string };

/** Good enough for the rules, and the same for everybody. */
export const password = "correct horse battery staple";

/** A member of the first merchant's team, signed in without having had to type a password. */
export async function signedIn(gateway: TestGateway, role: Role, patch: Partial<Member> = {}): Promise<Seat> {
  const { store, newId } = gateway.gateway;
  const [account] = await store.account.all();
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

/** Another browser of the same member. */
export async function seatFor(gateway: TestGateway, member: Member): Promise<Omit<Seat, "member">> {
  const { session, token } = newSession(gateway.gateway, member, "password", { ip: "127.0.0.1", userAgent: "test" });
  await gateway.gateway.store.save({ insert: { sessions: [session] } });
  return seatOf(gateway, token);
}

/** What the holder of a session's token can call. */
function seatOf(gateway: TestGateway, token: string): Omit<Seat, "member"> {
  const cookie = `${sessionCookie(gateway.publicUrl)}=${token}`;
  return { token, cookie, ...apisOf(gateway, { cookie }) };
}

/** What somebody can call who is not signed in. */
export const visitor = (gateway: TestGateway, headers: Record<string, string> = {}): Api =>
  apisOf(gateway, headers).team;

/** What somebody can call whom this answer has signed in. */
export function seatFrom(gateway: TestGateway, { headers, text }: Answer): Omit<Seat, "member"> {
  const [, token] = /chamra_session=([^;]+)/.exec(headers.get("set-cookie") ?? "") ?? [];
  if (!token) throw new Error(`nobody was signed in: ${text}`);
  return seatOf(gateway, token);
}

/** Follows a new link, as the member who was sent it. */
export async function followedLink(gateway: TestGateway, member: Member): Promise<Answer> {
  const { url } = await linkFor(gateway.gateway, member);
  return visitor(gateway).post("/sign-in-link", { token: url.split("#")[1] });
}

function apisOf(gateway: TestGateway, own: Record<string, string>): Apis {
  const api = (base: string): Api => ({
    get: (path, options = {}) =>
      call(gateway.url, "GET", `/dashboard/api${base}${path}`, { ...options, headers: { ...own, ...options.headers } }),
    post: (path, json = {}, options = {}) =>
      call(gateway.url, "POST", `/dashboard/api${base}${path}`, {
        json,
        ...options,
        headers: { "x-chamra-dashboard": "1", ...own, ...options.headers },
      }),
  });
  return { test: api("/test"), live: api("/live"), team: api("") };
}
