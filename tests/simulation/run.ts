import { parseArgs } from "node:util";
import { shorten } from "./shorten.ts";
import { Failed, simulate } from "./simulate.ts";
import { everyWay, notVisited } from "./ways.ts";

/**
 * `npm run simulate -- --seed N --steps M` runs one history; `--seeds K` runs K seeds from N on, and says of each what it has not seen. A failing history is shortened and printed.
 * `--brief` prints only the line of the failure, without shortening.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "1" },
    steps: { type: "string", default: "100000" },
    brief: { type: "boolean", default: false },
  },
});
const [first, count, steps] = [Number(values.seed), Number(values.seeds), Number(values.steps)];

for (let seed = first; seed < first + count && process.exitCode === undefined; seed += 1) await run(seed);

async function run(seed: number): Promise<void> {
  const began = performance.now();
  try {
    const { hash, counts, paid } = await simulate(seed, steps, {
      each: (step) => {
        if (step % 100_000 === 0) console.error(`${step} of ${steps} steps`);
      },
    });
    const perSecond = Math.round((steps / (performance.now() - began)) * 1_000);
    if (values.brief) return;
    console.log(`seed ${seed}: ${steps} steps, transcript ${hash}, ${perSecond} steps/s`);
    if (count > 1) {
      console.log(`  not seen: ${notVisited({ counts, paid }).join("; ") || "nothing"}`);
      return;
    }
    for (const [what, times] of Object.entries(counts).sort()) console.log(`  ${what} ${times}`);
    for (const way of everyWay) console.log(`  paid: ${way} ${paid[way] ?? 0}`);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    process.exitCode = 1;
    console.log(`seed ${seed} fails at step ${error.step}: ${error.message}`);
    if (values.brief) return;
    const { failed, needed } = await shorten(seed, error);
    const shown = failed.transcript.slice(-200);
    console.log(
      `\nOf ${error.step} steps, these ${needed.length} are enough:\n  ${shown.join("\n  ")}\n\n${failed.message}`,
    );
    console.log((failed.cause as Error).stack);
  }
}
