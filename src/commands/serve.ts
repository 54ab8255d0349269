import { type Config, mayPrintSecrets } from "../config.ts";
import type { Account } from "../domain/merchant/account.ts";
import type { Running } from "../main/serve.ts";
import type { TlsDoor } from "../main/tls-door.ts";
import { webhookSecretOf } from "../operations/event/webhook.ts";
import { shownKeys } from "../operations/merchant/key.ts";
import { linkFor } from "../operations/team/team.ts";
import { banner, type Secrets } from "./banner.ts";
import { command } from "./command.ts";

export const serveCommand = command({
  name: "serve",
  about: "Starts the gateway.",
  args: {},
  flags: { tls: { about: "Serves HTTPS under the original's hosts, too, for machines on which they lead here." } },
  json: false,
  run: async ({ flags, config }) => {
    const read = config();
    const { serve } = await import("../main/serve.ts"); // imported here because loading the gateway is slow beside `--help`
    const running = await serve(read);
    const door = flags.tls ? await openDoor(running, read) : null;
    stopOnSignal(running, door);
    return { text: await greeting(running, read, door) };
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

async function greeting(running: Running, config: Config, tls: TlsDoor | null): Promise<string> {
  const { gateway, publicUrl, demo } = running;
  const account = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
  if (!account) throw new Error("the database has no test account");
  const { publicKey, secretKey } = await shownKeys(gateway, account);
  const shown = mayPrintSecrets(config, process.stdout.isTTY);
  return banner({
    url: publicUrl,
    publicKey: config.testPublicKey ?? publicKey ?? "none; `chamra key create` makes one",
    secrets: shown ? await secretsOf(running, account, config.testSecretKey ?? secretKey) : null,
    account: account.id,
    liveBanks: gateway.banks.flatMap(({ name, live }) => (live ? [name] : [])),
    simulators: gateway.simulators,
    demo,
    tls,
    config,
  });
}

async function secretsOf({ gateway, publicUrl }: Running, account: Account, key: string | null): Promise<Secrets> {
  return {
    secretKey: key ?? "none; `chamra key create` makes one",
    webhookSecret: webhookSecretOf(gateway, account),
    dashboard: await dashboardOf(gateway, publicUrl),
  };
}

/** Address of the dashboard. Until an operator has chosen a password, each start makes a link that signs them in. */
async function dashboardOf(gateway: Running["gateway"], publicUrl: string): Promise<string> {
  const operators = await gateway.store.member.operators();
  const [first] = operators;
  if (!first || operators.some(({ password }) => password !== null)) return `${publicUrl}/dashboard`;
  const { url } = await linkFor(gateway, first);
  return `${url} (works once, for a day; \`chamra dashboard link\` makes another)`;
}

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Time in which signals count as one: under npm one Ctrl-C reaches us twice, from the terminal and from npm. */
const sameSignalMs = 500;

/** Stops on signals: the first lets everything under way finish; a later one stops at once, which loses nothing that was answered. */
function stopOnSignal(running: Running, door: TlsDoor | null): void {
  let stoppingSince: number | null = null;
  const stop = (number: number) => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(128 + number);
      return;
    }
    stoppingSince = performance.now();
    process.stdout.write("\nStopping: requests under way are finished. Ctrl-C again stops at once.\n");
    Promise.all([running.close(), door?.close()]).then(
      () => {
        process.stdout.write("Stopped.\n");
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
