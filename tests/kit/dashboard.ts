import type { Member } from "../../src/domain/member.ts";
import type { Role } from "../../src/domain/role.ts";
import { newSession } from "../../src/operations/session.ts";
import { type Answer, type CallOptions, call, type TestGateway } from "./gateway.ts";

/** The dashboard's API at one of its addresses. */
type Api = {
  get(path: string, options?: CallOptions): Promise<Answer>;
  /** The body goes as JSON, with the header that the dashboard's pages send. */
  post(path: string, json?: unknown, options?: CallOptions): Promise<Answer>;
};

/** Somebody who is signed in to the first merchant's dashboard. */
export type Seat = { member: Member; token: string; cookie: string; test: Api; live: Api; team: Api };

/** A member of the first merchant's team, signed in without having had to type a password. */
export async function signedIn(gateway: TestGateway, role: Role, patch: Partial<Member> = {}): Promise<Seat> {
  const [account] = await gateway.gateway.store.account.all();
  if (!account) throw new Error("there is no merchant");
  const id = gateway.gateway.newId("member", true);
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
  const { session, token } = newSession(gateway.gateway, member, "password", { ip: "127.0.0.1", userAgent: "test" });
  await gateway.gateway.store.save({ insert: { members: [member], sessions: [session] } });
  return { member, ...seatOf(gateway, token) };
}

/** What the holder of a session's token can call. */
export function seatOf(gateway: TestGateway, token: string): Omit<Seat, "member"> {
  const cookie = `chamra_session=${token}`;
  const api = (base: string): Api => ({
    get: (path, options = {}) =>
      call(gateway.url, "GET", `/dashboard/api${base}${path}`, {
        ...options,
        headers: { cookie, ...options.headers },
      }),
    post: (path, json = {}, options = {}) =>
      call(gateway.url, "POST", `/dashboard/api${base}${path}`, {
        json,
        ...options,
        headers: { cookie, "x-chamra-dashboard": "1", ...options.headers },
      }),
  });
  return { token, cookie, test: api("/test"), live: api("/live"), team: api("") };
}
