import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { settings, wholeEnvironment } from "../config.ts";
import { openAuthority } from "../proxy/authority.ts";
import { environmentFor, type TestKeys } from "../proxy/environment.ts";
import { onwardBy } from "../proxy/onward.ts";
import { startProxy } from "../proxy/proxy.ts";
import { writeTrust } from "../proxy/trust.ts";
import { command, UsageError } from "./command.ts";
import { authorityFolder, keysIn, settingsInMemory } from "./in-memory.ts";

export const execCommand = command({
  name: "exec",
  about: "Runs a command whose requests to the original's hosts reach Chamra: `chamra exec -- npm test`.",
  args: {},
  flags: {
    url: { about: "A running gateway to use. Else one in memory lives as long as the command.", takes: "address" },
    offline: { about: "Lets nothing go to other machines." },
  },
  rest: "command",
  json: false,
  run: async ({ flags, rest }) => {
    const [program, ...words] = rest;
    if (program === undefined)
      throw new UsageError('"chamra exec" needs a command after `--`, as in `chamra exec -- npm test`.', hint);
    const environment = wholeEnvironment();
    const url = flags.url ?? environment[settings.url.name];
    const keys = keysIn(environment);
    const gateway = url ? await running(url, keys) : inMemory(environment, keys);
    const { folder, leave } = authorityFolder(environment);
    const { certificate, ...authority } = openAuthority(folder, Date.now);
    const ready = Promise.withResolvers<string>();
    const begin = onlyOnce(() => void gateway.start().then(ready.resolve, ready.reject));
    const proxy = await startProxy({
      gateway: () => {
        begin();
        return ready.promise;
      },
      authority,
      onward: flags.offline ? null : onwardBy(environment),
      tellRefused: (host) => tell(`nothing may go to ${host}: the command runs with --offline`),
    });
    try {
      const given = environmentFor({
        own: environment,
        proxy: proxy.url,
        gateway: gateway.url ?? proxy.url,
        trust: writeTrust(folder, certificate, environment),
        keys: gateway.keys,
        offline: flags.offline,
      });
      for (const name of given.withheld) tell(`${name} holds a key of live mode, which the command does not get`);
      const child = spawn(program, words, { stdio: "inherit", env: given.environment });
      const ended = endOf(child);
      setTimeout(begin, headStartMs);
      return pass(await outcomeOf(child, ended, ready.promise), leave);
    } finally {
      await proxy.close();
      leave();
    }
  },
});

const hint = "chamra exec --help";

const tell = (sentence: string): void => void process.stderr.write(`chamra exec: ${sentence}.\n`);

/**
 * How long a command runs before its gateway is loaded, unless it asks for it sooner. Loading keeps this process busy for half a second, which a command
 * that ends at once does not need, and one that loads itself does not notice.
 */
const headStartMs = 50;

function onlyOnce(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

/** Gateway of a command. Its keys are known before it is ready, its address only where it runs already. */
type Found = { keys: TestKeys; url: string | null; start(): Promise<string> };

/**
 * Gateway in memory. It starts beside the command, or at its first request.
 *
 * @throws Misconfigured
 */
function inMemory(environment: NodeJS.ProcessEnv, known: TestKeys): Found {
  const { keys, config } = settingsInMemory(environment, known);
  const start = async () => {
    const { serve } = await import("../main/serve.ts");
    return (await serve(config)).publicUrl;
  };
  return { keys, url: null, start };
}

/** Gateway that runs already. @throws UsageError where nothing answers there */
async function running(address: string, keys: TestKeys): Promise<Found> {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/")
    throw new UsageError(`--url must be an address such as http://localhost:4242, not "${address}".`, hint);
  await fetch(new URL("/health", url)).catch(() => {
    throw new UsageError(`No gateway answers at ${url.origin}: start one there, or leave --url out.`, hint);
  });
  if (!keys.publicKey || !keys.secretKey)
    tell(`the environment has no test keys: OMISE_PUBLIC_KEY and OMISE_SECRET_KEY name those of ${url.origin}`);
  return { keys, url: url.origin, start: async () => url.origin };
}

/** How a command ended. */
type Outcome = { code: number } | { signal: NodeJS.Signals } | { error: NodeJS.ErrnoException };

const passedOn = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** Waits for the end of a command, and hands signals on until then. */
function endOf(child: ChildProcess): Promise<Outcome> {
  for (const signal of passedOn) process.on(signal, () => handOn(child, signal));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ error }));
    child.once("exit", (code, signal) => resolve(signal === null ? { code: code ?? 1 } : { signal }));
  });
}

/**
 * What became of a command.
 *
 * @param ready its gateway; where that cannot start, the command is ended
 * @throws the error of the gateway's start
 */
async function outcomeOf(child: ChildProcess, ended: Promise<Outcome>, ready: Promise<unknown>): Promise<Outcome> {
  const noGateway = ready.then(
    () => null,
    (error: unknown) => {
      child.kill();
      return { error };
    },
  );
  const outcome = await ended;
  const failed = await Promise.race([noGateway, null]); // an end that came before the gateway was ready does not wait for it
  if (failed) throw failed.error;
  return outcome;
}

/** Hands a signal on. The terminal sends Ctrl-C to the command as well, and a second one would force many to stop. */
function handOn(child: ChildProcess, signal: NodeJS.Signals): void {
  if (signal === "SIGINT" && process.stdin.isTTY) return;
  child.kill(signal);
}

/** Ends as the command did: with its exit code or by its signal; as a shell does where it could not be started. The gateway in memory has nothing to keep. */
function pass(outcome: Outcome, leave: () => void): never {
  leave();
  if ("code" in outcome) process.exit(outcome.code);
  if ("error" in outcome) {
    tell(`the command cannot be started: ${outcome.error.message}`);
    process.exit(outcome.error.code === "ENOENT" ? 127 : 126);
  }
  for (const signal of passedOn) process.removeAllListeners(signal);
  process.kill(process.pid, outcome.signal);
  process.exit(128 + constants.signals[outcome.signal]); // a signal that this process does not die of
}
