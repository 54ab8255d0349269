import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { copyFile, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase, postgresBinaries } from "../kit/postgres.ts";
import { aFolder, chamra, get, type Served, serveAlone } from "./chamra.ts";

const run = promisify(execFile);

const vaultKey = "ab".repeat(32);

test("a copy made while payments come in has what was answered before, holds together and serves under the same vault key", async () => {
  const [folder, restored] = [await aFolder(), await aFolder()];
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  const before = await Promise.all(Array.from({ length: 40 }, () => charge(gateway)));

  let goesOn = true;
  const others = (async () => {
    while (goesOn) await Promise.all(Array.from({ length: 20 }, () => charge(gateway)));
  })();
  const copy = join(restored, "chamra.db");
  const { code, out } = await chamra(["backup", copy, "--json"], { CHAMRA_DATA: folder });
  goesOn = false;
  await others;
  const { size, mode } = await stat(copy);
  expect({ code, ...JSON.parse(out) }).toEqual({ code: 0, file: copy, bytes: size });
  expect(mode & 0o077, "nobody else reads it").toBe(0);

  await copyFile(join(folder, "vault.key"), join(restored, "vault.key"));
  const verified = await chamra(["verify"], { CHAMRA_DATA: restored });
  expect(verified.out).toContain("invariants hold");
  const again = await serveAlone({ CHAMRA_DATA: restored });
  expect(again.secretKey).toBe(gateway.secretKey);
  for (const id of before) expect((await get(`${again.url}/charges/${id}`, again.secretKey)).status).toBe(200);
});

test("a copy never takes the place of another file, and what cannot be written is said", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  gateway.process.kill("SIGTERM");
  await gateway.ended;
  const known = join(folder, "yesterday.db");
  await writeFile(known, "yesterday's copy");
  const refuses = async (
    file: string,
    words: string,
    environment: Record<string, string> = { CHAMRA_DATA: folder },
  ) => {
    const { code, out, err } = await chamra(["backup", file], environment);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(words);
  };
  await refuses(known, "is there already");
  expect(await readFile(known, "utf8")).toBe("yesterday's copy");
  await refuses(join(folder, "nowhere/chamra.db"), "its folder is not there");
  await refuses(join(folder, "copy.db"), "There is no gateway's data", { CHAMRA_DATA: join(folder, "typo") });
  await refuses(join(folder, "copy.db"), "pg_dump", {
    DATABASE_URL: "postgres://localhost/chamra",
    CHAMRA_VAULT_KEY: vaultKey,
  });
  expect(existsSync(join(folder, "copy.db"))).toBe(false);
});

test("a dump of PostgreSQL that is restored elsewhere holds together and opens with the same vault key", async ({
  skip,
}) => {
  const binaries = dirname(realpathSync(join(await postgresBinaries(), "postgres"))); // what the server's own names lead to
  const [dump, restore] = [join(binaries, "pg_dump"), join(binaries, "pg_restore")];
  if (!existsSync(dump)) skip("this PostgreSQL comes without pg_dump");
  const [database, other] = [await freshDatabase(), await freshDatabase()];
  onTestFinished(() => database.drop());
  onTestFinished(() => other.drop());
  const file = join(await aFolder(), "chamra.dump");

  const keys = { CHAMRA_VAULT_KEY: vaultKey, CHAMRA_TEST_SECRET_KEY: "skey_test_5xuy4w91xqz7d1w9u0t" };
  const gateway = {
    ...(await serveAlone({ DATABASE_URL: database.url, ...keys })),
    secretKey: keys.CHAMRA_TEST_SECRET_KEY,
  };
  await charge(gateway);
  await run(dump, ["--format=custom", `--file=${file}`, database.url]);
  await run(restore, ["--no-owner", "--exit-on-error", `--dbname=${other.url}`, file]);

  const environment = { DATABASE_URL: other.url, CHAMRA_VAULT_KEY: vaultKey };
  expect((await chamra(["verify"], environment)).out).toContain("invariants hold");
  const [account] = JSON.parse((await chamra(["account", "list", "--json"], environment)).out);
  const shown = await chamra(["account", "show", account.id, "--json"], environment);
  expect(JSON.parse(shown.out)).toMatchObject({ secret_key: gateway.secretKey });
  const wrong = await chamra(["account", "list"], { ...environment, CHAMRA_VAULT_KEY: "cd".repeat(32) });
  expect(wrong.err).toContain("CHAMRA_VAULT_KEY is not the key");
});

/** @returns the id of a charge that waits for its payer */
async function charge({ url, secretKey }: Served): Promise<string> {
  const body = {
    amount: 150000,
    currency: "THB",
    return_uri: "http://example.com",
    source: { type: "mobile_banking_kbank" },
  };
  const answer = await fetch(`${url}/charges`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { id: string }).id;
}
