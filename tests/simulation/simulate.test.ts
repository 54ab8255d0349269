import { expect, test } from "vitest";
import { shorten } from "./shorten.ts";
import { Failed, simulate } from "./simulate.ts";
import { notVisited } from "./ways.ts";

const seeds = 100;
const steps = 400;

test(`no invariant breaks in ${seeds} random histories with misbehaving banks, racing merchants and dying processes`, async () => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const outcome = await simulate(seed, steps).catch((error: unknown) => {
      throw new Error(`npm run simulate -- --seed ${seed} --steps ${steps} shows it`, { cause: error });
    });
    expect(outcome.steps).toBe(steps);
  }
}, 900_000); // far more than any machine needs

test("a seed determines the steps; another seed takes others", async () => {
  const [first, again, other] = [await simulate(1, 2_000), await simulate(1, 2_000), await simulate(2, 2_000)];
  expect(again.hash).toBe(first.hash);
  expect(other.hash).not.toBe(first.hash);
}, 600_000);

test("a failing history is shortened to the few steps that it needs", async () => {
  const fault = (step: number) => {
    if (step >= 150) throw new Error("the third hundred is too many");
  };
  const failed = await simulate(1, 400, { each: fault }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Failed);
  const { steps: length, needed } = await shorten(1, failed as Failed, (seed, count, options) =>
    simulate(seed, count, { ...options, each: fault }),
  );
  expect(length).toBe(150);
  expect(needed).toEqual([150]);
}, 600_000);

/** Histories until everything was visited, and how many are enough for certain: most seeds leave something out, each another thing. */
const longSteps = 7_000;
const longSeedsMax = 12;

test("long histories together visit every outcome that there is, and are paid in every way of every country", async () => {
  let left: string[] | undefined;
  for (let seed = 1; seed <= longSeedsMax && left?.length !== 0; seed += 1) {
    const missed = notVisited(await simulate(seed, longSteps));
    left = left?.filter((what) => missed.includes(what)) ?? missed;
  }
  expect(left).toEqual([]);
}, 900_000);
