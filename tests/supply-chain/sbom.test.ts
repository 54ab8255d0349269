import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { readLock } from "./lock.ts";
import { cycloneDx } from "./sbom.ts";
import { closureOf, shipped } from "./shipped.ts";

const lock = readLock();
const packages = shipped(lock);
const document = cycloneDx(lock, packages);

test("`npm run sbom` writes the document and prints the licences", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chamra-sbom-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "new", "sbom.json");
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "run.ts"), file]);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual(document);
  for (const said of [/^MIT \(\d+\): .*\bpg \d/m, /^OFL-1.1 \(1\): /m, `${packages.length} components`])
    expect(stdout).toMatch(said);
});

test("whatever a production dependency needs is in the document", () => {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const server = packages.filter(({ where }) => where === "server").map(({ path }) => path);
  expect(server.sort()).toEqual([...closureOf(lock, names)].sort());
});

test("packages bundled for browsers are in the document, packages only for builds and tests are not", () => {
  const names = packages.map(({ name }) => name);
  const bundled = ["react", "react-dom", "scheduler", "@mantine/core", "@floating-ui/dom", "@tanstack/router-core"];
  expect(names).toEqual(expect.arrayContaining([...bundled, "@fontsource-variable/noto-sans-thai"]));
  for (const tool of ["vite", "vitest", "typescript", "playwright-core", "omise"]) expect(names).not.toContain(tool);
});

test("each component is there once, with the hash that npm checks and whatever it needs", () => {
  const refs = document.components.map((component) => component["bom-ref"]);
  expect(new Set(refs).size).toBe(refs.length);
  for (const { ref, dependsOn } of document.dependencies.slice(1))
    expect(refs).toEqual(expect.arrayContaining([ref, ...dependsOn]));
  expect(document.dependencies.length).toBe(refs.length + 1);
  for (const { hashes } of document.components) expect(hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
});

test("a scoped package is named as package URLs name it", () => {
  expect(document.components.find(({ name }) => name === "ajv-compiler")).toMatchObject({
    "bom-ref": expect.stringMatching(/^pkg:npm\/%40fastify\/ajv-compiler@\d+\.\d+\.\d+$/),
    group: "@fastify",
    scope: "required",
    licenses: [{ license: { id: "MIT" } }],
  });
});

test("one version that lies in two folders is one component", () => {
  const twice = {
    packages: {
      "": {},
      "node_modules/a": { version: "1.0.0", integrity: "sha512-AAAA", license: "MIT" },
      "node_modules/b/node_modules/a": { version: "1.0.0", integrity: "sha512-AAAA", license: "MIT" },
    },
  };
  expect(cycloneDx(twice, shipped(twice)).components).toHaveLength(1);
});
