import { join, resolve } from "node:path";
import { type Config, listensLocally, settings, vaultKeyFile } from "../config.ts";
import { version } from "../version.ts";
import { pairs } from "./text.ts";

type Greeting = {
  url: string;
  publicKey: string;
  secretKey: string;
  webhookSecret: string;
  dashboard: string;
  liveBanks: readonly string[];
  simulators: boolean;
  config: Config;
};

/** What a gateway says once it is ready: all that a first payment needs. */
export function banner(greeting: Greeting): string {
  const { url, publicKey, secretKey, webhookSecret, dashboard, liveBanks, simulators, config } = greeting;
  const demo: [string, string][] = simulators && listensLocally(config) ? [["Demo shop", `${url}/demo`]] : [];
  const addresses = pairs(
    [
      ["API", url],
      ["Vault", `${url} (tokens and sources are made at the same address)`],
      ["Payer pages", `${url}/payments/… (the \`authorize_uri\` of a charge)`],
      ["Dashboard", dashboard],
      ...demo,
      ["Documentation", `${url}/docs`],
      ["Public key", publicKey],
      ["Secret key", secretKey],
      ["Webhook secret", webhookSecret],
      [
        "Test mode",
        simulators ? "every bank is simulated" : `its simulated banks are off (${settings.simulators.name})`,
      ],
      ["Live mode", liveBanks.length > 0 ? liveBanks.join(", ") : "no bank is connected"],
      ["Data", placeOf(config)],
    ],
    "  ",
  );
  return `
Chamra ${version} is ready. The keys are those of test mode.

${addresses}
${simulators ? firstPayment(url, secretKey) : ""}Ctrl-C stops the gateway; requests under way are finished first.

`;
}

function firstPayment(url: string, secretKey: string): string {
  return `A first K PLUS payment, which then waits for its payer at its \`authorize_uri\`:

curl ${url}/charges \\
  -u ${secretKey}: \\
  -d amount=150000 \\
  -d currency=THB \\
  -d return_uri=http://localhost:3000/orders/1/complete \\
  -d "source[type]=mobile_banking_kbank" \\
  -d "source[platform_type]=IOS"

`;
}

function placeOf({ databaseUrl, folder, vaultKey }: Config): string {
  if (databaseUrl) {
    const { host, pathname } = new URL(databaseUrl); // never the password
    return `PostgreSQL at ${host}, database ${pathname.slice(1)}`;
  }
  if (folder === null) return "in memory: gone when the gateway stops";
  const file = join(resolve(folder), "chamra.db");
  return vaultKey ? file : `${file}, useless without the key in ${vaultKeyFile(resolve(folder))}`;
}
