import { type ChildProcess, execFile, fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Works } from "./second-process.ts";

const program = fileURLToPath(new URL("../bin/chamra.js", import.meta.url));

export const keys = { publicKey: "pkey_test_5xuy4w91xqz7d1w9u0t", secretKey: "skey_test_5xuy4w91xqz7d1w9u0t" };

/** Processes and folders of a row; all are removed when the row ends, also after an error. */
export type Site = {
  /** An empty folder on the measured disk. */
  folder(): string;
  gateway(environment: Record<string, string>): Promise<Server>;
  /** A script of this folder that listens and prints its port. */
  server(script: string, argument: string): Promise<Server>;
  /** Any program that listens on a given port. */
  program(command: string, words: readonly string[], port: number): Promise<Server>;
  second(): Second;
  atEnd(undo: () => unknown): void;
  close(): Promise<void>;
};

export type Server = { port: number; url: string; pid: number; readyMs: number; stop(): Promise<void> };

/** Runs a named work in the second process. */
export type Second = <Name extends keyof Works>(
  work: Name,
  ...argument: Parameters<Works[Name]>
) => Promise<Awaited<ReturnType<Works[Name]>>>;

export function openSite(): Site {
  const undone: (() => unknown)[] = [];
  const site: Site = {
    atEnd: (undo) => undone.push(undo),
    folder: () => {
      const folder = mkdtempSync(join(tmpdir(), "chamra-bench-"));
      undone.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
      return folder;
    },
    gateway: (environment) =>
      start(undone, process.execPath, [program, "serve"], {
        CHAMRA_PORT: "0",
        CHAMRA_TEST_PUBLIC_KEY: keys.publicKey,
        CHAMRA_TEST_SECRET_KEY: keys.secretKey,
        ...environment,
      }),
    server: (script, argument) =>
      start(undone, process.execPath, [fileURLToPath(new URL(script, import.meta.url)), argument], {}),
    program: async (command, words, port) => {
      const child = spawn(command, words, { stdio: ["ignore", "ignore", "inherit"] });
      undone.push(() => ended(child));
      while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 50));
      return { port, url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, readyMs: 0, stop: () => ended(child) };
    },
    second: () => secondProcess(undone),
    close: async () => {
      for (const undo of undone.reverse()) await undo();
    },
  };
  return site;
}

/** Starts a server that first prints its address to standard output. */
function start(undone: (() => unknown)[], command: string, words: string[], environment: object): Promise<Server> {
  const startedAt = performance.now();
  const child = spawn(command, words, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  undone.push(() => ended(child));
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.stderr?.on("data", (text) => said.push(String(text)));
    child.once("exit", () => reject(new Error(`${words.join(" ")} ended: ${said.join("")}`)));
    child.stdout?.on("data", (text) => {
      said.push(String(text));
      const port = Number(/(?:localhost|127\.0\.0\.1):(\d+)/.exec(said.join(""))?.[1]);
      if (!port) return;
      const readyMs = performance.now() - startedAt;
      resolve({ port, url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, readyMs, stop: () => ended(child) });
    });
  });
}

function secondProcess(undone: (() => unknown)[]): Second {
  const child = fork(fileURLToPath(new URL("second-process.ts", import.meta.url)), { stdio: "inherit" });
  undone.push(() => ended(child));
  const pending = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  child.on("message", ({ id, result, problem }: { id: number; result?: never; problem?: string }) => {
    const waiter = pending.get(id);
    pending.delete(id);
    if (problem === undefined) waiter?.resolve(result as never);
    else waiter?.reject(new Error(problem));
  });
  child.on("exit", () => {
    for (const { reject } of pending.values()) reject(new Error("the second process ended"));
  });
  let count = 0;
  return (work, ...[argument]) =>
    new Promise((resolve, reject) => {
      count += 1;
      pending.set(count, { resolve, reject });
      child.send({ id: count, work, argument });
    });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await exited;
  clearTimeout(timer);
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

/** Resident memory of a process, in MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) / 1_024;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
