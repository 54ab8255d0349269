import type { z } from "zod";
import type { Account } from "../domain/account.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { Time } from "../domain/time.ts";
import type { Gatekeeper } from "../operations/authenticate.ts";
import type { Caller, Gateway } from "../operations/gateway.ts";
import type { Shape } from "./shapes/shape.ts";

/** Which keys open an endpoint. Those that a public key opens can be called by browsers from any page. */
export type Auth = "secret" | "public" | "either";

/** What a presenter needs beside the object. */
export type View = { publicUrl: string; now: Time };

export type Context<Params, Query, Body> = {
  gateway: Gateway;
  gatekeeper: Gatekeeper;
  caller: Caller;
  account: Account;
  params: Params;
  query: Query;
  body: Body;
  /** Address of whoever called. */
  ip: string;
  view: View;
};

/** One entry of the contract: router, authentication, parsing, API document and the tests of refusals derive from it. */
export type Endpoint = {
  method: "GET" | "POST" | "PATCH";
  path: string;
  summary: string;
  description?: string;
  tag: string;
  auth: Auth;
  /** Puts a card into the vault, which is far more strictly limited than anything else. */
  vault?: true;
  query?: z.ZodType;
  body?: z.ZodType;
  returns: Shape;
  refuses: readonly ErrorCode[];
  run(context: Context<never, never, never>): Promise<unknown>;
  present(result: never, view: View): object;
};

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<string, never>;

/** Checks an entry: what `run` is given follows from the schemas, and `present` takes what `run` returns. */
export function endpoint<
  const Path extends string,
  Result,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  entry: Omit<Endpoint, "path" | "query" | "body" | "run" | "present"> & {
    path: Path;
    query?: Query;
    body?: Body;
    run(context: Context<Record<PathParameter<Path>, string>, Output<Query>, Output<Body>>): Promise<Result>;
    present(result: Result, view: View): object;
  },
): Endpoint {
  return entry as unknown as Endpoint; // the router calls `run` with what the entry's own schemas gave
}

type PathParameter<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | PathParameter<`/${Tail}`>
    : Rest
  : never;
