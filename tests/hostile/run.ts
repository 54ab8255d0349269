import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";

/** `npm run fuzz -- --requests 100000 --seed 1`, on PostgreSQL with `--database-url`, one request alone with `--only`. */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    requests: { type: "string", default: "100000" },
    only: { type: "string" },
    "database-url": { type: "string" },
  },
});
const [seed, requests] = [Number(values.seed), Number(values.requests)];

const { seconds, counts, slowestMs, memory, failures, log } = await fuzz({
  seed,
  requests,
  onProgress: (done) => console.error(`${done} of ${requests}`),
  ...(values.only !== undefined && { only: Number(values.only) }),
  ...(values["database-url"] !== undefined && { databaseUrl: values["database-url"] }),
});

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MiB`;
console.log(
  `seed ${seed}: ${requests} requests in ${Math.round(seconds)} s, ${Math.round(requests / seconds)} a second, the slowest took ${Math.round(slowestMs)} ms`,
);
for (const [outcome, times] of Object.entries(counts).sort()) console.log(`  ${outcome.padEnd(36)} ${times}`);
console.log(
  `heap ${megabytes(memory.warm.heapBytes)} → ${megabytes(memory.end.heapBytes)}, resident ${megabytes(memory.warm.residentBytes)} → ${megabytes(memory.end.residentBytes)}`,
);
for (const failure of [
  ...failures,
  ...memory.end.undocumented,
  ...memory.end.prototypeKeys.map((key) => `Object.prototype has ${key}`),
]) {
  console.log(`FAILED ${failure}`);
  process.exitCode = 1;
}
if (log !== "") {
  console.log(`the log of errors:\n${log.slice(0, 8_000)}`);
  process.exitCode = 1;
}
