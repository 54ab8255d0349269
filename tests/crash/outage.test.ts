import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { call } from "../kit/gateway.ts";
import { aGateway, type Gateway, keys, verify } from "./gateway.ts";
import { aPostgres } from "./postgres.ts";

const megabyte = 1024 * 1024;

test.skipIf(!mayMount())(
  "on a full disk a gateway says so, goes on answering, and works again once there is room",
  async () => {
    const disk = aSmallDisk(16);
    const environment = { CHAMRA_DATA: join(disk, "data") };
    const gateway = await running(environment);
    const made = [(await charge(gateway)).json.id];
    const freeTheDisk = fill(disk);
    await expect.poll(async () => (await charge(gateway, made)).status, { interval: 0 }).toBe(503);
    const refused = await charge(gateway, [], { "Idempotency-Key": "order-1" });
    expect(refused).toMatchObject({ status: 503, json: { object: "error", code: "service_unavailable" } });
    expect((await ask(gateway, "GET", `/charges/${made[0]}`)).status).toBe(200);
    expect((await firstUseOfAKey(gateway)).status).toBe(200);

    freeTheDisk();
    const again = await charge(gateway, made, { "Idempotency-Key": "order-1" });
    expect(again.status).toBe(200);
    expect((await ask(gateway, "GET", "/charges")).json.total).toBe(made.length);
    await gateway.kill();
    await gateway.start();
    for (const id of made) expect((await ask(gateway, "GET", `/charges/${id}`)).status).toBe(200);
    expect(await verify(environment)).toMatchObject({ code: 0 });
  },
  60_000,
);

test.skipIf(!mayMount())(
  "on a disk that is read-only a gateway does not start, and says why",
  async () => {
    const disk = aSmallDisk(16);
    const gateway = await running({ CHAMRA_DATA: join(disk, "data") });
    expect((await charge(gateway)).status).toBe(200);
    await gateway.stop();
    execFileSync("mount", ["-o", "remount,ro", disk]);
    await expect(gateway.start()).rejects.toThrow(/data folder .* cannot be used.*read-only/);
    execFileSync("mount", ["-o", "remount,rw", disk]);
    await gateway.start();
    expect((await ask(gateway, "GET", "/charges")).json.total).toBe(1);
  },
  60_000,
);

test("while PostgreSQL is gone or read-only a gateway says so, and works again once it is back", async () => {
  const server = await aPostgres();
  onTestFinished(server.remove);
  const environment = { DATABASE_URL: server.url, CHAMRA_VAULT_KEY: "ab".repeat(32) };
  const gateway = await running(environment);
  const made = [(await charge(gateway)).json.id];
  const away = { status: 503, json: { object: "error", code: "service_unavailable" } };

  await server.stopAtOnce();
  const headers = { "Idempotency-Key": "order-1" };
  const refused = await charge(gateway, [], headers);
  expect(refused).toMatchObject(away);
  expect(refused.headers.get("retry-after")).toBe("2");
  expect(await ask(gateway, "GET", `/charges/${made[0]}`)).toMatchObject(away);
  expect((await fetch(`${gateway.url}/health`)).status).toBe(503);
  await server.start();
  await expect.poll(async () => (await charge(gateway, made, headers)).status).toBe(200);

  await administer(server.url, "alter system set default_transaction_read_only = on");
  await expect.poll(() => charge(gateway, made)).toMatchObject(away);
  expect((await ask(gateway, "GET", `/charges/${made[0]}`)).status).toBe(200);
  expect((await firstUseOfAKey(gateway)).status).toBe(200);
  await administer(server.url, "alter system reset default_transaction_read_only");
  await expect.poll(async () => (await charge(gateway, made)).status).toBe(200);

  expect((await ask(gateway, "GET", "/charges")).json.total).toBe(new Set(made).size);
  expect(await verify(environment)).toMatchObject({ code: 0 });
}, 120_000);

async function running(environment: Record<string, string>): Promise<Gateway> {
  const gateway = await aGateway({ ...environment, CHAMRA_LOG_LEVEL: "fatal" });
  onTestFinished(gateway.kill);
  await gateway.start();
  return gateway;
}

/** @param made list that the id is added to after creation */
async function charge(gateway: Gateway, made: string[] = [], headers: Record<string, string> = {}) {
  const body = {
    amount: 150000,
    currency: "THB",
    return_uri: "https://example.com/done",
    source: { type: "mobile_banking_kbank" },
  };
  const answer = await call(gateway.url, "POST", "/charges", { body, headers, key: keys.secret });
  if (answer.status === 200) made.push(answer.json.id);
  return answer;
}

const ask = ({ url }: Gateway, method: string, path: string) => call(url, method, path, { key: keys.secret });

/** Reads with a key that this process has not seen: that it was used cannot be noted now. */
const firstUseOfAKey = ({ url }: Gateway) => call(url, "GET", "/capability", { key: keys.public });

/** Only root may mount; for other users `tests/storage/sqlite.test.ts` limits a database by its number of pages. */
function mayMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "chamra-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "none", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false; // a container without the right to
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A small file system. It can be unmounted only after its gateway has ended, so it must be set up first. */
function aSmallDisk(megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), "chamra-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "none", folder]);
  onTestFinished(() => {
    execFileSync("umount", ["--lazy", folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Fills the file system; returns a function that makes room again. */
function fill(disk: string): () => void {
  const ballast = join(disk, "ballast");
  const file = openSync(ballast, "w");
  try {
    for (const size of [megabyte, 4096, 1]) writeUntilFull(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
  return () => unlinkSync(ballast);
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query("set default_transaction_read_only = off");
  await client.query(statement);
  await client.query("select pg_reload_conf()");
  await client.end();
}
