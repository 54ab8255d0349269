import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, vi } from "vitest";
import { type Answer, type CallOptions, call } from "../kit/gateway.ts";

const program = fileURLToPath(new URL("../../bin/chamra.js", import.meta.url));

export const testKeys = { publicKey: "pkey_test_5xuy4w91xqz7d1w9u0t", secretKey: "skey_test_5xuy4w91xqz7d1w9u0t" };

/** A gateway as an operator runs it: in its own process, with the real clock. */
export type GatewayProcess = {
  url: string;
  /** Standard output and error so far. */
  output(): string;
  /** By default with the secret key; null for no key. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Sends the signal; resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** Starts `chamra serve` and waits until it answers; stops it at the end of the test. */
export async function aGatewayProcess(environment: Record<string, string>): Promise<GatewayProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [program, "serve"], {
    env: {
      PATH: process.env.PATH,
      CHAMRA_HOST: "127.0.0.1", // the port was found free on this address
      CHAMRA_PORT: String(port),
      CHAMRA_TEST_PUBLIC_KEY: testKeys.publicKey,
      CHAMRA_TEST_SECRET_KEY: testKeys.secretKey,
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => written.push(text));
  const stop = (signal: NodeJS.Signals = "SIGTERM") => ended(child, signal);
  onTestFinished(async () => {
    await stop();
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(url, child, () => written.join(""));
  return {
    url,
    output: () => written.join(""),
    call: (method, path, options = {}) => call(url, method, path, { key: testKeys.secretKey, ...options }),
    stop,
  };
}

async function answering(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const answers = async (): Promise<boolean> => {
    if (child.exitCode !== null) return false;
    if ((await fetch(`${url}/health`)).ok) return true;
    throw new Error(`the gateway does not answer: ${output()}`);
  };
  if (!(await vi.waitFor(answers, { timeout: 30_000 })))
    throw new Error(`the gateway ended with ${child.exitCode}: ${output()}`);
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill(signal);
  });
}

/** Checks that a database has one merchant (with a test and a live account) and one set of vault keys, for any number of first starts at once. */
export async function expectFirstStart(query: (text: string) => Promise<unknown[]>): Promise<void> {
  expect(await query("select livemode from accounts order by livemode")).toEqual([
    { livemode: "0" },
    { livemode: "1" },
  ]);
  expect(await query("select purpose from data_keys order by purpose")).toEqual([
    { purpose: "fingerprint" },
    { purpose: "fingerprint_test" },
    { purpose: "secret" },
  ]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
