import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { ErrorCode, Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import type { Member } from "../../domain/team/member.ts";
import type { Right } from "../../domain/team/role.ts";
import type { Caller, Gateway } from "../../operations/gateway.ts";
import type { Gatekeeper } from "../../operations/merchant/gatekeeper.ts";
import type { Client, Present } from "../../operations/team/session.ts";
import type { Fault } from "./fault.ts";
import type { Presentation, Shape } from "./shape.ts";

/**
 * Which keys open an endpoint. Those that a public key opens can be called by browsers from any page; "session" is for the dashboard only; "none" is open
 * to anybody who knows the address: downloads, payment links, notifications of banks.
 */
export type Auth = "secret" | "public" | "either" | "session" | "none";
export type KeyAuth = Exclude<Auth, "session" | "none">;

/**
 * What an endpoint of the dashboard is about, and so where it is: one account (`/dashboard/api/:mode/…`), the team,
 * or whoever comes, signed in or not (both `/dashboard/api/…`).
 */
type Scope = "mode" | "team" | "visitor";

/** What a presenter needs beside the object. */
export type View = { publicUrl: string; now: Time; methods: Methods; banks: Gateway["banks"] };

export type Context<Params, Query, Body> = {
  /** For a member, its store writes the audit log with everything that it saves. */
  gateway: Gateway;
  gatekeeper: Gatekeeper;
  caller: Caller;
  /** Of the key, or of the member's team in the mode that is shown; the live one where the scope is the team. */
  account: Account;
  /** Who asks in the dashboard; null when a key does. */
  member: Member | null;
  params: Params;
  query: Query;
  body: Body;
  /** Address of whoever called. */
  ip: string;
  /** Id of the request; the caller reads it in `X-Request-Id`. */
  requestId: string;
  view: View;
};

/** Gives the browser its session, or takes it away. */
export type Cookie = { set(token: string): void; clear(): void };

/** In the dashboard there is always somebody. */
type DashboardContext<Params, Query, Body> = Omit<Context<Params, Query, Body>, "member"> &
  Present & { client: Client; cookie: Cookie };

/** Before anybody has signed in there is no account: nothing is audited but what the operation notes itself. */
export type VisitorContext<Params, Query, Body> = Pick<
  Context<Params, Query, Body>,
  "gateway" | "params" | "query" | "body" | "view"
> & { client: Client; cookie: Cookie };

/** Behind an open address there is no account: whose object it is about, the address itself has to say. */
export type OpenContext<Params, Query, Body> = Pick<
  Context<Params, Query, Body>,
  "gateway" | "params" | "query" | "body" | "ip" | "requestId" | "view"
> & {
  /** What came, for whoever has to check its signature. The text is read as parameters only where the entry has a `body`. */
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
  /** The right of members for whom this is open in the dashboard; without one, a merchants' entry is for programs only. */
  right?: Right;
  /** Open also to members who have yet to set up the one-time codes that are demanded of them. */
  beforeCodes?: true;
  /** Of entries of the dashboard; "mode" by default. */
  scope?: Scope;
  /** Puts a card into the vault, which is far more strictly limited than anything else. */
  vault?: true;
  query?: z.ZodType;
  body?: z.ZodType;
  refuses: readonly ErrorCode[];
  /** Parameters of the body that are taken away where they are sent empty; `run` is given null. */
  clearable?: readonly string[];
  /** How parameters are refused, where that is not as a bad request. */
  refusal?: (faults: readonly Fault[]) => Refusal;
  run(context: Context<never, never, never>): Promise<unknown>;
} & (JsonAnswer | RawAnswer);

/** An object of the API. */
type JsonAnswer = { returns: Shape; present(result: never, view: View): object; raw?: undefined };

/** A file, or a stream of events. */
type RawAnswer = { raw: Raw<never>; returns?: undefined; present?: undefined };

/** How an answer is sent that is no object of the API. */
export type Raw<Result> = {
  /** Whatever it can be; the document names each. */
  contentTypes: readonly string[];
  send(result: Result, reply: FastifyReply): FastifyReply;
};

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<string, never>;
type Schema = z.ZodType | undefined;

/** What all kinds of entry are written with; `run` gets a context that depends on the kind. */
type Entry<Path extends string, Query extends Schema, Body extends Schema> = Omit<
  JsonAnswer & { [Key in keyof Endpoint]: Endpoint[Key] },
  "path" | "auth" | "scope" | "query" | "body" | "run" | "present" | "raw" | "returns"
> & { path: Path; query?: Query; body?: Body };

/** `present` takes what `run` returns, and makes all that the shape has: a key that it forgets does not compile. */
type Presented<Result, Answer extends Shape> = {
  returns: Answer;
  present(result: Result, view: View): Presentation<Answer>;
};

/** Checks an entry: what `run` is given follows from the schemas, and what `present` makes from the shape. */
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
  /** Absent only for what every member may do with their own things. */
  right?: Right;
  scope?: "mode" | "team";
  run(context: DashboardContext<Record<PathParameter<Path>, string>, Output<Query>, Output<Body>>): Promise<Result>;
};

/** An entry that only the dashboard has, for those who are signed in. */
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

/** What `run` is given at each door. */
type ContextAt<At extends Auth, Params, Query, Body> = {
  secret: Context<Params, Query, Body>;
  public: Context<Params, Query, Body>;
  either: Context<Params, Query, Body>;
  session: DashboardContext<Params, Query, Body>;
  none: OpenContext<Params, Query, Body>;
}[At];

/** The same at any door for what is answered as a file or a stream; `raw` sends what `run` returns. */
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

/** An entry that only the dashboard has, for those who come to sign in. */
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

/** The names of the parameters in a path: of `/charges/:id/refunds/:refund`, `id` and `refund`. */
export type PathParameter<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | PathParameter<`/${Tail}`>
    : Rest
  : never;
