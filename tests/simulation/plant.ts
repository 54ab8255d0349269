import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { PlantedFault } from "./planted-faults.ts";

const root = join(import.meta.dirname, "../..");

/** Simulation runs (seeds, and steps of each) that are tried before the tests. */
export const seeds = 100;
export const steps = 400;

/** The test or simulation that caught the fault, as text; null if none did. */
type Caught = { by: "simulation" | "test"; how: string } | null;

/** A copy of the tree in which faults are planted, one at a time. */
export type Plot = { tryOut(fault: PlantedFault): Promise<Caught>; clear(): void };

/** What is copied; a fault in anything else would be planted in the tree itself, to which the copy only points. */
const copied = ["src", "tests", "bin", "package.json", "vitest.config.ts", "tsconfig.json"];

export function aPlot(): Plot {
  const folder = mkdtempSync(join(tmpdir(), "chamra-faults-"));
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ["node_modules", "web", "docs", "deploy", "bench", "examples", "CHANGELOG.md"])
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name));
  return {
    tryOut: async (fault) => {
      const file = join(folder, fault.file);
      const sound = readFileSync(file, "utf8");
      writeFileSync(file, planted(sound, fault));
      try {
        return (await byTests(folder, fault.tests ?? [])) ?? (await bySimulation(folder));
      } finally {
        writeFileSync(file, sound);
      }
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @throws Error if the file is not copied, or the text is not found exactly once: the code has changed, and the fault must be adapted */
export function planted(sound: string, { name, file, find, replace }: PlantedFault): string {
  if (!copied.includes(file.split("/")[0] ?? "")) throw new Error(`"${name}" cannot be planted: ${file} is not copied`);
  const [before, after, ...more] = sound.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`"${name}" cannot be planted: ${file} must have this once: ${find}`);
  return `${before}${replace}${after}`;
}

async function bySimulation(folder: string): Promise<Caught> {
  const options = ["--seeds", String(seeds), "--steps", String(steps), "--brief"];
  const { code, out, err } = await run(folder, ["tests/simulation/run.ts", ...options]);
  if (code === 0) return null;
  if (code === "SIGKILL") return { by: "simulation", how: "does not come to its end" };
  const [, seed, step, what] = /^seed (\d+) fails at step (\d+): (.*)/m.exec(out) ?? [];
  if (what === undefined) throw new Error(`the simulation does not run: ${err}`);
  return { by: "simulation", how: `seed ${seed}, step ${step}: ${withoutIds(what)}` };
}

type Report = { testResults: { assertionResults: { status: string; title: string }[] }[] };

async function byTests(folder: string, tests: readonly string[]): Promise<Caught> {
  if (tests.length === 0) return null;
  const { code, out, err } = await run(folder, ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", ...tests]);
  if (code === "SIGKILL") return { by: "test", how: `${tests.join(", ")}: does not come to its end` };
  const start = out.indexOf('{"numTotalTestSuites"');
  if (start < 0) throw new Error(`the tests do not run: ${err}`);
  const report: Report = JSON.parse(out.slice(start, out.lastIndexOf("}") + 1));
  if (report.testResults.some(({ assertionResults }) => assertionResults.length === 0))
    throw new Error(
      `a file of ${tests.join(", ")} does not run in the copy: something that it imports is missing there`,
    );
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === "failed");
  return failed ? { by: "test", how: `${tests.join(", ")}: ${failed.title}` } : null;
}

/** Time limit of a test file, in ms: under load it takes a minute; a longer run hangs. */
const patienceMs = 240_000;

async function run(cwd: string, words: readonly string[]) {
  const child = spawn(process.execPath, words, { cwd, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const impatient = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), patienceMs); // with all its children
  const exit = new Promise<number | string | null>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? code)),
  );
  const [code, out, err] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  clearTimeout(impatient);
  return { code, out, err };
}

const withoutIds = (what: string): string => what.replaceAll(/\b(\w+?)_test_\w+/g, "$1_…");
