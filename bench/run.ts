import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openSite } from "./processes.ts";
import { printPage, printTable, type Result, summary } from "./report.ts";
import { Missing, type Row, type Scale } from "./row.ts";
import { rows } from "./rows.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
    rounds: { type: "string" },
    json: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

const whole: Scale = { quick: false, rounds: 5, warmUpMs: 3_000, roundMs: 3_000, count: (usual) => usual };
const quick: Scale = { quick: true, rounds: 1, warmUpMs: 50, roundMs: 100, count: (usual) => Math.ceil(usual / 500) };
const scale = { ...(values.quick ? quick : whole), ...(values.rounds && { rounds: Number(values.rounds) }) };

const chosen = values.only ? rows.filter(({ name }) => values.only?.includes(name)) : rows;
if (chosen.length === 0) throw new Error(`--only takes ${rows.map(({ name }) => name).join(", ")}`);

const results: Result[] = [];
for (const row of chosen) {
  process.stderr.write(`${row.name} … `);
  const startedAt = performance.now();
  results.push(await measure(row));
  process.stderr.write(`${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
}
console.log(printTable(results));
console.log(JSON.stringify(results.map(summary)));
if (values.json) writeFileSync(values.json, `${JSON.stringify(results.map(summary), null, 2)}\n`);
if (values.write) writeFileSync(new URL("../docs/benchmarks.md", import.meta.url), printPage(results, scale.rounds));

/** The order of the two sides alternates from round to round. */
async function measure(row: Row): Promise<Result> {
  const site = openSite();
  try {
    const sides = await row.prepare(site, scale);
    const result = { row, figure: [] as number[], baseline: [] as number[] };
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const side of round % 2 === 0 ? (["figure", "baseline"] as const) : (["baseline", "figure"] as const)) {
        result[side].push(await sides[side]());
      }
    }
    return result;
  } catch (error) {
    if (error instanceof Missing) return { row, missing: error.message };
    throw error;
  } finally {
    await site.close();
  }
}
