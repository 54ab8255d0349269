import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../kit/postgres-server.ts";

const program = fileURLToPath(new URL("../../bin/chamra.js", import.meta.url));

export const keys = { public: "pkey_test_5xuy4w91xqz7d1w9u0t", secret: "skey_test_5xuy4w91xqz7d1w9u0t" };

/** A gateway as an operator runs it; its address stays the same over all restarts. */
export type Gateway = {
  url: string;
  /** Starts the process; resolves once it answers. */
  start(): Promise<void>;
  /** Kills it at once (SIGKILL). */
  kill(): Promise<void>;
  /** Stops it gracefully (SIGTERM); resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Standard error of all its processes. */
  complaints(): string;
};

export async function aGateway(environment: Record<string, string>): Promise<Gateway> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const written: string[] = [];
  let child: ChildProcess | undefined;

  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    const current = child;
    if (!current || current.exitCode !== null || current.signalCode !== null)
      return Promise.resolve(current?.exitCode ?? null);
    return new Promise((resolve) => {
      current.once("exit", resolve);
      current.kill(signal);
    });
  };

  return {
    url,
    start: async () => {
      const fixed = { CHAMRA_TEST_PUBLIC_KEY: keys.public, CHAMRA_TEST_SECRET_KEY: keys.secret };
      const current = spawn(process.execPath, [program, "serve"], {
        env: { PATH: process.env.PATH, CHAMRA_HOST: "127.0.0.1", CHAMRA_PORT: String(port), ...fixed, ...environment },
        stdio: ["ignore", "ignore", "pipe"],
      });
      child = current;
      current.stderr?.setEncoding("utf8").on("data", (words: string) => written.push(words));
      for (const startedAt = performance.now(); performance.now() - startedAt < 30_000; await pause(20)) {
        if (current.exitCode !== null)
          throw new Error(`the gateway ended with ${current.exitCode}: ${written.join("")}`);
        const health = await fetch(`${url}/health`).catch(() => undefined);
        if (health?.ok) return;
      }
      throw new Error(`the gateway does not answer: ${written.join("")}`);
    },
    kill: async () => {
      await end("SIGKILL");
    },
    stop: () => end("SIGTERM"),
    complaints: () => written.join(""),
  };
}

/** Runs `chamra verify` on the database; returns its output and exit code. */
export async function verify(environment: Record<string, string>): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [program, "verify"], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [code, out, err] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { code, out: code === 0 ? out : `${out}${err}` };
}
