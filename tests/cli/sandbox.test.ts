import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
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
  const client = new Client({ name: "a test", version: "1" }, { versionNegotiation: { mode: "auto" } });
  const args = [program, "mcp", "--url", url, "--key", key];
  await client.connect(new StdioClientTransport({ command: process.execPath, args }));
  onTestFinished(() => client.close());
  const use = async (name: string, given: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: given });
    const said = content[0]?.type === "text" ? content[0].text : "";
    return isError ? { error: said } : JSON.parse(said);
  };
  expect(client.getServerVersion()).toMatchObject({ name: "chamra" });
  expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
  expect(client.getInstructions()).toContain("satang");
  const { tools } = await client.listTools();
  expect(tools.map(({ name, inputSchema }) => [name, inputSchema.required ?? []])).toEqual([
    ["create_test_charge", []],
    ["play_payer", ["charge"]],
    ["advance_clock", ["by"]],
    ["read_timeline", ["charge"]],
    ["list_failures", []],
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
  expect((await use("play_payer", { charge: "chrg_test_0000000000000000000" })).error).toContain("was not found");
  expect((await use("play_payer")).error).toContain("charge");
  expect((await use("create_test_charge", { amount: 1.5 })).error).toContain("amount");
  await expect(client.callTool({ name: "pay_out" })).rejects.toMatchObject({ code: -32_602 });
  expect(Object.keys(client.getServerCapabilities() ?? {})).toEqual(["tools"]);
});

test("a program of before is answered in its own revision of the Model Context Protocol, and the command ends with its input", async () => {
  const { url, secretKey: key } = await serveAlone({ CHAMRA_DATA: "memory" });
  const server = spawn(process.execPath, [program, "mcp", "--url", url, "--key", key]);
  onTestFinished(() => void server.kill("SIGKILL"));
  const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const params = { protocolVersion: "2024-11-05", capabilities: {}, clientInfo: { name: "old", version: "1" } };
  server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params })}\n`);
  expect(JSON.parse((await answers.next()).value ?? "null")).toMatchObject({
    id: 1,
    result: { protocolVersion: "2024-11-05", serverInfo: { name: "chamra" } },
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.stdin.end();
  expect(await ended).toBe(0);
});

test("the Model Context Protocol is not served with a live key", async () => {
  const live = await chamra(["mcp", "--key", "skey_5xuy4w91xqz7d1w9u0t"], {});
  expect(live).toMatchObject({ code: 1, err: expect.stringContaining("takes a secret test key only") });
});
