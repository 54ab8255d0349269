import { execFile } from "node:child_process";
import { cp, mkdir, realpath, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { aFolder } from "./chamra.ts";

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

test.each([
  ["nothing", async () => {}],
  ["the link that it needs", (place: string) => symlink(process.execPath, place)],
  ["a link that leads nowhere", (place: string) => symlink("../gone/bin/node", place)],
  ["another Node.js", (place: string) => writeFile(place, "")],
])("npm's scripts find the pinned Node.js where npm has left %s", async (_, leave) => {
  const { folder, binary } = await aCheckout();
  const place = join(folder, "node_modules/.bin/node");
  await leave(place);
  await run(process.execPath, [join(folder, "bin/link-node.js")]);
  expect(await realpath(place)).toBe(await realpath(binary));
});

/** A checkout with only bin/ and the package of a Node.js for this machine. */
async function aCheckout(): Promise<{ folder: string; binary: string }> {
  const folder = await aFolder();
  const home = join(folder, "node_modules/node-here");
  await cp(dirname(program), join(folder, "bin"), { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    '{ "type": "module", "optionalDependencies": { "node-here": "1.0.0" } }',
  );
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
  await mkdir(home);
  const manifest = { os: process.platform, cpu: process.arch, bin: { node: "node" } };
  await writeFile(join(home, "package.json"), JSON.stringify(manifest));
  await symlink(process.execPath, join(home, "node"));
  return { folder, binary: join(home, "node") };
}

/** `chamra --version` on a Node.js that reports this version but cannot load our sources; the one that it starts can. */
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
