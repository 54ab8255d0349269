import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { aFolder, chamra, serveAlone } from "../cli/chamra.ts";
import { aGateway } from "../kit/gateway.ts";
import { programs } from "./proxy.ts";

const library = join(programs, "library.cjs");
const printEnvironment = [process.execPath, "-p", "JSON.stringify(process.env)"];

/** `chamra exec` to its end, in a folder without data. */
const exec = (words: readonly string[], environment: Record<string, string> = {}) =>
  chamra(["exec", ...words], { CHAMRA_DATA: "memory", ...environment });

test("a program with the official library is paid, with no option changed and no gateway running before", async () => {
  expect(await exec(["--", process.execPath, library])).toEqual({ code: 0, out: "successful\n", err: "" });
});

test.each([
  [["sh", "-c", "exit 7"], 7, ""],
  [["sh", "-c", "kill -KILL $$"], "SIGKILL", ""],
  [["no-such-command"], 127, "the command cannot be started: spawn no-such-command ENOENT"],
])("it ends as its command does: %j", async (command, code, said) => {
  const ended = await exec(["--", ...command]);
  expect(ended).toMatchObject({ code, out: "", err: expect.stringContaining(said) });
});

test("signals reach the command, and its own input and output are used", async () => {
  const { process: child, ended } = startExec([process.execPath, join(programs, "wait.cjs")]);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 5 });

  const echo = startExec(["cat"]);
  echo.process.stdin.end("typed");
  expect(await echo.ended).toMatchObject({ code: 0, out: "typed" });
});

test("the command has test keys of its gateway, and never a key of live mode", async () => {
  const { out, err } = await exec(["--", ...printEnvironment], {
    OMISE_SECRET_KEY: "skey_5xuy4w91xqz7d1w9u0t",
    SHOP_PUBLIC_KEY: "pkey_5xuy4w91xqz7d1w9u0t",
  });
  const found = JSON.parse(out);
  expect(found.OMISE_SECRET_KEY).toMatch(/^skey_test_\w{19}$/);
  expect(found.OMISE_PUBLIC_KEY).toMatch(/^pkey_test_\w{19}$/);
  expect(out).not.toContain("_5xuy4w91xqz7d1w9u0t");
  expect(err).toBe(
    "chamra exec: OMISE_SECRET_KEY holds a key of live mode, which the command does not get.\n" +
      "chamra exec: SHOP_PUBLIC_KEY holds a key of live mode, which the command does not get.\n",
  );
});

test("test keys that the environment has already open the gateway, and the program's own database is left alone", async () => {
  const own = {
    SHOP_SECRET_KEY: "skey_test_5ownown",
    DATABASE_URL: "postgres://shop:shop@127.0.0.1:1/shop",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
  };
  const command = 'echo "$DATABASE_URL"; curl -s https://api.omise.co/account -u "$SHOP_SECRET_KEY:"';
  const { out, err } = await exec(["--", "sh", "-c", command], own);
  expect(err).toBe("");
  expect(out).toContain(own.DATABASE_URL);
  expect(out).toContain("owner@example.com");
});

test("CHAMRA_URL leads the command to its gateway, for what no library of the original can do", async () => {
  const { out } = await exec(["--", "sh", "-c", 'curl -s "$CHAMRA_URL/health"']);
  expect(JSON.parse(out)).toMatchObject({ status: "ok" });
});

test("a running gateway is used where one is named", async () => {
  const gateway = await aGateway();
  const keys = { OMISE_PUBLIC_KEY: gateway.publicKey, OMISE_SECRET_KEY: gateway.secretKey };
  expect(await exec(["--url", gateway.publicUrl, "--", process.execPath, library], keys)).toMatchObject({
    code: 0,
    err: "",
  });
  expect((await gateway.call("GET", "/charges")).json.total).toBe(1);

  const nowhere = await exec(["--url", "http://127.0.0.1:1", "--", "true"], keys);
  expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining("No gateway answers at http://127.0.0.1:1") });
});

test("with --offline nothing goes to another machine, and both sides say why", async () => {
  const requests =
    "curl -s https://api.omise.co/; curl -sS https://example.com/; node -e \"fetch('https://example.org').catch((error) => console.log(error.cause.message))\"";
  const { out, err } = await exec(["--offline", "--", "sh", "-c", requests]);
  expect(out).toContain("system_info");
  expect(err).toContain("chamra exec: nothing may go to example.com: the command runs with --offline.");
  expect(err).toContain("403");
  expect(out + err).toMatch(/nothing (may )?go(es)? to example\.org/);
});

test("where there is a data folder the authority is kept in it, else nothing is left behind", async () => {
  const folder = await aFolder();
  await exec(["--", "true"], { CHAMRA_DATA: folder });
  expect((await stat(join(folder, "tls/authority.key"))).mode & 0o777).toBe(0o600);
  expect(existsSync(join(folder, "chamra.db"))).toBe(false);

  const empty = join(folder, "not-there");
  const temporary = join(folder, "tmp");
  await mkdir(temporary);
  const { out } = await exec(["--", ...printEnvironment], { CHAMRA_DATA: empty, TMPDIR: temporary });
  expect(JSON.parse(out).SSL_CERT_FILE).toContain(temporary);
  expect(existsSync(empty)).toBe(false);
  expect(existsSync(JSON.parse(out).SSL_CERT_FILE)).toBe(false);
});

test("a gateway that cannot start ends the command, and says why", async () => {
  const gateway = await serveAlone({ CHAMRA_DATA: "memory" });
  const { port } = new URL(gateway.url);
  const ended = await exec(["--", "sleep", "600"], { CHAMRA_PORT: port });
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("EADDRINUSE") });
});

test.each([
  [["exec"], '"chamra exec" needs a command after `--`'],
  [["exec", "npm", "test"], '"chamra exec" takes its command after `--`: before "npm"'],
  [["exec", "--offline=no", "--", "true"], "--offline takes no value"],
  [["account", "list", "--", "all"], '"chamra account list" does not know what to do with "all"'],
])("%j is not understood, and nothing is started", async (words, said) => {
  expect(await chamra(words, {})).toMatchObject({ code: 2, out: "", err: expect.stringContaining(said) });
});

test("flags after `--` are the command's own", async () => {
  expect(
    await exec(["--", process.execPath, "-p", "process.argv.slice(1).join()", "--", "--help", "--url"]),
  ).toMatchObject({
    code: 0,
    out: "--help,--url\n",
  });
});

/** `chamra exec` with an input to write to. */
function startExec(command: readonly string[]) {
  const program = join(import.meta.dirname, "../../bin/chamra.js");
  const child = spawn(process.execPath, [program, "exec", "--", ...command], {
    env: { PATH: process.env["PATH"], CHAMRA_DATA: "memory" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exit = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  const ended = Promise.all([exit, text(child.stdout)]).then(([code, out]) => ({ code, out }));
  return { process: child, ended };
}
