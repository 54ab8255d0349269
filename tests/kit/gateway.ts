import { randomBytes } from "node:crypto";
import { request } from "undici";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import { banks as standardBanks } from "../../src/connectors/index.ts";
import type { BankEntry } from "../../src/connectors/sandbox.ts";
import type { ThreeDsConnector } from "../../src/connectors/three-ds/connector.ts";
import type { Upstream } from "../../src/connectors/upstream.ts";
import { upstreams as standardUpstreams } from "../../src/connectors/upstreams.ts";
import type { Method } from "../../src/domain/payment/method.ts";
import { type Running, serve } from "../../src/main/serve.ts";
import { realWorld, type World } from "../../src/main/world.ts";
import { methods as standardMethods } from "../../src/methods/index.ts";
import { addKey } from "../../src/operations/merchant/key.ts";
import { openVerification } from "../../src/storage/verify/verify.ts";
import { start } from "./clock.ts";
import { expectDocumentedAnswers } from "./contract.ts";
import { freshDatabase } from "./postgres.ts";

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and the API document checks the shape
  json: any;
};

export type CallOptions = {
  /** Sent as a form by default. */
  body?: Record<string, unknown>;
  json?: unknown;
  /** Sent as multipart/form-data. */
  form?: FormData;
  key?: string | null;
  headers?: Record<string, string>;
};

/** A gateway for one test, on a real socket, with a clock that the test moves. */
export type TestGateway = Running & {
  publicKey: string;
  secretKey: string;
  livePublicKey: string;
  liveSecretKey: string;
  now(): number;
  /** Moves the clock without running due jobs. */
  pass(ms: number): void;
  /** Moves the clock, then runs all due jobs. */
  advance(ms: number): Promise<void>;
  /** By default with the secret key; null for no key. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
};

export type GatewayOptions = {
  engine?: "sqlite" | "postgres";
  environment?: Record<string, string>;
  databaseUrl?: string;
  /** The test writes rows that no gateway would write, so the invariants are not verified at its end. */
  meddles?: boolean;
  /** Replaces the real wait for a bank's answer. */
  pause?: World["pause"];
  /** Additional payment methods and banks. */
  methods?: readonly Method[];
  banks?: readonly BankEntry[];
  /** Upstreams of live mode, in place of the usual ones. */
  upstreams?: readonly Upstream[];
  /** Uses the simulated banks for live mode as well, where no bank is connected yet. */
  live?: boolean;
  /** Takes what is to be done when the gateway is no longer needed, last first; by default that is the end of the test. */
  atEnd?: (act: () => void | Promise<void>) => void;
};

/** Starts a gateway and stops it at the end of the test. */
export async function aGateway({
  engine = "sqlite",
  environment = {},
  databaseUrl,
  meddles = false,
  pause = realWorld.pause,
  methods = [],
  banks = [],
  live: liveToo = false,
  upstreams = standardUpstreams,
  atEnd = onTestFinished,
}: GatewayOptions = {}): Promise<TestGateway> {
  const url = databaseUrl ?? (engine === "postgres" ? await ownDatabase(atEnd) : undefined);
  let now = start;
  const running: Running = await serve(
    readConfig({
      CHAMRA_PORT: "0",
      CHAMRA_DATA: "memory",
      CHAMRA_LOG_LEVEL: "silent",
      CHAMRA_TEST_PUBLIC_KEY: "pkey_test_5xuy4w91xqz7d1w9u0t",
      CHAMRA_TEST_SECRET_KEY: "skey_test_5xuy4w91xqz7d1w9u0t",
      CHAMRA_WEBHOOK_SECRET: "c2VjcmV0LWtleS1mb3ItdGVzdHM=",
      ...(url && { DATABASE_URL: url, CHAMRA_VAULT_KEY: "ab".repeat(32), CHAMRA_DATABASE_CONNECTIONS: "5" }),
      ...(liveToo && { CHAMRA_SIMULATORS: "on", CHAMRA_LIVE_CARDS: "here" }),
      ...environment,
    }),
    {
      now: () => now,
      every: () => () => {},
      pause,
      random64: () => randomBytes(8).readBigUInt64BE(),
      random: () => 0.5,
    },
    {
      methods: [...standardMethods, ...methods],
      upstreams,
      ...banksFor([...standardBanks, ...banks], liveToo, () => running),
    },
  );
  expectDocumentedAnswers(running.app, atEnd);
  let open = true;
  const close = () => {
    open = false;
    return running.close();
  };
  atEnd(async () => {
    const checked = open && !meddles ? booksAgree(running, url) : Promise.resolve();
    await checked.finally(running.close);
  });
  const [, live] = await running.gateway.store.account.all();
  if (!live) throw new Error("the first merchant has no live account");
  const secretKey = environment.CHAMRA_TEST_SECRET_KEY ?? "skey_test_5xuy4w91xqz7d1w9u0t";
  return {
    ...running,
    close,
    publicKey: environment.CHAMRA_TEST_PUBLIC_KEY ?? "pkey_test_5xuy4w91xqz7d1w9u0t",
    secretKey,
    livePublicKey: await addKey(running.gateway, live, "public"),
    liveSecretKey: await addKey(running.gateway, live, "secret"),
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    advance: async (ms) => {
      now += ms;
      await running.clockwork.runDue();
    },
    call: (method, path, options = {}) => call(running.url, method, path, { key: secretKey, ...options }),
  };
}

/**
 * One gateway for all tests of a file or of a `describe`, whose accounts and time they share: each of them makes what it looks at.
 *
 * @returns the gateway, once the first test has begun
 */
export function aGatewayForAll(options: Omit<GatewayOptions, "atEnd"> = {}): () => TestGateway {
  const ends: (() => void | Promise<void>)[] = [];
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await aGateway({ ...options, atEnd: (act) => ends.unshift(act) });
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return () => gateway;
}

/** Checks every invariant of `chamra verify` at the end of the test. */
async function booksAgree({ gateway }: Running, url: string | undefined): Promise<void> {
  const open = url ? await openVerification(url, "") : undefined;
  const { invariants } = open ?? gateway.store.verify;
  const violations = [];
  for (const invariant of invariants) violations.push(...(await invariant.violations()));
  await open?.close();
  expect(violations).toEqual([]);
}

/** One request through the socket, by undici itself: `fetch` costs the test several times the time of the request. */
export async function call(
  base: string,
  method: string,
  path: string,
  { body, json, form: parts, key, headers = {} }: CallOptions,
): Promise<Answer> {
  const authorization = key ? { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` } : {};
  const content =
    json !== undefined
      ? { "content-type": "application/json" }
      : body
        ? { "content-type": "application/x-www-form-urlencoded" }
        : {};
  const { type, payload } = parts ? await encoded(parts) : { type: content, payload: textOf(json, body) };
  const response = await request(`${base}${path}`, {
    method,
    headers: { accept: "*/*", "user-agent": "node", ...type, ...authorization, ...headers },
    body: payload,
  });
  const answered = new Headers();
  for (const [name, value] of Object.entries(response.headers))
    for (const each of [value ?? []].flat()) answered.append(name, each);
  const text = await response.body.text();
  const isJson = answered.get("content-type")?.includes("json");
  return { status: response.statusCode, headers: answered, text, json: isJson ? JSON.parse(text) : undefined };
}

const textOf = (json: unknown, body: CallOptions["body"]): string | null =>
  json !== undefined ? JSON.stringify(json) : body ? form(body) : null;

/** A form with files as it is sent. */
async function encoded(parts: FormData) {
  const { headers, body } = new Response(parts);
  return {
    type: { "content-type": headers.get("content-type") ?? "" },
    payload: Buffer.from(await new Response(body).arrayBuffer()),
  };
}

/** `{ source: { type: "x" } }` as `source[type]=x`. */
function form(body: Record<string, unknown>): string {
  const pairs = Object.entries(body).flatMap(([name, value]) => flatten(name, value));
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

function flatten(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => flatten(`${name}[]`, item));
  if (typeof value === "object")
    return Object.entries(value).flatMap(([key, inner]) => flatten(`${name}[${key}]`, inner));
  return [[name, String(value)]];
}

async function ownDatabase(atEnd: NonNullable<GatewayOptions["atEnd"]>): Promise<string> {
  const database = await freshDatabase({ migrated: true });
  atEnd(() => database.drop());
  return database.url;
}

/** Banks of a gateway; with `live`, its test-mode banks serve live mode as well. */
function banksFor(
  entries: readonly BankEntry[],
  live: boolean,
  running: () => Running,
): { banks: readonly BankEntry[]; liveThreeDs: ThreeDsConnector | null } {
  if (!live) return { banks: entries, liveThreeDs: null };
  const simulated = () => running().gateway.simulation.connectors;
  const ofTestMode = <T extends object>(found: () => T | undefined): T =>
    new Proxy({} as T, { get: (_, name) => Reflect.get(found() ?? {}, name) });
  return {
    banks: entries.map((entry) => ({ ...entry, live: () => ofTestMode(() => simulated().banks[entry.name]) })),
    liveThreeDs: ofTestMode(() => simulated().threeDs),
  };
}
