import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { aFile } from "../kit/dispute-builders.ts";
import { call } from "../kit/gateway.ts";
import { type Attempt, attemptOf, type Document, type Party, type World } from "./attempts.ts";
import { faultsOf, markerOf } from "./judge.ts";
import { aClient, type Client, type Exchange } from "./raw-client.ts";
import type { Keys, Ready, Sessions, State } from "./target.ts";

export type Fuzzing = {
  seed: number;
  requests: number;
  databaseUrl?: string;
  onProgress?: (done: number) => void;
  /** Runs only the attempt with this number. */
  only?: number;
};

export type Report = {
  seconds: number;
  /** Number of answers by status and code. */
  counts: Record<string, number>;
  slowestMs: number;
  memory: { warm: State; end: State };
  failures: string[];
  log: string;
};

const target = fileURLToPath(new URL("./target.ts", import.meta.url));
const senders = 48;
const failuresMax = 20;

/** Starts a gateway, attacks it, and reports the result. */
export async function fuzz({ seed, requests, databaseUrl, onProgress, only }: Fuzzing): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "chamra-fuzz-"));
  const gateway = await start(folder, databaseUrl);
  try {
    const base = `http://127.0.0.1:${gateway.ready.port}`;
    const { keys, sessions, routes, document } = gateway.ready;
    const world: World = {
      document: document as Document,
      routes,
      parties: {
        a: await aParty(base, "a", keys.a, sessions.a),
        b: await aParty(base, "b", keys.b, sessions.b),
      },
    };
    const client = aClient(gateway.ready.port);
    const report: Report = {
      seconds: 0,
      counts: {},
      slowestMs: 0,
      memory: { warm: await gateway.state(), end: await gateway.state() },
      failures: [],
      log: "",
    };
    const began = performance.now();
    let next = only ?? 0;
    const end = only === undefined ? requests : only + 1;
    const warmAt = Math.floor(requests / 5);
    const sender = async (): Promise<void> => {
      for (let number = next++; number < end && report.failures.length < failuresMax; number = next++) {
        const attempt = attemptOf(world, seed, number);
        const exchange = await carryOut(client, attempt);
        count(report, attempt, exchange);
        const faults = faultsOf(world, attempt, exchange);
        if (faults.length > 0) report.failures.push(described(seed, number, attempt, faults));
        if (gateway.child.exitCode !== null) throw new Error(`the gateway died at request ${number} of seed ${seed}`);
        if (number === warmAt) report.memory.warm = await gateway.state();
        if (number % 10_000 === 0) onProgress?.(number);
      }
    };
    await Promise.all(Array.from({ length: senders }, sender));
    report.seconds = (performance.now() - began) / 1_000;
    client.close();
    report.memory.end = await gateway.state();
    report.log = gateway.log();
    return report;
  } finally {
    gateway.child.disconnect();
    await gateway.gone;
    rmSync(folder, { recursive: true, force: true });
  }
}

function carryOut(client: Client, { wellFormed, pieces, answers }: Attempt): Promise<Exchange> {
  const [only] = pieces;
  return wellFormed && only ? client.ask(only) : client.provoke(pieces, answers);
}

function count(report: Report, { kind }: Attempt, { answers, ended, ms }: Exchange): void {
  const { counts } = report;
  if (ended === "answered") report.slowestMs = Math.max(report.slowestMs, ms);
  const outcomes = answers.map(({ status, body }) => {
    const code = /"code": "(\w+)"/.exec(status < 400 ? "" : body.subarray(0, 400).toString("latin1"))?.[1];
    return code ? `${status} ${code}` : String(status);
  });
  for (const outcome of outcomes.length > 0 ? outcomes : [`no answer, ${ended}`]) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  counts[`(${kind})`] = (counts[`(${kind})`] ?? 0) + 1;
}

type Gateway = { child: ChildProcess; gone: Promise<unknown>; ready: Ready; state(): Promise<State>; log(): string };

async function start(folder: string, databaseUrl: string | undefined): Promise<Gateway> {
  const child = fork(target, [], {
    execArgv: ["--expose-gc", "--disable-warning=ExperimentalWarning"],
    env: {
      PATH: process.env["PATH"],
      CHAMRA_LIVE_CARDS: "here",
      CHAMRA_PORT: "0",
      CHAMRA_DATA: folder,
      CHAMRA_LOG_LEVEL: "error",
      ...(databaseUrl && { DATABASE_URL: databaseUrl, CHAMRA_VAULT_KEY: "ab".repeat(32) }),
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const written: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => written.push(text));
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const told = <Told>(): Promise<Told> =>
    new Promise((resolve, reject) => {
      child.once("message", (message) => resolve(message as Told)); // both sides have the same version
      child.once("exit", (code) =>
        reject(new Error(`the gateway ended with ${code}: ${written.join("").slice(-2_000)}`)),
      );
    });
  const ready = await told<Ready>();
  let asking: Promise<State> | null = null;
  const state = (): Promise<State> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  const ask = (): Promise<State> => {
    const answer = told<State>();
    child.send("state");
    return answer;
  };
  return {
    child,
    gone,
    ready,
    state,
    log: () =>
      written
        .join("")
        .split("\n")
        .filter((line) => /"level":[56]0/.test(line))
        .join("\n"),
  };
}

/** An account with objects of every kind, each with the party's marker in its texts. */
async function aParty(base: string, name: "a" | "b", keys: Keys, sessions: Sessions): Promise<Party> {
  const party: Party = { keys, sessions, asked: [], written: [], pages: [], references: [] };
  const marker = markerOf(name);
  const send = async (
    method: string,
    path: string,
    body?: Record<string, unknown>,
    key = keys.secretKey,
    headers = {},
  ) => {
    const { status, json } = await call(base, method, path, { key, headers, ...(body && { body }) });
    if (status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  const token = async (number: string): Promise<string> => {
    const card = {
      name: `${marker}-holder`,
      number,
      expiration_month: 12,
      expiration_year: 2040,
      security_code: "123",
      city: marker,
    };
    return (await send("POST", "/tokens", { card }, keys.publicKey)).id;
  };
  const source = { type: "mobile_banking_kbank", email: `${marker}@example.com`, name: marker, store_name: marker };
  const common = {
    currency: "THB",
    return_uri: `https://shop.example/${marker}`,
    description: marker,
    metadata: { order: marker },
    ip: "192.0.2.1",
  };
  await send("PATCH", "/account", { webhook_uri: `http://127.0.0.1:9/${marker}` });
  for (const pool of [party.asked, party.asked, party.written]) {
    const waiting = await send("POST", "/charges", { ...common, amount: 150_000, source }, keys.secretKey, {
      "Idempotency-Key": pool.length === 0 ? "seeded" : `seeded ${pool.length}`,
    });
    const paid = await send("POST", "/charges", { ...common, amount: 100_000, card: await token("4242424242424242") });
    const held = await send("POST", "/charges", {
      ...common,
      amount: 100_000,
      capture: false,
      card: await token("4242424242424242"),
    });
    const failed = await send("POST", "/charges", {
      ...common,
      amount: 100_000,
      card: await token("4111111111140011"),
    });
    const challenged = await send("POST", "/charges", {
      ...common,
      amount: 100_000,
      authentication: "3DS",
      card: await token("4111111111150002"),
    });
    const plan = { type: "installment_wlb_ktc", installment_term: 4, email: `${marker}@example.com` };
    const installments = await send("POST", "/charges", {
      ...common,
      amount: 400_000,
      source: plan,
      card: await token("5555555555554444"),
    });
    const refund = await send("POST", `/charges/${paid.id}/refunds`, { amount: 5_000, metadata: { why: marker } });
    const sold = await send("POST", "/charges", { ...common, amount: 100_000, card: await token("4242424242424242") });
    const dispute = await send("POST", `/charges/${sold.id}/disputes`);
    const { json: document } = await call(base, "POST", `/disputes/${dispute.id}/documents`, {
      key: keys.secretKey,
      form: aFile(`${marker}.png`),
    });
    const free = await send("POST", "/sources", { ...source, amount: 150_000, currency: "THB" });
    const events = await send("GET", "/events?limit=100");
    const charges = [waiting, paid, held, failed, challenged, installments];
    const known = new Set([...party.asked, ...party.written]);
    const found = [
      ...charges.flatMap(({ id, card, source: spent }) => [id, card?.id, spent?.id]),
      ...[refund.id, refund.transaction, dispute.id, document.id, free.id, await token("4242424242424242")],
      ...events.data.flatMap((event: { id: string; webhook_deliveries?: { id: string }[] }) => [event.id]),
    ];
    pool.push(...found.filter((id) => typeof id === "string" && !known.has(id)));
    if (pool === party.asked)
      party.pages.push(
        ...charges.flatMap(({ authorize_uri: uri }) => (uri ? [new URL(uri).pathname.split("/")[2] ?? ""] : [])),
      );
    party.references.push(...(await acsReferences(base, challenged.authorize_uri)));
  }
  return party;
}

/** The id of this payment at test mode's 3-D Secure bank, from the payer's page. */
async function acsReferences(base: string, uri: string): Promise<string[]> {
  const text = await (await fetch(new URL(new URL(uri).pathname, base))).text();
  const creq = /name="creq" value="([\w-]+)"/.exec(text)?.[1];
  if (!creq) return [];
  const { acsTransID } = JSON.parse(Buffer.from(creq, "base64url").toString("utf8"));
  await fetch(`${base}/acs`, { method: "POST", body: new URLSearchParams({ creq }), redirect: "manual" });
  return [acsTransID, creq];
}

/** Instructions to repeat the attempt: its raw bytes, in a file if they are many. */
function described(
  seed: number,
  number: number,
  { kind, name, sender, pieces }: Attempt,
  faults: readonly string[],
): string {
  const bytes = Buffer.concat(pieces);
  const start = `seed ${seed}, request ${number}, ${kind} “${name}” from ${sender ?? "nobody"}: ${faults.join("; ")}`;
  if (bytes.length <= 3_000) return `${start}\n  echo ${bytes.toString("base64")} | base64 -d | nc -N 127.0.0.1 4242`;
  const file = join(tmpdir(), `chamra-fuzz-${seed}-${number}.raw`);
  writeFileSync(file, bytes);
  return `${start}\n  nc -N 127.0.0.1 4242 < ${file}`;
}
