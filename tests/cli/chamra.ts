import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

const program = join(import.meta.dirname, "../../bin/chamra.js");

/** Output and exit code of a command. */
export type Ended = { code: number | string; out: string; err: string };

type Environment = Record<string, string>;

/** Runs one command to its end, with these settings only, not the tests' environment. */
export async function chamra(words: readonly string[], environment: Environment): Promise<Ended> {
  return ended(start(words, environment));
}

/** A gateway in its own process, ready. */
export type Served = { url: string; banner: string; secretKey: string; process: ChildProcess; ended: Promise<Ended> };

export async function serveAlone(environment: Environment, ...flags: readonly string[]): Promise<Served> {
  const child = start(["serve", ...flags], { CHAMRA_PORT: "0", ...environment });
  const end = ended(child);
  const banner = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ctrl-C stops")) resolve(said);
    });
    void end.then(({ err }) => reject(new Error(`the gateway did not start: ${err}`)));
  });
  const [, url = ""] = /API +(\S+)/.exec(banner) ?? [];
  const [, secretKey = ""] = /Secret key +(\S+)/.exec(banner) ?? [];
  return { url, banner, secretKey, process: child, ended: end };
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chamra-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A port in use. */
export async function aTakenPort(host = "127.0.0.1"): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // a TCP server has one
}

/** GET with a secret key, on a new connection, so that none stays open. */
export function get(url: string, key: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
  return fetch(url, { headers: { authorization, connection: "close" } });
}

/** Starts a command that goes on; it is ended with the test. */
export function start(words: readonly string[], environment: Environment): ChildProcess {
  const own = Object.entries(process.env).filter(([name]) => !/^(CHAMRA_|DATABASE_URL$|VITEST|NODE_)/.test(name));
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...Object.fromEntries(own), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function ended(child: ChildProcess): Promise<Ended> {
  const exit = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? code ?? 0)),
  );
  const [code, out, err] = await Promise.all([exit, wordsOf(child.stdout), wordsOf(child.stderr)]);
  return { code, out, err };
}

async function wordsOf(stream: ChildProcess["stdout"]): Promise<string> {
  return stream ? text(stream) : "";
}
