import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findBinaries, freePort, isReady, unprivilegedOwner } from "../kit/postgres-server.ts";

/** A PostgreSQL with default durability that can be stopped and restarted on its data. */
export type Postgres = {
  url: string;
  start(): Promise<void>;
  /** `immediate`: stops without a checkpoint; the next start recovers from the write-ahead log. */
  stopAtOnce(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
};

export async function aPostgres(): Promise<Postgres> {
  const home = mkdtempSync(join(tmpdir(), "chamra-crash-postgres-"));
  const owner = unprivilegedOwner();
  if (owner) chownSync(home, owner.uid, owner.gid);
  const binaries = findBinaries(home, owner);
  const data = join(home, "data");
  const initdb = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  await promisify(execFile)(join(binaries, "initdb"), initdb, { ...owner, cwd: home });
  const port = await freePort();
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories="];
    const words: string[] = [];
    server = spawn(join(binaries, "postgres"), ["-D", data, ...settings.flatMap((each) => ["-c", each])], {
      ...owner,
      cwd: home,
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (!(await isReady(server, words))) throw new Error(`PostgreSQL did not start: ${words.join("")}`);
  }

  async function stopAtOnce(): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server.kill("SIGQUIT");
    await ended;
  }

  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stopAtOnce,
    remove: async () => {
      await stopAtOnce();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
