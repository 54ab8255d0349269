import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { isGenuine } from "../../examples/shop/webhook.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aFolder, chamra, get, serveAlone, start } from "./chamra.ts";

vi.setConfig({ testTimeout: 120_000 }); // each command is a process of its own, and a machine that does much else starts them slowly

const run = promisify(execFile);
const program = join(import.meta.dirname, "../../bin/chamra.js");
const key = "skey_test_5xuy4w91xqz7d1w9u0t";
const secret = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";
const memory = { CHAMRA_DATA: "memory", CHAMRA_TEST_SECRET_KEY: key, CHAMRA_WEBHOOK_SECRET: secret };

/** What a stream says, and a promise of the first text that matches. */
function listenTo(child: ChildProcess): { said(): string; until(pattern: RegExp): Promise<RegExpExecArray> } {
  let text = "";
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (const look of waiting) look();
    });
  return {
    said: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found) resolve(found);
        };
        waiting.push(look);
        child.once("exit", () => reject(new Error(`ended before ${pattern}: ${text}`)));
        look();
      }),
  };
}

/** A gateway whose output is a terminal, as `script` makes one. */
function serveOnTerminal(environment: Record<string, string>): ChildProcess {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(CHAMRA_|DATABASE_URL$|VITEST|NODE_|NO_COLOR|FORCE_COLOR|CI$)/.test(name),
  );
  const child = spawn("script", ["-qfec", `exec "${process.execPath}" "${program}" serve`, "/dev/null"], {
    env: { ...Object.fromEntries(own), TERM: "xterm-256color", CHAMRA_PORT: "0", ...memory, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  onTestFinished(() => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  });
  return child;
}

const send = (method: string, url: string, body: Record<string, string>) =>
  fetch(url, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`, connection: "close" },
    body: new URLSearchParams(body),
  }).then((answer) => answer.json() as Promise<Record<string, string>>);

const charge = (url: string, body: Record<string, string> = {}) =>
  send("POST", `${url}/charges`, {
    amount: "150000",
    currency: "THB",
    return_uri: "http://example.com/orders/1",
    "source[type]": "mobile_banking_kbank",
    ...body,
  });

test.skipIf(process.platform !== "linux").each([
  ["in colours", {}, "\u001b[32m200\u001b[39m"],
  ["without colours where NO_COLOR asks for none", { NO_COLOR: "1" }, "200"],
])("on a terminal each request, act of a payer and webhook is a line, %s", async (_, environment, ok) => {
  const receiver = await aReceiver();
  const terminal = listenTo(serveOnTerminal({ ...environment, CHAMRA_WEBHOOK_URL: receiver.url }));
  const [, url = ""] = await terminal.until(/API +(http\S+)/);
  await terminal.until(/Ctrl-C stops/);
  const made = await charge(url);
  expect((await charge(url, { amount: "1.5" })).object).toBe("error");
  await fetch(made.authorize_uri ?? "", {
    method: "POST",
    body: new URLSearchParams({ outcome: "successful" }),
    redirect: "manual",
  });
  const lines = [
    `POST /charges ${ok} `,
    "amount must be an integer",
    "payer POST /payments/•",
    `webhook charge.create to ${receiver.url} ${ok} `,
    `webhook charge.complete to ${receiver.url} ${ok} `,
  ];
  for (const line of lines) await terminal.until(new RegExp(line.replace(/[[\]/.$]/g, "\\$&")));
  await fetch(`${url}/integrations`, { headers: { connection: "close" } });
  await terminal.until(/integrations are not supported by Chamra yet/);
  expect(terminal.said().includes("\u001b[3")).toBe(ok !== "200");
});

test("with --json the start is one JSON object, and nothing else is printed there", async () => {
  const child = start(["serve", "--json"], { CHAMRA_PORT: "0", ...memory });
  const [out, err] = [
    listenTo({ ...child, stderr: null, once: child.once.bind(child) } as ChildProcess),
    listenTo(child),
  ];
  const [line] = await out.until(/^.*\n/);
  const started = JSON.parse(line);
  expect(started).toMatchObject({ object: "start", pid: child.pid, secret_key: key, webhook_secret: secret });
  expect((await get(`${started.url}/account`, key)).status).toBe(200);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(out.said()).toBe(line);
  expect(err.said()).toContain("Stopped.");
});

test("with --json no secret is printed where a log may keep it", async () => {
  const child = start(["serve", "--json"], { CHAMRA_PORT: "0", ...memory, CHAMRA_HOST: "0.0.0.0" });
  const [line] = await listenTo(child).until(/^.*\n/);
  expect(JSON.parse(line)).toMatchObject({
    secret_key: null,
    webhook_secret: null,
    dashboard_uri: expect.stringMatching(/\/dashboard$/),
  });
  expect(line).not.toMatch(/skey_|enter#/);
});

test("commands at a terminal drive a running gateway: an event is triggered, a payer played, a timeline shown", async () => {
  const { url } = await serveAlone(memory);
  const there = { CHAMRA_URL: url, CHAMRA_TEST_SECRET_KEY: key };

  const triggered = await chamra(
    ["trigger", "charge.complete", "--method", "promptpay", "--amount", "99000", "--outcome", "insufficient_balance"],
    there,
  );
  expect(triggered).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^charge\.complete evnt_test_\w+ of chrg_test_\w+\n$/),
  });
  expect(triggered.err).toMatch(/^POST \/charges\nPOST \/test\/charges\/chrg_test_\w+\/pay\n$/);
  const [, failed = ""] = /of (\w+)/.exec(triggered.out) ?? [];
  const shown = await chamra(["charge", failed], there);
  expect(shown.out).toContain("THB 990.00 by promptpay: failed, insufficient_balance");
  expect(shown.out).toMatch(/request +POST \/charges 200 \d+ ms, secret key/);
  for (const kind of ["bank", "state", "event"]) expect(shown.out).toMatch(new RegExp(`Z  ${kind} `));

  const made = await charge(url);
  expect((await chamra(["pay", made.id ?? "", "--outcome", "no_such"], there)).err).toContain(
    "outcome must be successful",
  );
  expect((await chamra(["pay", made.id ?? ""], there)).out).toContain("by mobile_banking_kbank: successful");
  expect(await chamra(["pay", made.id ?? ""], there)).toMatchObject({ code: 1, out: "" });
});

test("commands at a terminal show the log and lead to the dashboard, and say what stands between them and the gateway", async () => {
  const { url } = await serveAlone(memory);
  const there = { CHAMRA_URL: url, CHAMRA_TEST_SECRET_KEY: key };
  const { id: made = "" } = await charge(url);
  await charge(url, { amount: "1.4" });
  const log = await chamra(["logs"], there);
  expect(log.out).toMatch(
    /^\S+Z POST \/charges 200 \d+ ms chrg_test_\w+\n\S+Z POST \/charges 400 \d+ ms invalid_charge\n$/,
  );
  const following = listenTo(start(["logs", "--follow", "--json"], there));
  await following.until(/invalid_charge/);
  await charge(url, { amount: "1.5" });
  await following.until(/("error_code":"invalid_charge".*){2}/s);
  expect(following.said().split("\n"), "each request is printed once").toHaveLength(4);

  expect((await chamra(["open", made], there)).out).toBe(`${url}/dashboard/test/charges/${made}\n`);
  expect((await chamra(["open", "recp_test_1"], there)).err).toContain("has pages for a charge, customer");
  expect((await chamra(["charge", made, "--key", "skey_test_another"], there)).err).toContain(
    "no key skey_test_...ther works here",
  );
  const nobody = await chamra(["charge", made, "--url", "http://localhost:65535"], there);
  expect(nobody).toMatchObject({
    code: 1,
    err: expect.stringContaining("No gateway answers at http://localhost:65535 (ECONNREFUSED)"),
  });
});

test("without a key at hand a command takes that of the first merchant in the data folder, and says what to do where there is none", async () => {
  const folder = await aFolder();
  const { url } = await serveAlone({ CHAMRA_DATA: folder });
  const made = await chamra(["trigger", "link.create", "--url", url, "--json"], { CHAMRA_DATA: folder });
  expect(JSON.parse(made.out)).toMatchObject({ key: "link.create", event: expect.stringMatching(/^evnt_test_/) });
  const { err } = await chamra(["trigger", "link.create", "--url", url], { CHAMRA_DATA: "memory" });
  expect(err).toContain("give its secret test key with --key or CHAMRA_TEST_SECRET_KEY");
});

test("listen shows each event once and forwards it to every target byte by byte as an endpoint gets it, and one is replayed", async () => {
  const [endpoint, shop, books] = [await aReceiver(), await aReceiver(), await aReceiver()];
  const { url } = await serveAlone({ ...memory, CHAMRA_WEBHOOK_URL: endpoint.url });
  const there = { CHAMRA_URL: url, CHAMRA_TEST_SECRET_KEY: key };
  await charge(url);
  books.answerWith(503, "closed");
  const listening = listenTo(
    start(["listen", "--forward-to", shop.url, "--forward-to", books.url, "--events", "charge.c*e"], there),
  );
  await listening.until(new RegExp(`webhook secret ${secret}`));
  const { id: paid } = await charge(url);
  await send("POST", `${url}/test/charges/${paid}/pay`, {});
  await send("POST", `${url}/links`, { amount: "150000", currency: "THB", title: "Order", description: "Bowls" });
  const wide = await charge(url, { description: "สองชาม" });
  await listening.until(new RegExp(`${wide.id}[^]*→ ${books.url}`));
  const forwarded = await shop.arrived(3);
  expect(forwarded.map(({ json }) => json.key)).toEqual(["charge.create", "charge.complete", "charge.create"]);
  const sent = new Map((await endpoint.arrived(5)).map(({ json, text }) => [json.id, text]));
  for (const { json, text, headers } of forwarded) {
    expect(text).toBe(sent.get(json.id));
    const at = 1_000 * Number(headers["omise-signature-timestamp"]);
    expect(isGenuine(Buffer.from(text), headers, secret, at)).toBe(true);
  }
  expect(listening.said()).toMatch(new RegExp(`→ ${books.url} 503 \\d+ ms: closed`));
  expect(books.received).toHaveLength(3);

  const [, , last] = forwarded;
  const again = ["listen", "--replay", last?.json.id, "--forward-to", shop.url];
  expect((await chamra(again, there)).code).toBe(0);
  expect(shop.received[3]?.text).toBe(last?.text);
  const newest = await chamra(["listen", "--replay", "link.create", "--forward-to", books.url], there);
  expect(newest).toMatchObject({ code: 1, out: expect.stringContaining("link.create") });
  expect((await chamra(["listen", "--replay", "card.destroy"], there)).err).toContain(
    "`chamra trigger card.destroy` makes one",
  );
  const past = listenTo(start(["listen", "--since", "10m", "--events", "link.*", "--json"], there));
  await past.until(/^\{"object":"event".*"key":"link\.create"/);
});

test("listen goes on with a gateway that was started anew meanwhile", async () => {
  const data = { CHAMRA_DATA: await aFolder(), CHAMRA_TEST_SECRET_KEY: key };
  const gateway = await serveAlone(data);
  const listening = listenTo(start(["listen"], { CHAMRA_URL: gateway.url, CHAMRA_TEST_SECRET_KEY: key }));
  await listening.until(/Listening to/);
  const before = await charge(gateway.url);
  await listening.until(new RegExp(`charge\\.create evnt_\\w+ ${before.id}`));
  gateway.process.kill("SIGTERM");
  await gateway.ended;
  await serveAlone({ ...data, CHAMRA_PORT: new URL(gateway.url).port });
  const after = await charge(gateway.url);
  await listening.until(new RegExp(`charge\\.create evnt_\\w+ ${after.id}`));
  expect(listening.said().split(before.id ?? "").length, "each event is shown once").toBe(2);
});

test("doctor says what is to be mended, by its exit code, too", async () => {
  const receiver = await aReceiver();
  const { url } = await serveAlone(memory);
  const there = { CHAMRA_URL: url, CHAMRA_TEST_SECRET_KEY: key };
  expect(await chamra(["doctor", "webhooks"], there)).toMatchObject({
    code: 1,
    out: expect.stringContaining("No endpoint is set"),
  });
  await send("PATCH", `${url}/account`, { webhook_uri: receiver.url });
  const { code, out } = await chamra(["doctor", "webhooks"], there);
  expect(code).toBe(1);
  expect(out).toContain(`✗ ${receiver.url}\n  it takes an event that a stranger signed`);
  expect(out).toMatch(/genuine event +200 \d+ ms\n +forged event +200 \d+ ms\n +copy of an hour ago +200 \d+ ms\n/);
  expect(out).toContain("Nothing has happened yet");
});

test("completions follow from the table of commands: words, events, flags and their values", async () => {
  const { out } = await chamra(["completion", "bash"], {});
  const complete = async (...words: string[]) => {
    const asked = `COMP_WORDS=(chamra ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _chamra; echo "\${COMPREPLY[*]}"`;
    return (await run("bash", ["-c", `${out}\n${asked}`])).stdout.trim().split(" ");
  };
  expect(await complete("doc")).toEqual(["doctor"]);
  expect(await complete("event", "")).toEqual(expect.arrayContaining(["list", "resend"]));
  expect(await complete("trigger", "charge.cap")).toEqual(["charge.capture"]);
  expect(await complete("trigger", "charge.complete", "--out")).toEqual(["--outcome"]);
  expect(await complete("dashboard", "link", "--one-time-codes", "")).toEqual(["off"]);
  expect(await complete("logs", "--f")).toEqual(["--follow"]);
  for (const shell of ["zsh", "fish"])
    expect((await chamra(["completion", shell], {})).out).toContain("charge.capture");
});

test("the clock of an account is moved, frozen and let run, and the terminal shows what happened on the way", async () => {
  const { url } = await serveAlone(memory);
  const there = { ...memory, CHAMRA_URL: url };
  await chamra(["trigger", "charge.create", "--method", "promptpay"], there);
  const { out, code } = await chamra(["clock", "advance", "31d"], there);
  expect(code).toBe(0);
  expect(out).toMatch(/^\d{4}-\d\d-\d\dT\S+Z {2}running, 31d 00:00:00 ahead of the server's\n/);
  expect(out).toMatch(/\S+Z +charge\.expire +chrg_test_/);
  expect(out).toContain("2 events; webhooks: 0 delivered, 0 failed\n");
  const { out: frozen } = await chamra(["clock", "freeze", "--json"], there);
  expect(JSON.parse(frozen)).toMatchObject({ object: "clock", frozen: true });
  expect((await chamra(["clock"], there)).out).toMatch(/standing still, (30d 23:59|31d 00:00):/);
  const back = await chamra(["clock", "to", "2026-01-01"], there);
  expect([back.code, back.err]).toEqual([1, expect.stringContaining("time never runs backwards")]);
  expect((await chamra(["clock", "run"], there)).out).toContain("  running, ");
});
