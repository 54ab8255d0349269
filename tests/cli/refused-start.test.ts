import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../kit/postgres.ts";
import { aFolder, aTakenPort, chamra, serveAlone } from "./chamra.ts";

const vaultKey = "ab".repeat(32);

/** Expects a refused start with this message and without a stack trace. */
async function refuses(environment: Record<string, string>, ...words: (string | RegExp)[]): Promise<void> {
  const { code, out, err } = await chamra(["serve"], { CHAMRA_PORT: "0", CHAMRA_DATA: "memory", ...environment });
  for (const word of words) expect(err).toMatch(word);
  expect(err).not.toMatch(/\n\s+at /);
  expect({ code, out }).toEqual({ code: 1, out: "" });
}

test("all wrong settings are listed at once", async () => {
  await refuses(
    { CHAMRA_PORT: "http", CHAMRA_VAULT_KEY: "short", CHAMRA_PROT: "1", CHAMRA_WEBHOOK_RETRIES: "soon" },
    "4 settings cannot be used",
    /CHAMRA_PORT must be .* "http"/,
    /CHAMRA_VAULT_KEY must be .* `openssl rand -base64 32`/,
    /CHAMRA_PROT is not a setting/,
    /CHAMRA_WEBHOOK_RETRIES is wrong: "soon"/,
  );
});

test("a port that is taken is named", async () => {
  const port = await aTakenPort();
  await refuses({ CHAMRA_PORT: String(port) }, `Port ${port} of localhost is taken`, "CHAMRA_PORT");
});

test("a port that is taken by IPv6 alone is named, since half of the callers would reach another program", async ({
  skip,
}) => {
  const port = await aTakenPort("::1").catch(() => skip("this machine has no IPv6"));
  await refuses({ CHAMRA_PORT: String(port) }, `Port ${port} of localhost is taken`, "CHAMRA_PORT");
});

test("an address of another machine is named", async () => {
  await refuses({ CHAMRA_HOST: "192.0.2.1" }, "192.0.2.1 is not one of this machine");
});

test("a data folder that is a file, or lies in one, is named", async () => {
  const folder = await aFolder();
  await writeFile(join(folder, "file"), "");
  await refuses({ CHAMRA_DATA: join(folder, "file") }, "it is a file", "CHAMRA_DATA");
  await refuses({ CHAMRA_DATA: join(folder, "file/data") }, "a file is in its way", "CHAMRA_DATA");
});

test("a file that is no database is named", async () => {
  const folder = await aFolder();
  await writeFile(join(folder, "chamra.db"), "Dear diary, ".repeat(1_000));
  await refuses({ CHAMRA_DATA: folder }, folder, "no database of Chamra's");
});

test("a second gateway on one data folder is refused", async () => {
  const folder = await aFolder();
  await serveAlone({ CHAMRA_DATA: folder });
  await refuses({ CHAMRA_DATA: folder }, `Another gateway is already serving the data folder ${folder}`);
});

test("another vault key than the one that sealed the data is refused", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  gateway.process.kill("SIGTERM");
  await gateway.ended;
  await refuses({ CHAMRA_DATA: folder, CHAMRA_VAULT_KEY: vaultKey }, "CHAMRA_VAULT_KEY is not the key");
});

test("a vault key that was lost is missed, not replaced", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder, CHAMRA_VAULT_KEY: vaultKey });
  gateway.process.kill("SIGTERM");
  await gateway.ended;
  await refuses({ CHAMRA_DATA: folder }, "CHAMRA_VAULT_KEY is needed");
});

test("a fixed key that belongs to another account is refused", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  const created = await chamra(["account", "create", "--name", "B", "--email", "b@example.com", "--json"], {
    CHAMRA_DATA: folder,
  });
  const { test: other } = JSON.parse(created.out);
  gateway.process.kill("SIGTERM");
  await gateway.ended;
  await refuses({ CHAMRA_DATA: folder, CHAMRA_TEST_SECRET_KEY: other.secret_key }, other.id, "choose another");
});

test("a database that a newer version has made is refused", async () => {
  const folder = await aFolder();
  await mkdir(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, "chamra.db"));
  db.exec("create table migrations (name text primary key); insert into migrations values ('999-later.sql')");
  db.close();
  await refuses({ CHAMRA_DATA: folder }, /newer/);
});

test("PostgreSQL that cannot be reached, refuses the user or lacks the database is named without the password", async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const start = (address: string, ...words: (string | RegExp)[]) =>
    refuses({ DATABASE_URL: address, CHAMRA_VAULT_KEY: vaultKey }, ...words, /^(?!.*s3cret)/s);
  await start(`postgres://shop:s3cret@127.0.0.1:1/chamra`, "127.0.0.1:1 cannot be used");

  const missing = new URL(database.url);
  missing.pathname = "/nowhere";
  await start(missing.href, 'has no database "nowhere"');

  const stranger = new URL(database.url);
  stranger.username = "stranger";
  stranger.password = "s3cret";
  await start(stranger.href, 'refuses the user "stranger"');
});
