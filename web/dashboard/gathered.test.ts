import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gathered, gatherMs } from "./gathered.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gathering() {
  const told: string[][] = [];
  const state = { busy: false };
  return { told, state, gathered: new Gathered({ busy: () => state.busy, tell: (paths) => told.push(paths) }) };
}

test("several changes at once are told once, each path once", () => {
  const { told, gathered } = gathering();
  gathered.add(["charges", "events"]);
  gathered.add(["events", "balance"]);
  vi.advanceTimersByTime(gatherMs - 1);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([["charges", "events", "balance"]]);
  vi.advanceTimersByTime(10 * gatherMs);
  expect(told).toHaveLength(1);
});

test("nothing is told while an own change waits for its answer, and nothing is lost", () => {
  const { told, state, gathered } = gathering();
  state.busy = true;
  gathered.add(["customers"]);
  vi.advanceTimersByTime(3 * gatherMs);
  expect(told).toEqual([]);
  state.busy = false;
  vi.advanceTimersByTime(gatherMs);
  expect(told).toEqual([["customers"]]);
});

test("nothing is told after the end", () => {
  const { told, gathered } = gathering();
  gathered.add(["customers"]);
  gathered.stop();
  vi.advanceTimersByTime(gatherMs);
  expect(told).toEqual([]);
});
