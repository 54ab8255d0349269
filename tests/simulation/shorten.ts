import { type Failed, simulate } from "./simulate.ts";

/** A failing history, and the steps that it needs to fail. */
export type History = { failed: Failed; steps: number; needed: readonly number[] };

/** Time limit of the search in ms; the result may then be longer than necessary. */
const patienceMs = 60_000;

/**
 * The shortest history found that fails in the same way: up to the failing step, with only those earlier steps that the failure needs.
 * Leaves out halves, then quarters, down to single steps (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input").
 */
export async function shorten(seed: number, failed: Failed, run = simulate): Promise<History> {
  const steps = failed.step;
  const started = performance.now();
  const replay = async (needed: readonly number[]): Promise<Failed | undefined> => {
    const kept = new Set(needed);
    const without = new Set(numbersTo(steps).filter((step) => !kept.has(step)));
    const found = await run(seed, steps, { without }).then(
      () => undefined,
      (error: unknown) => error as Failed, // no other error is thrown
    );
    return found && kindOf(found) === kindOf(failed) ? found : undefined;
  };

  let shortest: History = { failed, steps, needed: numbersTo(steps) };
  for (let size = Math.ceil(steps / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let at = 0; at < shortest.needed.length; ) {
      if (performance.now() - started > patienceMs) return shortest;
      const fewer = shortest.needed.filter((_, index) => index < at || index >= at + size);
      const found = await replay(fewer);
      if (found) shortest = { failed: found, steps, needed: fewer };
      else at += size;
    }
  }
  return shortest;
}

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

/** The failure's message without ids. */
const kindOf = ({ message }: Failed): string => message.replaceAll(/\w+_test_\w+|\d+/g, "…");
