import { type Failed, simulate } from "./simulate.ts";

/** A history that fails, and which of its steps it needs for that. */
export type History = { failed: Failed; steps: number; needed: readonly number[] };

/** Leaving out steps is tried for so long; what is left then may still be longer than it had to be. */
const patienceMs = 60_000;

/**
 * The shortest history that we find to fail in the same way: up to the step that fails, and of the steps before it only those without which it does not.
 * Leaves out half of what is left, then quarters of it, and so on to single steps (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input").
 */
export async function shorten(seed: number, failed: Failed, run = simulate): Promise<History> {
  const steps = failed.step;
  const started = performance.now();
  const replay = async (needed: readonly number[]): Promise<Failed | undefined> => {
    const kept = new Set(needed);
    const without = new Set(numbersTo(steps).filter((step) => !kept.has(step)));
    const found = await run(seed, steps, { without }).then(
      () => undefined,
      (error: unknown) => error as Failed, // it throws nothing else
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

/** What went wrong, whichever object it happened to. */
const kindOf = ({ message }: Failed): string => message.replaceAll(/\w+_test_\w+|\d+/g, "…");
