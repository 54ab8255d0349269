import { join, resolve } from "node:path";
import { type Config, vaultKeyFile } from "../config.ts";
import { version } from "../version.ts";
import { pairs } from "./text.ts";

type Greeting = {
  url: string;
  publicKey: string;
  secretKey: string;
  webhookSecret: string;
  dashboard: string;
  liveBanks: readonly string[];
  config: Config;
};

/** What a gateway says once it is ready: all that a first payment needs. */
export function banner({ url, publicKey, secretKey, webhookSecret, dashboard, liveBanks, config }: Greeting): string {
  const addresses = pairs(
    [
      ["API", url],
      ["Vault", `${url} (tokens and sources are made at the same address)`],
      ["Payer pages", `${url}/payments/… (the \`authorize_uri\` of a charge)`],
      ["Dashboard", dashboard],
      ["Demo shop", `${url}/demo`],
      ["Documentation", `${url}/docs`],
      ["Public key", publicKey],
      ["Secret key", secretKey],
      ["Webhook secret", webhookSecret],
      [
        "Live mode",
        liveBanks.length > 0 ? liveBanks.join(", ") : "no bank is connected, so only test payments can be made",
      ],
      ["Data", placeOf(config)],
    ],
    "  ",
  );
  return `
Chamra ${version} is ready. These are the keys of test mode, in which every bank is simulated.

${addresses}
A first K PLUS payment, which then waits for its payer at its \`authorize_uri\`:

${firstPayment(url, secretKey)}
Ctrl-C stops the gateway; requests under way are finished first.

`;
}

function firstPayment(url: string, secretKey: string): string {
  return `curl ${url}/charges \\
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
