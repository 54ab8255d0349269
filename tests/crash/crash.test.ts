import { expect, test } from "vitest";
import { crash, onFile, onPostgres } from "./crash.ts";

/** The short form of `npm run crash`; it does not wait for the leases of killed processes, nor until upstreams are asked again. */
const waitMs = 2_000;
const upstreams = ["2c2p", "omise", "scb"];

test("acknowledged answers survive kills of a gateway on a file, and live payments those of their upstreams, too", async () => {
  const { faults, paidAt, ...counts } = await crash(await onFile(), 4, waitMs);
  expect(faults).toEqual([]);
  expect(counts).toMatchObject({ kills: 4 });
  expect(Math.min(counts.charges, counts.refunds, counts.events, counts.crowds)).toBeGreaterThan(0);
  expect(Object.keys(paidAt).toSorted()).toEqual(upstreams);
}, 240_000);

test("acknowledged answers survive kills of two gateways and their PostgreSQL in turn, and live payments those of their upstreams, too", async () => {
  const { faults, paidAt, ...counts } = await crash(await onPostgres(), 6, waitMs);
  expect(faults).toEqual([]);
  expect(counts).toMatchObject({ kills: 6 });
  expect(Math.min(counts.charges, counts.refunds, counts.events, counts.crowds)).toBeGreaterThan(0);
  expect(Object.keys(paidAt).toSorted()).toEqual(upstreams);
}, 240_000);
