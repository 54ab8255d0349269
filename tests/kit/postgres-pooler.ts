import { execFileSync, spawn } from "node:child_process";
import { accessSync, chownSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { freePort, unprivilegedOwner } from "./postgres-server.ts";

/** The path of PgBouncer: PGBOUNCER_BIN, else the machine's own. No npm package contains one. */
const program = process.env.PGBOUNCER_BIN ?? found("pgbouncer");

/** The reason why tests of the pooler cannot run here; undefined if they can. */
export const noPooler = program
  ? undefined
  : "PgBouncer is not installed: `apt-get install pgbouncer`, or name it in PGBOUNCER_BIN";

/** Since 1.21 PgBouncer tracks prepared statements across connections. */
export const poolerKeepsNames = noPooler === undefined && minorVersion(program ?? "") >= 21;

/**
 * Runs PgBouncer in transaction mode in front of a database until the end of the test.
 *
 * @param settings lines of its settings file, such as `default_pool_size`
 * @returns the address of the database behind it
 */
export async function aPooler(databaseUrl: string, settings: Record<string, string | number> = {}): Promise<string> {
  const database = new URL(databaseUrl);
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), "chamra-pooler-"));
  const file = join(home, "pgbouncer.ini");
  const lines = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    ...settings,
  };
  writeFileSync(
    file,
    [
      "[databases]",
      `* = host=${database.hostname} port=${database.port} user=${database.username}`,
      "[pgbouncer]",
      ...Object.entries(lines).map(([name, value]) => `${name} = ${value}`),
    ].join("\n"),
  );
  const owner = unprivilegedOwner(); // it does not run as root either
  if (owner) for (const path of [home, file]) chownSync(path, owner.uid, owner.gid);
  const pooler = spawn(program ?? "", ["--quiet", file], { ...owner, cwd: home, stdio: "ignore" });
  const over = new Promise((resolve) => pooler.once("exit", resolve));
  onTestFinished(async () => {
    pooler.kill("SIGKILL");
    await over;
    rmSync(home, { recursive: true });
  });
  await listening(port);
  database.port = String(port);
  return database.href;
}

/** Finds a program in PATH or the sbin folders: Debian's folder for it is often missing in the PATH of a service. */
function found(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there
  }
}

function minorVersion(file: string): number {
  const words = execFileSync(file, ["--version"], { encoding: "utf8" });
  return Number(/PgBouncer 1\.(\d+)/.exec(words)?.[1]);
}

async function listening(port: number): Promise<void> {
  const opened = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1").on("error", reject);
      socket.on("connect", () => {
        socket.destroy();
        resolve();
      });
    });
  await vi.waitFor(opened, { timeout: 10_000 });
}
