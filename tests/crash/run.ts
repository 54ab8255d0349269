import { parseArgs } from "node:util";
import { crash, onFile, onPostgres } from "./crash.ts";

/** `npm run crash -- --rounds N [--engine file|postgres]`: number of kills on each engine. */
const { values } = parseArgs({ options: { rounds: { type: "string", default: "30" }, engine: { type: "string" } } });
const rounds = Number(values.rounds);
const places = Object.entries({ file: onFile, postgres: onPostgres }).filter(
  ([engine]) => values.engine === undefined || values.engine === engine,
);

for (const [engine, place] of places) {
  const startedAt = performance.now();
  const { faults, paidAt, ...counts } = await crash(await place(), rounds);
  const took = Math.round((performance.now() - startedAt) / 1_000);
  const paid = Object.entries(paidAt).map(([upstream, count]) => [`paid at ${upstream}`, count] as const);
  const summary = [...Object.entries(counts), ...paid].map(([what, count]) => `${what} ${count}`);
  console.log(`${engine}: ${summary.join(", ")}, in ${took} s`);
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
