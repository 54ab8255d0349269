import type { Case, Task } from "./cases.ts";
import { Untried } from "./cases.ts";
import { type Exchange, type Ground, type Hold, type Step, Trial, Trouble } from "./trial.ts";

/** One line of a case: what was done, or what had to hold, and what was found instead. */
export type Line = { says: string; must: boolean; broken: string | null; exchanges: readonly Exchange[] };

/** What became of one case. */
export type Verdict = {
  name: string;
  says: string;
  method: string;
  outcome: "passed" | "failed" | "skipped";
  /** Why it was skipped or could not go on. */
  reason: string | null;
  lines: readonly Line[];
  /** What the shop printed meanwhile, where it was started here. */
  printed: string;
  ms: number;
};

/**
 * Tries one case. A hold that is broken does not end it: one report says all that is wrong.
 * @returns the verdict, and how many charges the shop made
 */
export async function attempt(ground: Ground, task: Task): Promise<{ verdict: Verdict; charges: number }> {
  const trial = new Trial(ground, task.method, task.case.card);
  return { verdict: await judge(trial, task), charges: trial.charges.length };
}

async function judge(trial: Trial, { name, case: tried, method }: Task): Promise<Verdict> {
  const { ground } = trial;
  const startedAt = performance.now();
  // a shop that takes nothing but cards waits for its payers where they authenticate
  ground.relay.threeDSecure = method === "card" && tried.by === undefined;
  const lines: Line[] = [];
  const verdict = (outcome: Verdict["outcome"], reason: string | null): Verdict => {
    const ms = Math.round(performance.now() - startedAt);
    return { name, says: tried.says, method, outcome, reason, lines, printed: trial.printed(), ms };
  };
  try {
    for (const part of tried.script) lines.push(await lineOf(trial, part));
  } catch (error) {
    if (error instanceof Untried) return verdict("skipped", error.message);
    lines.push({
      says: "the case can go on",
      must: true,
      broken: messageOf(error),
      exchanges: trial.exchanges.splice(0),
    });
    return verdict("failed", messageOf(error));
  } finally {
    ground.relay.faults = [];
  }
  return verdict(lines.some(({ broken }) => broken !== null) ? "failed" : "passed", null);
}

async function lineOf(trial: Trial, part: Step | Hold): Promise<Line> {
  if ("does" in part) {
    await part.run(trial);
    return { says: part.does, must: false, broken: null, exchanges: trial.exchanges.splice(0) };
  }
  const broken = await part.broken(trial);
  return { says: part.must, must: true, broken, exchanges: trial.exchanges.splice(0) };
}

export const skipped = ({ name, case: tried, method }: Task, reason: string): Verdict => ({
  name,
  says: tried.says,
  method,
  outcome: "skipped",
  reason,
  lines: [],
  printed: "",
  ms: 0,
});

/** What must hold in a case, each once. */
export const holdsOf = ({ script }: Case): string[] => [
  ...new Set(script.flatMap((part) => ("must" in part ? [part.must] : []))),
];

const messageOf = (error: unknown): string =>
  error instanceof Trouble || error instanceof Error ? error.message : String(error);
