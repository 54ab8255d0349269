import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const program = join(import.meta.dirname, "../../bin/chamra.js");

test.each(["20.19.0", "22.23.5", "24.14.1"])("Node.js %s hands over to the one that npm installed", async (version) => {
  const { stdout, stderr } = await versionAskedOf({ version });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(stderr).toBe("");
});

test.each(["24.15.0", "24.22.3", "26.0.0", "100.0.0"])("Node.js %s runs the gateway itself", async (version) => {
  await expect(versionAskedOf({ version })).rejects.toMatchObject({ stderr: expect.stringContaining("stayed here") });
});

test("an old Node.js on a platform that npm has none for says which one to install", async () => {
  await expect(versionAskedOf({ version: "22.23.5", platform: "sunos" })).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: `Chamra needs Node.js 24.15 or newer. This is 22.23.5, and npm has installed no other for sunos-${process.arch}: please install a newer one.\n`,
  });
});

/** `chamra --version` on a Node.js that takes itself for this one and cannot load our sources; the one it hands over to can. */
function versionAskedOf({ version, platform = process.platform }: { version: string; platform?: string }) {
  const pretend = `
    import { registerHooks } from "node:module";
    const versions = { ...process.versions, node: "${version}" };
    Object.defineProperties(process, { versions: { value: versions }, platform: { value: "${platform}" } });
    registerHooks({
      load(url, context, next) {
        if (url.endsWith("src/cli.ts")) throw new Error("stayed here");
        return next(url, context);
      },
    });`;
  return run(process.execPath, [
    "--import",
    `data:text/javascript,${encodeURIComponent(pretend)}`,
    program,
    "--version",
  ]);
}
