import { expect, test } from "vitest";
import { freshDatabase } from "../kit/postgres.ts";
import { fuzz } from "./fuzz.ts";

test("long on pg", { timeout: 400_000 }, async () => {
  const database = await freshDatabase();
  const r = await fuzz({ seed: 11, requests: 30_000, databaseUrl: database.url });
  console.log(JSON.stringify({ ...r.counts, s: r.seconds, w: r.memory.warm.heapBytes, e: r.memory.end.heapBytes }));
  await database.drop();
  expect(r.failures).toEqual([]);
  expect(r.log).toBe("");
});
