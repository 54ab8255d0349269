import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { aPlot, planted } from "./plant.ts";
import { plantedFaults } from "./planted-faults.ts";

const root = join(import.meta.dirname, "../..");

test.each(plantedFaults)("$name: can still be planted, and the page says who caught it", (fault) => {
  const sound = readFileSync(join(root, fault.file), "utf8");
  expect(planted(sound, fault)).not.toBe(sound);
  const row = readFileSync(join(root, "docs/proof.md"), "utf8")
    .split("\n")
    .find((line) => line.startsWith(`| ${fault.name} |`));
  expect(row, "`npm run faults` writes the page").toMatch(/\| (simulation|test) \|/);
});

test("the simulation catches faults of storage, rules and jobs at once", async () => {
  const plot = aPlot();
  onTestFinished(plot.clear);
  for (const name of ["a lost save counts as saved", "a used token can be used again", "an attempt is not recorded"]) {
    const fault = plantedFaults.find((each) => each.name === name);
    if (!fault) throw new Error(`there is no fault "${name}"`);
    expect(await plot.tryOut(fault), name).toMatchObject({ by: "simulation" });
  }
}, 120_000);
