import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { find, holes, type Lock, nameOf, readLock, wantingNewer } from "./lock.ts";

const lock = readLock();

describe("the lock file", () => {
  test("says of every package which archive it is", () => {
    const cure = "Delete the entry and node_modules, then run `npm install --package-lock-only --ignore-scripts`.";
    expect(holes(lock), cure).toEqual([]);
  });

  test.each<[string, Lock["packages"][string]]>([
    ["no integrity", { version: "1.0.0" }],
    ["an empty integrity", { version: "1.0.0", integrity: "" }],
    ["a hash that can be forged", { version: "1.0.0", integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" }],
    ["an address", { version: "1.0.0", integrity: "sha512-abc", resolved: "https://example.com/pg-1.0.0.tgz" }],
    ["a repository", { version: "1.0.0", resolved: "git+ssh://git@example.com/pg.git#0123456" }],
  ])("would not pass with %s in one entry", (_, entry) => {
    const planted = { packages: { ...lock.packages, "node_modules/pg": entry } };
    expect(holes(planted)).toEqual([expect.stringContaining("node_modules/pg")]);
  });

  test("has no package that runs code while it is installed, unless somebody decided that in package.json", () => {
    const eager = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(eager.map(([path]) => nameOf(path)).sort()).toEqual(Object.keys(manifest.allowScripts).sort());
  });

  test("has no package that wants a newer Node.js than the oldest which `npm ci` is promised for", () => {
    const [, oldest = ""] = /^\^(\d+\.\d+\.\d+) /.exec(manifest.engines.node) ?? [];
    expect(wantingNewer(lock, oldest), "`overrides` in package.json can hold an older one").toEqual([]);
    const wanting = (node: string) =>
      wantingNewer({ packages: { "node_modules/pg": { engines: { node } } } }, "20.19.0");
    for (const range of [">=18", ">= 10.x", "^20.19.0 || >=22.12.0", "20 || >=22", ">=20.18.1"])
      expect(wanting(range), range).toEqual([]);
    for (const range of [">=22", "^20.19.1", "^18.0.0 || ^22.0.0", ">=20.20", "<20"])
      expect(wanting(range), range).toEqual([`node_modules/pg wants Node.js ${range}`]);
  });

  test("finds the package that an entry means, beside it or further up", () => {
    const packages = {
      "node_modules/a": {},
      "node_modules/a/node_modules/@s/b": {},
      "node_modules/@s/b": {},
      "node_modules/c": {},
    };
    expect(find({ packages }, "node_modules/a", "@s/b")).toBe("node_modules/a/node_modules/@s/b");
    expect(find({ packages }, "node_modules/a/node_modules/@s/b", "c")).toBe("node_modules/c");
    expect(find({ packages }, "", "@s/b")).toBe("node_modules/@s/b");
    expect(find({ packages }, "node_modules/a", "d")).toBe(undefined);
    expect(Object.keys(packages).map(nameOf)).toEqual(["a", "@s/b", "@s/b", "c"]);
  });
});

describe("the pinned Node.js", () => {
  const pinned = Object.entries(manifest.optionalDependencies);
  const version = pinned[0]?.[1];

  test("is one version for five platforms", () => {
    const platforms = pinned.map(([name]) => {
      const { os, cpu, version } = lock.packages[`node_modules/${name}`] ?? {};
      return `${os} ${cpu} ${version}`;
    });
    const five = ["darwin arm64", "darwin x64", "linux arm64", "linux x64", "win32 x64"];
    expect(platforms.sort()).toEqual(five.map((platform) => `${platform} ${version}`));
  });

  test("is what runs the scripts of package.json, and so these tests", async () => {
    const { stdout } = await promisify(execFile)("npm", ["exec", "--no", "--", "node", "-p", "process.versions.node"], {
      env: { ...process.env, PATH: process.env.PATH?.replaceAll(/[^:]*node_modules\/\.bin:/g, "") },
    });
    expect(stdout.trim()).toBe(version);
  });
});
