import { expect, test } from "vitest";
import { crash, onFile, onPostgres } from "./crash.ts";

/** The short form of `npm run crash`; it does not wait for the leases of killed processes. */
const waitMs = 2_000;

test("acknowledged answers survive repeated kills of a gateway on a file", async () => {
  const { faults, ...counts } = await crash(await onFile(), 3, waitMs);
  expect(faults).toEqual([]);
  expect(counts).toMatchObject({ kills: 3 });
  expect(Math.min(counts.charges, counts.refunds, counts.events, counts.crowds)).toBeGreaterThan(0);
}, 120_000);

test("acknowledged answers survive kills of two gateways and their PostgreSQL in turn", async () => {
  const { faults, ...counts } = await crash(await onPostgres(), 3, waitMs);
  expect(faults).toEqual([]);
  expect(counts).toMatchObject({ kills: 3 });
  expect(Math.min(counts.charges, counts.refunds, counts.events, counts.crowds)).toBeGreaterThan(0);
}, 120_000);
