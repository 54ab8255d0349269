import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { settings, wholeEnvironment } from "../config.ts";
import { cases, type Task, tasksOf } from "./certify/cases.ts";
import { firstPlan } from "./certify/first-plan.ts";
import { openGround } from "./certify/ground.ts";
import { hint, type Plan, readPlan } from "./certify/plan.ts";
import { countOf, faultsOf, junitOf, pageOf, storyOf, sumOf } from "./certify/reports.ts";
import { attempt, holdsOf, skipped, type Verdict } from "./certify/run.ts";
import { clientFlags } from "./client.ts";
import { command, UsageError } from "./command.ts";
import { painted } from "./paint.ts";
import { markdownTable, pairs } from "./text.ts";

const names = Object.keys(cases);

export const certifyCommands = [
  command({
    name: "certify",
    about:
      "Walks your own checkout through whatever can happen to a payment: late, doubled and forged webhooks, payers who come back too early, declines, expiry, refunds. Says what your shop did. Exit code 1 where it failed a case.",
    args: { config: { about: "The file that describes your checkout; certify.json by default.", optional: true } },
    flags: {
      init: { about: "Writes such a file, to be filled in." },
      list: { about: "Lists the cases." },
      only: { about: "Only these cases.", takes: "cases", many: true, oneOf: names },
      junit: { about: "Writes the results as JUnit XML, for a build server.", takes: "file" },
      html: { about: "Writes them as a page.", takes: "file" },
      verbose: { about: "Prints each step of each case, and what the shop answered." },
      url: {
        about: "A running gateway to use, on this machine. Else one in memory lives as long as the run.",
        takes: "address",
      },
      key: clientFlags.key,
    },
    json: true,
    run: async ({ args: { config: path = "certify.json" }, flags, asJson }) => {
      if (flags.list) return listed();
      if (flags.init) return begun(path);
      const plan = await readPlan(path, names);
      const tasks = tasksOf(plan, flags.only);
      const reached = { url: flags.url ?? wholeEnvironment()[settings.url.name], key: flags.key };
      const say = (text: string) => void (asJson || process.stdout.write(text));
      const verdicts = await tryAll(plan, tasks, reached, (verdict) => say(linesOf(verdict, flags.verbose)));
      const report = { shop: path, verdicts };
      if (flags.junit !== undefined) await write(flags.junit, junitOf(report));
      if (flags.html !== undefined) await write(flags.html, pageOf(report, new Date()));
      if (countOf(verdicts, "failed") > 0) process.exitCode = 1;
      return { text: `\n${sumOf(verdicts)}\n`, json: { object: "certification", ...report } };
    },
  }),
  command({
    name: "certify cases",
    about: "Prints the cases of `chamra certify` as a table in Markdown.",
    args: {},
    flags: {},
    json: false,
    run: async () => ({ text: caseTable() }),
  }),
];

/** Tries all cases, one after the other, since they share a clock and a shop. */
async function tryAll(
  plan: Plan,
  tasks: readonly (Task & { skipped: string | null })[],
  reached: { url?: string | undefined; key?: string | undefined },
  tell: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  if (!tasks.some((task) => task.skipped === null))
    return tasks.map((task) => {
      const verdict = skipped(task, task.skipped ?? "");
      tell(verdict);
      return verdict;
    });
  const { ground, close } = await openGround(plan, reached);
  const interrupted = () => void close().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  const verdicts: Verdict[] = [];
  try {
    let begins: boolean | undefined;
    for (const task of tasks) {
      const why = task.skipped ?? (begins === false ? "the shop begins no payment, see above" : null);
      const tried = why === null ? await attempt(ground, task) : { verdict: skipped(task, why), charges: 0 };
      if (why === null) begins ??= tried.charges > 0; // a shop that makes no charge fails every case for one reason
      verdicts.push(tried.verdict);
      tell(tried.verdict);
    }
    return verdicts;
  } finally {
    process.removeListener("SIGINT", interrupted).removeListener("SIGTERM", interrupted);
    await close();
  }
}

const marks = { passed: painted("green", "✓"), failed: painted("red", "✗"), skipped: painted("dim", "–") } as const;

const nameWidth = Math.max(...names.map((name) => name.length));

/** One case for the terminal; of one that failed, all that happened. */
function linesOf(verdict: Verdict, verbose: boolean): string {
  const { name, says, outcome, reason } = verdict;
  const first = `${marks[outcome]} ${painted("bold", name.padEnd(nameWidth))}  ${outcome === "skipped" ? painted("dim", `not tried: ${reason}`) : says}\n`;
  if (outcome === "failed") {
    const faults = faultsOf(verdict).map((fault) => `  ${painted("red", fault)}\n`);
    return `${first}${faults.join("")}${indented(painted("dim", storyOf(verdict)))}`;
  }
  return verbose && outcome === "passed" ? `${first}${indented(painted("dim", storyOf(verdict)))}` : first;
}

const indented = (text: string): string => `${text.replace(/^/gm, "    ")}\n`;

function listed() {
  const rows = Object.entries(cases).map(([name, { says }]) => [name, says] as const);
  const json = Object.entries(cases).map(([name, each]) => ({ name, says: each.says, must: holdsOf(each) }));
  return { text: pairs(rows), json };
}

function caseTable(): string {
  const rows = Object.entries(cases).map(([name, each]) => [`\`${name}\``, each.says, holdsOf(each).join("; ")]);
  return markdownTable(["Case", "What happens", "What must hold"], rows);
}

async function begun(path: string) {
  if (existsSync(path)) throw new UsageError(`${path} is there already.`, hint);
  await write(path, firstPlan);
  return {
    text: `${path} is written: put in how a payment begins at your shop, and where the order's state can be read. docs/certify.md says what each part means.\n`,
    json: { object: "certification_file", path },
  };
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
