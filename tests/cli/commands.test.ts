import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { settings } from "../../src/config.ts";
import { errorCatalogue } from "../../src/domain/base/errors.ts";
import { failureMessages } from "../../src/domain/payment/failure.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aFolder, chamra, get, type Served, serveAlone } from "./chamra.ts";

const vaultKey = "ab".repeat(32);

for (const engine of ["sqlite", "postgres"] as const) {
  test(`an account and keys made beside a running gateway work in it, and revoked ones stop, on ${engine}`, async () => {
    const environment = await dataOn(engine);
    const { url } = await serveAlone(environment);
    const made = await json(["account", "create", "--name", "ร้านกาแฟ", "--email", "b@example.com"], environment);
    expect(made.live.secret_key).toMatch(/^skey_[0-9a-z]{19}$/);
    expect((await get(`${url}/account`, made.test.secret_key)).status).toBe(200);
    expect((await get(`${url}/account`, made.live.secret_key)).status).toBe(200);

    const { key } = await json(["key", "create", made.test.id, "secret"], environment);
    expect((await get(`${url}/account`, key)).status).toBe(200);
    await json(["key", "revoke", made.test.id, key.slice(0, 16)], environment);
    await refused(`${url}/account`, key);
    expect((await get(`${url}/account`, made.test.secret_key)).status).toBe(200);

    await json(["key", "revoke", made.live.id, made.live.secret_key], environment);
    await refused(`${url}/account`, made.live.secret_key);
    const keys = await json(["key", "list", made.live.id], environment);
    expect(keys).toContainEqual(expect.objectContaining({ kind: "secret", key: null, revoked_at: expect.any(String) }));
    expect(await json(["account", "list"], environment)).toHaveLength(4);
  });
}

test("an account is updated beside a running gateway and shown with what was changed", async () => {
  const environment = await dataOn("sqlite");
  const { url, secretKey } = await serveAlone(environment);
  const [account] = await json(["account", "list"], environment);
  const update = ["account", "update", account.id, "--webhook-uri", "http://localhost:3000/hooks"];
  await json([...update, "--zero-interest", "on", "--three-d-secure", "on", "--name", "Shop"], environment);
  expect(await json(["account", "show", account.id], environment)).toMatchObject({
    name: "Shop",
    secret_key: secretKey,
    webhook_uri: "http://localhost:3000/hooks",
    three_d_secure: true,
    zero_interest_installments: true,
  });
  expect(await (await get(`${url}/account`, secretKey)).json()).toMatchObject({ zero_interest_installments: true });
  expect(await json(["account", "update", account.id, "--webhook-uri", ""], environment)).toMatchObject({
    webhook_uri: null,
  });
});

test("an event is sent again and the try is on record", async () => {
  const environment = await dataOn("sqlite");
  const receiver = await aReceiver();
  const gateway = await serveAlone({ ...environment, CHAMRA_WEBHOOK_URL: receiver.url });
  await charge(gateway);
  await receiver.arrived(1);
  const event = receiver.received[0]?.json.id;
  receiver.answerWith(503);
  const { out, code } = await chamra(["event", "resend", event], environment);
  expect(out).toContain("503");
  expect(code).toBe(1); // the endpoint did not take it
  expect(receiver.received[1]?.text).toBe(receiver.received[0]?.text);
  const answer = await get(`${gateway.url}/events/${event}`, gateway.secretKey);
  const { webhook_deliveries: tries } = (await answer.json()) as { webhook_deliveries: { status: number }[] };
  expect(tries.map(({ status }) => status)).toEqual([200, 503]);
  expect(await json(["event", "list"], environment)).toMatchObject([
    { id: event, key: "charge.create", deliveries: [{ uri: receiver.url, attempts: 2 }] },
  ]);
  receiver.answerWith(200);
  expect((await chamra(["event", "resend", event], environment)).code).toBe(0);
});

test("the vault is put under another key, and only that one opens it then", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  gateway.process.kill("SIGTERM");
  await gateway.ended;
  const previous = (await readFile(join(folder, "vault.key"), "utf8")).trim();
  const both = { CHAMRA_DATA: folder, CHAMRA_VAULT_KEY: vaultKey, CHAMRA_VAULT_KEY_PREVIOUS: previous };
  expect(await json(["vault", "rewrap"], both)).toEqual({ rewrapped: 3 });
  expect(await json(["vault", "rewrap"], both)).toEqual({ rewrapped: 0 });
  const { secretKey } = await serveAlone({ CHAMRA_DATA: folder, CHAMRA_VAULT_KEY: vaultKey });
  expect(secretKey).toBe(gateway.secretKey);
});

test("the settings table and the error reference name everything there is", async () => {
  const table = await chamra(["settings"], {});
  for (const { name } of Object.values(settings)) expect(table.out).toContain(`| \`${name}\` |`);
  const reference = await chamra(["errors"], {});
  for (const code of [...Object.keys(errorCatalogue), ...Object.keys(failureMessages)])
    expect(reference.out).toContain(`| \`${code}\` |`);
  const { insufficient_fund: ofCard, insufficient_balance: ofOthers } = failureMessages;
  expect(reference.out).toContain(`| \`insufficient_fund\` | ${ofCard} | \`card\` |`);
  expect(reference.out).toContain(`| \`insufficient_fund\` | ${ofOthers} | \`mobile_banking_kbank\``);
});

test.each([
  [["acount"], 'There is no command "acount". Did you mean "account"?', "chamra --help"],
  [["evnt", "resend"], 'There is no command "evnt". Did you mean "event"?', "chamra --help"],
  [["restart"], 'There is no command "restart".\n', "chamra --help"],
  [["trigger"], "needs <event>", "chamra trigger --help"],
  [["trigger", "charge.creat"], 'There is no <event> "charge.creat". Did you mean "charge.create"?', "trigger --help"],
  [
    ["trigger", "link.create", "--outcome", "won"],
    "--outcome says nothing of link.create: it takes --amount",
    "--help",
  ],
  [["trigger", "link.create", "--amount", "1.50"], "--amount must be a whole number of satang", "trigger --help"],
  [["listen", "--events", "chrge.*"], 'No event is called "chrge.*"', "chamra listen --help"],
  [["listen", "--events", "charge.create,charge.capturee"], 'Did you mean "charge.capture"?', "chamra listen --help"],
  [["listen", "--since", "soon"], "--since needs a time such as 10m or 2h", "chamra listen --help"],
  [["listen", "--forward-to", "localhost"], "--forward-to needs an address", "chamra listen --help"],
  [["logs", "--folow"], 'There is no flag --folow here. Did you mean "--follow"?', "chamra logs --help"],
  [["logs", "--follow=yes"], "--follow takes no value", "chamra logs --help"],
  [["event", "resed"], 'has no "resed": there are event list, event resend. Did you mean "resend"?', "event --help"],
  [["account"], '"chamra account" is not complete', "chamra account --help"],
  [["account", "make"], '"chamra account" has no "make"', "chamra account --help"],
  [["account", "create", "--email", "a@example.com"], "needs --name", "chamra account create --help"],
  [["account", "list", "--all"], "There is no flag --all here", "chamra account list --help"],
  [["account", "show"], "needs <account>", "chamra account show --help"],
  [["account", "show", "a", "b"], 'does not know what to do with "b"', "chamra account show --help"],
  [["account", "update", "a", "--three-d-secure", "maybe"], "--three-d-secure must be on or off", "--help"],
  [["account", "update", "a", "--name"], "--name needs a value", "--help"],
  [["key", "create", "a", "private"], "<kind> must be public or secret", "chamra key create --help"],
  [
    ["key", "create", "a", "secret", "--permissions", "charge:all"],
    "--permissions is a list such as",
    "key create --help",
  ],
  [["--port", "1"], "There is no flag --port here", "chamra serve --help"],
  [["clock", "advnce", "1d"], 'Did you mean "clock advance"?', "chamra clock --help"],
  [["exec", "node", "-v"], 'takes its command after `--`: before "node"', "chamra exec --help"],
])("%j is not understood: one sentence, a hint, exit 2", async (words, sentence, hint) => {
  const { code, out, err } = await chamra(words, { CHAMRA_DATA: "memory" });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(sentence);
  expect(err).toContain(hint);
  expect(err.trim().split("\n")).toHaveLength(2);
});

test("help lists every command, and one command's flags", async () => {
  const all = await chamra(["--help"], {});
  for (const name of ["serve", "account create", "key revoke", "event resend", "vault rewrap", "settings", "errors"])
    expect(all.out).toContain(`chamra ${name}`);
  expect(all.out).toContain("Without a command, the gateway is started.");
  expect((await chamra(["account", "--help"], {})).out).not.toContain("Without a command");
  expect((await chamra(["account", "update", "--help"], {})).out).toContain("--webhook-uri <uri>");
  expect((await chamra(["--version"], {})).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("a command in a folder without data makes none and says so", async () => {
  const folder = await aFolder();
  const { code, err } = await chamra(["account", "list"], { CHAMRA_DATA: join(folder, "typo") });
  expect(code).toBe(1);
  expect(err).toContain("There is no gateway's data");
  const asking = await chamra(["clock"], { CHAMRA_DATA: join(folder, "typo") });
  expect([asking.code, asking.err]).toEqual([1, expect.stringContaining("Or give a secret test key with --key")]);
});

async function dataOn(engine: "sqlite" | "postgres"): Promise<Record<string, string>> {
  if (engine === "sqlite") return { CHAMRA_DATA: await aFolder() };
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return { DATABASE_URL: database.url, CHAMRA_VAULT_KEY: vaultKey };
}

/** JSON output of a command that succeeds. */
async function json(words: readonly string[], environment: Record<string, string>) {
  const { out, err } = await chamra([...words, "--json"], environment);
  if (err) throw new Error(err);
  return JSON.parse(out);
}

/** Polls until the key is refused, which must happen within seconds. */
async function refused(url: string, key: string): Promise<void> {
  await expect.poll(async () => (await get(url, key)).status, { timeout: 30_000 }).toBe(401);
}

async function charge({ url, secretKey }: Served): Promise<void> {
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
}
