import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { aFolder, aTakenPort, get } from "../cli/chamra.ts";

const run = promisify(execFile);
const checkout = join(import.meta.dirname, "../..");
const start = join(checkout, "deploy/github-action/start.sh");

test("the action starts a gateway that outlives its step, and gives the next ones its address and keys", async () => {
  const port = await aFreePort();
  const step = await aStep(port);
  await run("bash", [start], { env: step.env });
  onTestFinished(async () => void process.kill(Number(await readFile(join(step.folder, "chamra.pid"), "utf8"))));

  const given = Object.fromEntries((await step.given()).map((line) => line.split("=")));
  expect(given.CHAMRA_URL).toBe(`http://localhost:${port}`);
  expect(given.OMISE_PUBLIC_KEY).toMatch(/^pkey_test_[0-9a-f]{19}$/);
  expect((await get(`${given.CHAMRA_URL}/account`, given.OMISE_SECRET_KEY)).status).toBe(200);

  const words = ["exec", "--", process.execPath, join(checkout, "tests/exec/programs/library.cjs")];
  expect((await run("chamra", words, { env: { ...step.env, ...given } })).stdout).toBe("successful\n");
});

test("where the gateway does not start, the step fails and says why", async () => {
  const port = String(await aTakenPort());
  const step = await aStep(port);
  await expect(run("bash", [start], { env: step.env })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Port ${port} of localhost is taken`),
  });
  expect(await step.given()).toEqual([]);
});

async function aFreePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** Environment of a step, with `chamra` of the sources on its path. */
async function aStep(port: string) {
  const folder = await aFolder();
  const programs = join(folder, "bin");
  await mkdir(programs);
  const program = join(programs, "chamra");
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${join(checkout, "bin/chamra.js")}" "$@"\n`);
  await chmod(program, 0o755);
  const file = join(folder, "env");
  await writeFile(file, "");
  const env = { PATH: `${programs}:${process.env["PATH"]}`, RUNNER_TEMP: folder, GITHUB_ENV: file, PORT: port };
  const given = async () => (await readFile(file, "utf8")).split("\n").filter(Boolean);
  return { folder, env, given };
}
