import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { ErrorCode, Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Permissions } from "../../domain/merchant/permission.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import type { Member } from "../../domain/team/member.ts";
import type { Right } from "../../domain/team/role.ts";
import type { Caller, Gateway, Named } from "../../operations/gateway.ts";
import type { Client, Present } from "../../operations/team/session.ts";
import type { Fault } from "./fault.ts";
import type { OlderRequests } from "./form.ts";
import type { Presentation, Shape } from "./shape.ts";

/**
 * Keys that open an endpoint. Browsers can call endpoints for public keys from any page; "session" is for the dashboard only; "none" is open
 * to anybody who knows the address: downloads, payment links, notifications of banks.
 */
export type Auth = "secret" | "public" | "either" | "session" | "none";
export type KeyAuth = Exclude<Auth, "session" | "none">;

/**
 * Scope of a dashboard endpoint, and so its address: one account (`/dashboard/api/:mode/…`), the team,
 * or a visitor, signed in or not (both `/dashboard/api/…`).
 */
type Scope = "mode" | "team" | "visitor";

/** What a presenter needs beside the object. */
export type View = {
  publicUrl: string;
  /** Where pages of checkout sessions are, as the caller is to be told. */
  sessionsUrl: string;
  now: Time;
  methods: Methods;
  banks: Gateway["banks"];
  upstreams: Named["upstreams"];
};

export type Context<Params, Query, Body> = {
  /** For a member, its store also writes everything it saves to the audit log. */
  gateway: Gateway;
  caller: Caller;
  /** Account of the key, or of the member's team in the mode shown; the live one for team scope. */
  account: Account;
  /** The member who asks in the dashboard; null for a key. */
  member: Member | null;
  params: Params;
  query: Query;
  body: Body;
  /** Address of the caller. */
  ip: string;
  /** Id of the request; the caller reads it in `X-Request-Id`. */
  requestId: string;
  view: View;
};

/** Sets or removes the browser's session. */
export type Cookie = { set(token: string): void; clear(): void };

/** Context in the dashboard, where there is always a member. */
type DashboardContext<Params, Query, Body> = Omit<Context<Params, Query, Body>, "member"> &
  Present & {
    client: Client;
    cookie: Cookie;
    /** The most that a restricted key can be given. */
    grantable: Permissions;
  };

/** Context of visitors. Without a member there is no account: only the operation's own notes are audited. */
export type VisitorContext<Params, Query, Body> = Pick<
  Context<Params, Query, Body>,
  "gateway" | "params" | "query" | "body" | "view"
> & { client: Client; cookie: Cookie };

/** Context behind an open address. Without a caller there is no account: the address itself says whose object it is about. */
export type OpenContext<Params, Query, Body> = Pick<
  Context<Params, Query, Body>,
  "gateway" | "params" | "query" | "body" | "ip" | "requestId" | "view"
> & {
  /** The request as it came, for checking its signature. The text is parsed only if the entry has a `body`. */
  sent: { headers: IncomingHttpHeaders; text: string };
};

/** One entry of the contract: router, authentication, parsing, API document and the tests of refusals derive from it. */
export type Endpoint = {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  summary: string;
  description?: string;
  tag: string;
  auth: Auth;
  /** Right that members need for it in the dashboard; without one, a merchants' entry is for programs only. */
  right?: Right;
  /** Open also to members who must still set up required one-time codes. */
  beforeCodes?: true;
  /** Scope of a dashboard entry; "mode" by default. */
  scope?: Scope;
  /** Puts a card into the vault, which has a far lower rate limit than anything else. */
  vault?: true;
  /** In the audit log the act is one row, noted before it begins, without the rows that it changes: they are those of a whole month. */
  auditedAsOne?: true;
  /** False where no answer is kept for a repeat under an idempotency key: it has secrets, or the entry erases such answers itself. */
  keepsAnswer?: false;
  /** The entry takes a file of this many bytes at most, in the field `file` of multipart/form-data. */
  fileMax?: number;
  /**
   * The resource that a restricted key must be given for it, where that is not what it answers with; or how the parameters tell. A function throws
   * where they don't, so that a key never passes without a resource.
   */
  resource?: string | ((given: Readonly<Record<string, unknown>>) => string);
  query?: z.ZodType;
  body?: z.ZodType;
  refuses: readonly ErrorCode[];
  /** Parameters of the body that an empty value removes; `run` gets null. */
  clearable?: readonly string[];
  /** Parameters that older versions named otherwise. */
  older?: OlderRequests;
  /** Refusal of faulty parameters; a bad request by default. */
  refusal?: (faults: readonly Fault[]) => Refusal;
  run(context: Context<never, never, never>): Promise<unknown>;
} & (JsonAnswer | RawAnswer);

/** An answer that is an object of the API. */
type JsonAnswer = { returns: Shape; present(result: never, view: View): object; raw?: undefined };

/** An answer that is a file, or a stream of events. */
type RawAnswer = { raw: Raw<never>; returns?: undefined; present?: undefined };

/** How an answer is sent that is no object of the API. */
export type Raw<Result> = {
  /** All possible content types, for the document. */
  contentTypes: readonly string[];
  send(result: Result, reply: FastifyReply): FastifyReply;
};

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<string, never>;
type Schema = z.ZodType | undefined;

/** Common part of all kinds of entry; the context of `run` depends on the kind. */
type Entry<Path extends string, Query extends Schema, Body extends Schema> = Omit<
  JsonAnswer & { [Key in keyof Endpoint]: Endpoint[Key] },
  "path" | "auth" | "scope" | "query" | "body" | "run" | "present" | "raw" | "returns"
> & { path: Path; query?: Query; body?: Body };

/** `present` takes what `run` returns, and must make all keys of the shape, or it does not compile. */
type Presented<Result, Answer extends Shape> = {
  returns: Answer;
  present(result: Result, view: View): Presentation<Answer>;
};

/** Checks an entry: the schemas give the arguments of `run`, and the shape the result of `present`. */
export function endpoint<
  const Path extends string,
  Result,
  Answer extends Shape,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
>(
  entry: Entry<Path, Query, Body> &
    Presented<Result, Answer> & {
      auth: KeyAuth;
      run(context: Context<Record<PathParameter<Path>, string>, Output<Query>, Output<Body>>): Promise<Result>;
    },
): Endpoint {
  return entry as unknown as Endpoint; // the router calls `run` with what the entry's own schemas gave
}

type Run<Path extends string, Query extends Schema, Body extends Schema, Result> = {
  /** Absent only for what every member may do with their own account. */
  right?: Right;
  scope?: "mode" | "team";
  run(context: DashboardContext<Record<PathParameter<Path>, string>, Output<Query>, Output<Body>>): Promise<Result>;
};

/** An entry for signed-in members in the dashboard only. */
export function dashboardEndpoint<
  const Path extends string,
  Result,
  Answer extends Shape,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
>(entry: Entry<Path, Query, Body> & Presented<Result, Answer> & Run<Path, Query, Body, Result>): Endpoint {
  return { ...entry, auth: "session" } as unknown as Endpoint; // as above
}

/** An entry that is open to anybody. */
export function openEndpoint<
  const Path extends string,
  Result,
  Answer extends Shape,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
>(
  entry: Omit<Entry<Path, Query, Body>, "right"> &
    Presented<Result, Answer> & {
      run(context: OpenContext<Record<PathParameter<Path>, string>, Output<Query>, Output<Body>>): Promise<Result>;
    },
): Endpoint {
  return { ...entry, auth: "none" } as unknown as Endpoint; // as above
}

/** Context of `run` at each door. */
type ContextAt<At extends Auth, Params, Query, Body> = {
  secret: Context<Params, Query, Body>;
  public: Context<Params, Query, Body>;
  either: Context<Params, Query, Body>;
  session: DashboardContext<Params, Query, Body>;
  none: OpenContext<Params, Query, Body>;
}[At];

/** An entry answered with a file or a stream, at any door; `raw` sends what `run` returns. */
export function rawEndpoint<
  const Path extends string,
  const At extends Auth,
  Result,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
>(
  entry: Entry<Path, Query, Body> & {
    auth: At;
    scope?: "mode" | "team";
    raw: Raw<NoInfer<Result>>;
    run(context: ContextAt<At, Record<PathParameter<Path>, string>, Output<Query>, Output<Body>>): Promise<Result>;
  },
): Endpoint {
  return entry as unknown as Endpoint; // as above
}

/** An entry for visitors of the dashboard who sign in. */
export function visitorEndpoint<
  const Path extends string,
  Result,
  Answer extends Shape,
  Body extends Schema = undefined,
>(
  entry: Omit<Entry<Path, undefined, Body>, "right"> &
    Presented<Result, Answer> & {
      run(
        context: VisitorContext<Record<PathParameter<Path>, string>, Record<string, never>, Output<Body>>,
      ): Promise<Result>;
    },
): Endpoint {
  return { ...entry, auth: "session", scope: "visitor" } as unknown as Endpoint; // as above
}

/** Names of the parameters in a path: `id` and `refund` in `/charges/:id/refunds/:refund`. */
export type PathParameter<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | PathParameter<`/${Tail}`>
    : Rest
  : never;
