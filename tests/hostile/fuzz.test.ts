import { expect, test } from "vitest";
import { freshDatabase } from "../kit/postgres.ts";
import { fuzz, type Report } from "./fuzz.ts";

/** The seed is fixed: a test run finds regressions; `npm run fuzz` looks for new faults. */
const seed = 20260115;

test("3,000 hostile requests: no 5xx, no hang, nothing undocumented, nothing of another account", {
  timeout: 120_000,
}, async () => {
  expectUnharmed(await fuzz({ seed, requests: 3_000 }));
});

test("the same on PostgreSQL, which is pickier about text", { timeout: 120_000 }, async () => {
  const database = await freshDatabase();
  try {
    expectUnharmed(await fuzz({ seed: seed + 1, requests: 800, databaseUrl: database.url }));
  } finally {
    await database.drop();
  }
});

function expectUnharmed({ failures, log, memory, counts }: Report): void {
  expect(failures, failures.join("\n")).toEqual([]);
  expect(log, "errors in the log").toBe("");
  expect(memory.end.undocumented).toEqual([]);
  expect(memory.end.prototypeKeys, "what every object has").toEqual([]);
  expect(memory.end.heapBytes - memory.warm.heapBytes).toBeLessThan(48 * 1024 * 1024);
  const reached = Object.keys(counts).map((answer) => (/^30[23]$/.test(answer) ? "a redirect" : answer)); // a few hundred requests see one of them
  expect(reached, "the attack reaches what it is meant for").toEqual(
    expect.arrayContaining(["200", "a redirect", "400 bad_request", "401 authentication_failure", "404 not_found"]),
  );
}
