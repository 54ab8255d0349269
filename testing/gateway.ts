import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A gateway of test mode: its address, and a secret key that makes accounts. */
export type TestGateway = { url: string; secretKey: string; stop(): Promise<void> };

const later = setTimeout; // the real one, also where a test replaces timers
const forget = clearTimeout;

/** Gateways of this process, for every copy of this module in it: test runners load one for each file. */
const shared = process as unknown as { [place: symbol]: Promise<TestGateway> | undefined };
const place = Symbol.for("chamra.testing.gateway");

/** The gateway that all tests of this process share, started at the first call. */
export function sharedGateway(timeout: number): Promise<TestGateway> {
  const started = shared[place] ?? startGateway({}, timeout);
  shared[place] = started;
  started.catch(() => {
    shared[place] = undefined;
  });
  return started;
}

/**
 * Starts a gateway in memory in a process of its own, on a Node.js that is new enough. It ends with this process, however that ends.
 * @throws Error with the words of a gateway that did not start
 */
export async function startGateway(settings: Readonly<Record<string, string>>, timeout: number): Promise<TestGateway> {
  const key = randomBytes(10).toString("hex").slice(0, 19);
  const child = spawn(process.execPath, [program(), "serve"], {
    env: {
      ...inherited(),
      CHAMRA_DATA: "memory",
      CHAMRA_PORT: "0",
      CHAMRA_LOG_LEVEL: "error",
      CHAMRA_TEST_PUBLIC_KEY: `pkey_test_${key}`,
      CHAMRA_TEST_SECRET_KEY: `skey_test_${key}`,
      ...settings,
      npm_lifecycle_event: "test", // a gateway under npm ends when its parent does
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await addressOf(child, timeout);
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  letGo(child);
  return {
    url,
    secretKey: settings["CHAMRA_TEST_SECRET_KEY"] ?? `skey_test_${key}`,
    stop: async () => {
      process.removeListener("exit", kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.ref();
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Reads the first address that a start prints: that of the API. */
function addressOf(child: ChildProcess, timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const tooLong = later(() => fail(`was not ready after ${timeout} ms`), timeout);
    function fail(what: string): void {
      forget(tooLong);
      child.kill("SIGKILL");
      reject(new Error(`the gateway ${what}\n${said}`));
    }
    const hear = (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const [, url] = /(https?:\/\/[\w.:[\]-]+)\s/.exec(said) ?? [];
      if (url === undefined) return;
      forget(tooLong);
      resolve(url);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
    child.once("error", (error) => fail(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => fail(`ended with ${signal ?? code} before it was ready`));
  });
}

/** Lets this process end while the gateway runs. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as unknown as { unref?(): void } | null)?.unref?.(); // pipes have it
}

/** The environment without what is meant for other gateways, and for this runtime alone. */
function inherited(): NodeJS.ProcessEnv {
  const others = /^(CHAMRA_|DATABASE_URL$|NODE_OPTIONS$|NODE_V8_COVERAGE$|VITEST|JEST_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !others.test(name)));
}

/** The command line of the package, beside this folder in a checkout, and above dist/ where it is published. */
function program(): string {
  const found = ["../bin/chamra.js", "../../bin/chamra.js"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return found.find((path) => existsSync(path)) ?? found[0] ?? "";
}
