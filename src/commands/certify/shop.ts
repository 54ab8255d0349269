import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { withoutSecrets } from "../../domain/base/mask.ts";
import { textWith } from "./plan.ts";

/** A merchant's shop that was started here, or one that runs already. */
export type Shop = { output(): string; stop(): Promise<void> };

/** Time limit for a shop to answer at its address. */
const readyMs = 60_000;

const lookAgainMs = 100;

/** A shop that is asked to end and does not is killed after this. */
const graceMs = 2_000;

type Start = {
  words: readonly string[];
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** Answers, with whatever status, when the shop is ready. */
  url: string;
};

/** Starts a shop, and waits until it answers. @throws Error with its own words where it does not */
export async function startShop({ words, folder, environment, url }: Start): Promise<Shop> {
  const [program = "", ...rest] = words;
  const grouped = process.platform !== "win32"; // `npm start` has a child of its own, which is to end as well
  const child = spawn(program, rest, {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: grouped,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`cannot be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
  const kill = () => end(child, grouped, "SIGKILL");
  process.once("exit", kill);
  const stop = async () => {
    process.removeListener("exit", kill);
    end(child, grouped, "SIGTERM");
    await Promise.race([ended, pause(graceMs, undefined, { ref: false })]);
    end(child, grouped, "SIGKILL");
  };
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const trouble = await Promise.race([ended, answered(url, () => over)]);
  if (trouble === null) return { output: () => said, stop };
  await stop();
  throw new Error(
    `the shop (${words.join(" ")}) ${trouble}${said === "" ? "" : `, and said:\n${withoutSecrets(said).slice(-2_000)}`}`,
  );
}

/** Waits for an answer, whatever its status. @returns null, or what is so instead */
async function answered(url: string, isOver: () => boolean): Promise<string | null> {
  const until = performance.now() + readyMs;
  while (performance.now() < until && !isOver()) {
    if (await fetch(url, { redirect: "manual" }).catch(() => null)) return null;
    await pause(lookAgainMs);
  }
  return `does not answer at ${url}`;
}

function end(child: ChildProcess, grouped: boolean, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (grouped) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // it has ended already
  }
}

/** Names and values for a program, with placeholders filled in. */
export const environmentOf = (
  given: Readonly<Record<string, string>>,
  values: ReadonlyMap<string, string>,
): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(given).map(([name, text]) => [name, textWith(text, values)]));
