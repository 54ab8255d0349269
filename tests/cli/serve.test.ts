import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../kit/postgres.ts";
import { aFolder, chamra, get, type Served, serveAlone } from "./chamra.ts";

const run = promisify(execFile);

test("the banner's curl makes a K PLUS charge that waits for its payer", async () => {
  const { banner } = await serveAlone({ CHAMRA_DATA: "memory" });
  const [command = "none"] = /^curl [\s\S]*?IOS"$/m.exec(banner) ?? [];
  const { stdout } = await run("bash", ["-c", command.replace(/^curl/, "curl -s")]);
  expect(JSON.parse(stdout)).toMatchObject({ object: "charge", status: "pending", amount: 150000 });
});

test("the banner says which keys, where and how to stop", async () => {
  const folder = await aFolder();
  const { banner, url } = await serveAlone({ CHAMRA_DATA: folder });
  for (const said of ["pkey_test_", "skey_test_", "Webhook secret", `${url}/docs`, folder, "no bank is connected"])
    expect(banner).toContain(said);
});

test.each([
  ["listens on every address", { CHAMRA_HOST: "0.0.0.0" }],
  ["stands behind a proxy", { CHAMRA_TRUST_PROXY: "1" }],
  ["gives out links to another name", { CHAMRA_PUBLIC_URL: "https://pay.example.com" }],
])(
  "without a terminal, a gateway that %s prints no secret and no link that signs in, but how to get them",
  async (_, environment) => {
    const { banner } = await serveAlone({ CHAMRA_DATA: await aFolder(), ...environment });
    expect(banner).not.toMatch(/skey_test|enter#|Webhook secret +[\w+/]{20}|^curl/m);
    expect(banner).toMatch(/Secret key .*`chamra key list account_test_\w+`/);
    expect(banner).toMatch(/Dashboard .*\/dashboard \(`chamra dashboard link` /);
  },
);

test("without a terminal, data in memory that others reach names no command, since none shows its keys, but the settings that set them", async () => {
  const { banner } = await serveAlone({ CHAMRA_DATA: "memory", CHAMRA_HOST: "0.0.0.0" });
  expect(banner).not.toMatch(/skey_test|enter#|chamra key|chamra dashboard/);
  expect(banner).toMatch(/Secret key .*`CHAMRA_TEST_SECRET_KEY`/);
  expect(banner).toMatch(/Webhook secret .*`CHAMRA_WEBHOOK_SECRET`/);
  expect(banner).toMatch(/Dashboard .*`CHAMRA_DATA`/);
});

test("on PostgreSQL the start prints no secret without a terminal, and an empty database is named as such by verify", async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const key = { CHAMRA_VAULT_KEY: randomBytes(32).toString("base64") };
  const environment = { DATABASE_URL: database.url, ...key };
  const empty = await chamra(["verify"], environment);
  expect(empty).toMatchObject({ code: 1, err: expect.stringContaining("start the gateway with it once") });
  const { banner, process, ended } = await serveAlone(environment);
  expect(banner).not.toMatch(/skey_test|enter#/);
  process.kill("SIGTERM");
  await ended;
});

test("a restart keeps data and keys", async () => {
  const folder = await aFolder();
  const first = await serveAlone({ CHAMRA_DATA: folder });
  const id = await chargeOn(first);
  first.process.kill("SIGTERM");
  expect(await first.ended).toMatchObject({ code: 0, err: "" });

  const second = await serveAlone({ CHAMRA_DATA: folder });
  expect(second.secretKey).toBe(first.secretKey);
  expect((await get(`${second.url}/charges/${id}`, first.secretKey)).status).toBe(200);
});

test("a request under way when the gateway is told to stop is answered, and its charge is kept", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  const halves = requestOf(gateway);
  const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
  const answer = text(socket);
  await new Promise<void>((resolve) => socket.write(halves[0], () => resolve()));
  await get(`${gateway.url}/account`, gateway.secretKey); // the half before has arrived by now
  gateway.process.kill("SIGTERM");
  await stoppedListening(gateway);
  socket.write(halves[1]);
  expect(await answer).toContain("HTTP/1.1 200 OK");
  const [id = "none"] = /chrg_test_[0-9a-z]{19}/.exec(await answer) ?? [];
  const { code, out } = await gateway.ended;
  expect(code).toBe(0);
  expect(out).toContain("requests under way are finished");

  const again = await serveAlone({ CHAMRA_DATA: folder });
  expect((await get(`${again.url}/charges/${id}`, again.secretKey)).status).toBe(200);
});

test("an idle connection that a client keeps open does not hold up the end", async () => {
  const gateway = await serveAlone({ CHAMRA_DATA: "memory" });
  await fetch(`${gateway.url}/health`); // its connection would stay open for 72 seconds, longer than the test's time limit
  gateway.process.kill("SIGINT");
  expect(await gateway.ended).toMatchObject({ code: 0 });
});

test("a second Ctrl-C stops at once; the one that npm repeats does not", async () => {
  const gateway = await serveAlone({ CHAMRA_DATA: "memory" });
  const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1").on("error", () => {});
  await new Promise<void>((resolve) => socket.write(requestOf(gateway)[0], () => resolve()));
  await get(`${gateway.url}/account`, gateway.secretKey);
  gateway.process.kill("SIGINT");
  gateway.process.kill("SIGINT");
  await stoppedListening(gateway);
  expect(gateway.process.exitCode).toBe(null);
  const askAgain = () => {
    gateway.process.kill("SIGINT"); // npm's repetition comes within half a second
    return gateway.process.exitCode;
  };
  await expect.poll(askAgain, { timeout: 30_000 }).toBe(130);
});

test("fixed keys are added to a gateway that was started without them", async () => {
  const folder = await aFolder();
  const first = await serveAlone({ CHAMRA_DATA: folder });
  first.process.kill("SIGTERM");
  await first.ended;
  const fixed = { CHAMRA_TEST_SECRET_KEY: "skey_test_fixed", CHAMRA_WEBHOOK_SECRET: "c2VjcmV0LWtleS1mb3ItdGVzdHM=" };
  const second = await serveAlone({ CHAMRA_DATA: folder, ...fixed });
  expect(second.secretKey).toBe("skey_test_fixed");
  expect(second.banner).toContain(fixed.CHAMRA_WEBHOOK_SECRET);
  for (const key of ["skey_test_fixed", first.secretKey])
    expect((await get(`${second.url}/account`, key)).status).toBe(200);
});

async function chargeOn({ banner }: Served): Promise<string> {
  const [command = "none"] = /^curl [\s\S]*?IOS"$/m.exec(banner) ?? [];
  const { stdout } = await run("bash", ["-c", command.replace(/^curl/, "curl -s")]);
  return JSON.parse(stdout).id;
}

/** A request to create a charge, split in two inside its body. */
function requestOf({ secretKey }: Served): [string, string] {
  const body =
    "amount=150000&currency=THB&return_uri=http://example.com&source[type]=mobile_banking_kbank&source[platform_type]=IOS";
  const head = [
    "POST /charges HTTP/1.1",
    "Host: localhost",
    `Authorization: Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`,
    "Content-Type: application/x-www-form-urlencoded",
    `Content-Length: ${body.length}`,
    "",
    body.slice(0, 20),
  ];
  return [head.join("\r\n"), body.slice(20)];
}

/** Polls until connections are refused. */
async function stoppedListening({ url }: Served): Promise<void> {
  const listens = () =>
    get(`${url}/health`, "")
      .then(() => true)
      .catch(() => false);
  while (await listens());
}

test("a data folder that is not there yet is made", async () => {
  const folder = join(await aFolder(), "not", "yet", "there");
  const { url } = await serveAlone({ CHAMRA_DATA: folder });
  expect((await get(`${url}/health`, "")).status).toBe(200);
});
