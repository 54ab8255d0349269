import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { call } from "../kit/gateway.ts";
import { aFolder, chamra, serveAlone } from "./chamra.ts";

const program = join(import.meta.dirname, "../../bin/chamra.js");

test("an account is filled from a file, saved and put back at the terminal, while its gateway runs", async () => {
  const { url, secretKey: key } = await serveAlone({ CHAMRA_DATA: "memory" });
  const reach = ["--url", url, "--key", key];
  const run = async (...words: string[]) => chamra([...words, ...reach], {});
  const file = join(await aFolder(), "shop.json");
  await writeFile(file, JSON.stringify({ charges: [{ amount: 50_000, count: 2 }] }));
  expect(await run("seed", file)).toMatchObject({ code: 0, out: expect.stringContaining("The account is filled.") });
  expect((await run("snapshot", "save", "two")).out).toMatch(/^Saved two: \d+ rows\.\n$/);
  await run("seed", file);
  const total = async () => (await call(url, "GET", "/charges", { key })).json.total;
  expect(await total()).toBe(4);
  expect(await run("snapshot", "restore", "two")).toMatchObject({ code: 0, err: "" });
  expect(await total()).toBe(2);
  expect((await run("snapshot", "list")).out).toContain("two");
  expect(await run("snapshot", "delete", "two")).toMatchObject({ code: 0, out: "Deleted two.\n" });
  expect((await call(url, "GET", "/test/snapshots", { key })).json.total).toBe(0);
  expect(await run("reset")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^The account account_test_\w+ is empty\.\n$/),
  });
  expect(await total()).toBe(0);
  await writeFile(file, "{");
  expect(await run("seed", file)).toMatchObject({ code: 1, err: expect.stringContaining("cannot be read as JSON") });
  expect(await run("seed", "year")).toMatchObject({ code: 1, err: expect.stringContaining("scenario must be month") });
});

test("faults on purpose are added, listed with how often they were applied, and removed at the terminal", async () => {
  const { url, secretKey: key } = await serveAlone({ CHAMRA_DATA: "memory" });
  const reach = ["--url", url, "--key", key];
  const run = async (...words: string[]) => chamra([...words, ...reach], {});
  const added = await run(
    "rule",
    "add",
    "decline",
    "--code",
    "insufficient_fund",
    "--metadata",
    "order=7,vip",
    "--times",
    "2",
  );
  expect(added.out).toMatch(/^rule_test_\w+: decline \(code insufficient_fund, order=7, vip\)\n$/);
  const [id = ""] = added.out.split(":");
  expect((await run("rule", "list")).out).toContain(`${id}  decline (code insufficient_fund, order=7, vip)  0 of 2`);
  expect(await run("rule", "add", "webhook_lost", "--by", "1m")).toMatchObject({
    code: 1,
    err: expect.stringContaining("webhook_lost has no by"),
  });
  expect((await run("rule", "remove", "all")).out).toBe("Removed 1 rules.\n");
});

test("a program makes a charge, plays its payer, moves the clock and reads what failed by the Model Context Protocol", async () => {
  const { url, secretKey: key } = await serveAlone({ CHAMRA_DATA: "memory" });
  const server = spawn(process.execPath, [program, "mcp", "--url", url, "--key", key]);
  onTestFinished(() => void server.kill("SIGKILL"));
  const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  let id = 0;
  const ask = async (method: string, params: object = {}) => {
    id += 1;
    server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    const answer = JSON.parse((await answers.next()).value ?? "null");
    expect(answer).toMatchObject({ jsonrpc: "2.0", id });
    return answer;
  };
  const use = async (name: string, given: object = {}) => {
    const { result } = await ask("tools/call", { name, arguments: given });
    const [{ text }] = result.content;
    return result.isError ? { error: text } : JSON.parse(text);
  };
  const { result } = await ask("initialize", { protocolVersion: "2024-11-05", capabilities: {}, clientInfo: {} });
  expect(result).toMatchObject({ protocolVersion: "2024-11-05", serverInfo: { name: "chamra" } });
  server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
  const { tools } = (await ask("tools/list")).result;
  expect(tools.map(({ name }: { name: string }) => name)).toEqual([
    "create_test_charge",
    "play_payer",
    "advance_clock",
    "read_timeline",
    "list_failures",
  ]);
  const paid = await use("create_test_charge", { method: "card", amount: 100_000 });
  expect(paid).toMatchObject({ object: "charge", paid: true, livemode: false });
  const waiting = await use("create_test_charge", { method: "mobile_banking_kbank" });
  const failed = await use("play_payer", { charge: waiting.id, outcome: "insufficient_fund" });
  expect(failed).toMatchObject({ status: "failed", failure_code: "insufficient_fund" });
  const left = await use("create_test_charge", { method: "promptpay" });
  expect((await use("advance_clock", { by: "31d" })).object).toBe("clock");
  expect((await use("list_failures")).map((each: typeof failed) => each.id)).toEqual([left.id, waiting.id]);
  expect((await use("read_timeline", { charge: waiting.id })).data.length).toBeGreaterThan(3);
  expect(await use("play_payer", { charge: "chrg_test_0000000000000000000" })).toMatchObject({
    error: expect.stringContaining("was not found"),
  });
  expect((await ask("tools/call", { name: "play_payer" })).error).toEqual({
    code: -32_602,
    message: "play_payer needs charge",
  });
  expect((await ask("tools/call", { name: "pay_out" })).error).toMatchObject({ code: -32_602 });
  expect((await ask("resources/list")).error).toMatchObject({ code: -32_601 });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.stdin.end();
  expect(await ended).toBe(0);
  const live = await chamra(["mcp", "--url", url, "--key", "skey_5xuy4w91xqz7d1w9u0t"], {});
  expect(live).toMatchObject({ code: 1, err: expect.stringContaining("takes a secret test key only") });
});
