import { type ChildProcess, execFile, spawn } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";

const run = promisify(execFile);
const checkout = join(import.meta.dirname, "..");

test("the published package installs in an empty folder, starts, answers and stops, runs an unmodified program and the examples of its tests", {
  timeout: 300_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "chamra-package-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));

  await run("npm", ["pack", "--pack-destination", folder], { cwd: checkout });
  const [tarball = "none"] = await readdir(folder);
  await writeFile(join(folder, "package.json"), "{}");
  // npm's cache has the packages since their installation here, and the pinned Node.js, on which this test runs.
  const install = ["install", join(folder, tarball), "--prefer-offline", "--omit=optional", "--no-audit", "--no-fund"];
  await run("npm", install, { cwd: folder });

  // `npx chamra serve` runs this file; npx itself does not forward the signal.
  const port = await freePort();
  const chamra = spawn(join(folder, "node_modules/.bin/chamra"), ["serve"], {
    cwd: folder,
    env: { ...process.env, CHAMRA_DATA: "memory", CHAMRA_PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void chamra.kill("SIGKILL"));
  const words = wordsOf(chamra);
  const ended = new Promise((resolve) => chamra.once("exit", (code, signal) => resolve(signal ?? code)));

  expect(await healthOf(port, chamra), words.join("")).toBe(200);
  chamra.kill("SIGTERM");
  expect(await ended, words.join("")).toBe(0);

  const examples = join(checkout, "examples/testing");
  await copyFile(join(examples, "node.test.mjs"), join(folder, "orders.test.mjs"));
  const clean = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_|TEST$)/.test(name));
  const settings = { cwd: folder, env: Object.fromEntries(clean) };
  const { stdout } = await run(process.execPath, ["--test", "orders.test.mjs"], settings);
  expect(stdout).toContain("pass 3");
  await copyFile(join(examples, "vitest.example.ts"), join(folder, "orders.test.ts"));
  await symlink(join(checkout, "node_modules/vitest"), join(folder, "node_modules/vitest"));
  const vitest = join(checkout, "node_modules/vitest/vitest.mjs");
  await run(process.execPath, [vitest, "run", "--root", folder, "orders.test.ts"], settings); // rejects unless all pass
  const library = join(checkout, "tests/exec/programs/library.cjs");
  const paid = await run(join(folder, "node_modules/.bin/chamra"), ["exec", "--", "node", library], { cwd: folder });
  expect(paid).toEqual({ stdout: "successful\n", stderr: "" });
});

function wordsOf(child: ChildProcess): string[] {
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => words.push(text));
  return words;
}

/** The status of GET /health when the server answers; undefined if it ended before. */
async function healthOf(port: number, server: ChildProcess): Promise<number | undefined> {
  const ask = async () =>
    server.exitCode === null ? (await fetch(`http://127.0.0.1:${port}/health`)).status : undefined;
  return vi.waitFor(ask, { timeout: 20_000 }); // it refuses connections until it listens
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  await new Promise((resolve) => server.close(resolve));
  return port;
}
