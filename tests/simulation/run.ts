import { parseArgs } from "node:util";
import { simulate } from "./simulate.ts";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, steps: { type: "string", default: "100000" } },
});
const seed = Number(values.seed);
const steps = Number(values.steps);

const began = performance.now();
let history: readonly string[] = [];
try {
  const { hash, counts } = await simulate(seed, steps, (step, transcript) => {
    history = transcript;
    if (step % 100_000 === 0) console.error(`${step} of ${steps} steps`);
  });
  const perSecond = Math.round((steps / (performance.now() - began)) * 1_000);
  console.log(`seed ${seed}: ${steps} steps, transcript ${hash}, ${perSecond} steps/s`);
  for (const [what, count] of Object.entries(counts).sort()) console.log(`  ${what} ${count}`);
} catch (error) {
  console.error(`seed ${seed} fails after this:\n${history.slice(-40).join("\n")}\n`, error);
  process.exitCode = 1;
}
