import { type Config, mayPrintSecrets } from "../config.ts";
import type { Account } from "../domain/merchant/account.ts";
import type { Running } from "../main/serve.ts";
import type { TlsDoor } from "../main/tls-door.ts";
import { webhookSecretOf } from "../operations/event/webhook.ts";
import { shownKeys } from "../operations/merchant/key.ts";
import { linkFor } from "../operations/team/team.ts";
import { version } from "../version.ts";
import { banner, type Greeting, type Secrets } from "./banner.ts";
import { command } from "./command.ts";

export const serveCommand = command({
  name: "serve",
  about: "Starts the gateway.",
  args: {},
  flags: { tls: { about: "Serves HTTPS under the original's hosts, too, for machines on which they lead here." } },
  json: true,
  run: async ({ flags, asJson, config }) => {
    const read = config();
    const { serve } = await import("../main/serve.ts"); // imported here because loading the gateway is slow beside `--help`
    const running = await serve(read);
    const door = flags.tls ? await openDoor(running, read) : null;
    stopOnSignal(running, door, asJson ? process.stderr : process.stdout);
    const greeting = await greetingOf(running, read, door);
    return { text: asJson ? `${JSON.stringify(asObject(greeting))}\n` : banner(greeting) };
  },
});

/** Opens the door with TLS; where that fails, the gateway ends as well. */
async function openDoor(running: Running, config: Config): Promise<TlsDoor> {
  const { openTlsDoor } = await import("../main/tls-door.ts");
  try {
    return await openTlsDoor(running.app.server, config);
  } catch (error) {
    await running.close();
    throw error;
  }
}

/** The start for a program, in one line: nothing else is printed to it. */
function asObject({ url, publicKey, secrets, account, liveBanks, simulators, demo, tls }: Greeting) {
  return {
    object: "start",
    version,
    url,
    pid: process.pid,
    account,
    public_key: publicKey,
    secret_key: secrets?.secretKey ?? null,
    webhook_secret: secrets?.webhookSecret ?? null,
    dashboard_uri: secrets?.link ?? `${url}/dashboard`,
    simulators,
    live_banks: liveBanks,
    demo,
    tls: tls && { port: tls.port, authority: tls.authority },
  };
}

async function greetingOf(running: Running, config: Config, tls: TlsDoor | null): Promise<Greeting> {
  const { gateway, publicUrl, demo } = running;
  const account = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
  if (!account) throw new Error("the database has no test account");
  const { publicKey, secretKey } = await shownKeys(gateway, account);
  const shown = mayPrintSecrets(config, process.stdout.isTTY);
  return {
    url: publicUrl,
    nearby: gateway.nearbyUrl(),
    publicKey: config.testPublicKey ?? publicKey,
    secrets: shown ? await secretsOf(running, account, config.testSecretKey ?? secretKey) : null,
    account: account.id,
    liveBanks: gateway.banks.flatMap(({ name, live }) => (live ? [name] : [])),
    simulators: gateway.simulators,
    demo,
    tls,
    config,
  };
}

async function secretsOf({ gateway }: Running, account: Account, key: string | null): Promise<Secrets> {
  return {
    secretKey: key,
    webhookSecret: webhookSecretOf(gateway, account),
    link: await linkOf(gateway),
  };
}

/** A link that signs an operator in; null once one of them has chosen a password. */
async function linkOf(gateway: Running["gateway"]): Promise<string | null> {
  const operators = await gateway.store.member.operators();
  const [first] = operators;
  if (!first || operators.some(({ password }) => password !== null)) return null;
  return (await linkFor(gateway, first)).url;
}

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Time in which signals count as one: under npm one Ctrl-C reaches us twice, from the terminal and from npm. */
const sameSignalMs = 500;

/** Stops on signals: the first lets everything under way finish; a later one stops at once, which loses nothing that was answered. */
function stopOnSignal(running: Running, door: TlsDoor | null, told: NodeJS.WriteStream): void {
  let stoppingSince: number | null = null;
  const stop = (number: number) => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(128 + number);
      return;
    }
    stoppingSince = performance.now();
    told.write("\nStopping: requests under way are finished. Ctrl-C again stops at once.\n");
    Promise.all([running.close(), door?.close()]).then(
      () => {
        told.write("Stopped.\n");
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`Stopped, but not cleanly: ${error instanceof Error ? error.message : error}\n`);
        process.exit(1);
      },
    );
  };
  for (const [signal, number] of Object.entries(signals)) process.on(signal, () => stop(number));
}
