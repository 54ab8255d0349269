import { join, resolve } from "node:path";
import { type Config, settings, vaultKeyFile } from "../config.ts";
import type { TlsDoor } from "../main/tls-door.ts";
import { originalHosts } from "../proxy/original-hosts.ts";
import { version } from "../version.ts";
import { pairs } from "./text.ts";

/** Secrets of the first account that a start knows. Each of them lets its reader in; without them the banner names the commands that show them. */
export type Secrets = {
  /** Null where none works and can be shown. */
  secretKey: string | null;
  webhookSecret: string;
  /** Signs an operator in, once; null where somebody has chosen a password. */
  link: string | null;
};

export type Greeting = {
  url: string;
  /** Address for other devices of the network; null where they cannot come in, or `url` is theirs too. */
  nearby: string | null;
  publicKey: string | null;
  /** Null where the output may be kept and read by others. */
  secrets: Secrets | null;
  account: string;
  liveBanks: readonly string[];
  simulators: boolean;
  /** Whether the demo shop opens here. */
  demo: boolean;
  /** Door under the original's hosts. */
  tls: Pick<TlsDoor, "port" | "authority"> | null;
  config: Config;
};

/** Text of a gateway that is ready: everything that a first payment needs. */
export function banner(greeting: Greeting): string {
  const { url, publicKey, secrets, account, liveBanks, simulators, config } = greeting;
  const demo: [string, string][] = greeting.demo ? [["Demo shop", `${url}/demo`]] : [];
  const tls: [string, string][] = greeting.tls
    ? [["HTTPS", `${originalHosts.join(", ")} on port ${greeting.tls.port}; trust ${greeting.tls.authority}`]]
    : [];
  const nearby: [string, string][] =
    greeting.nearby === null ? [] : [["In your network", `${greeting.nearby} (phones that scan a code come here)`]];
  const shown = secrets ? shownSecrets(url, secrets) : howToGetSecrets(url, account, config);
  const addresses = pairs(
    [
      ["API", url],
      ...nearby,
      ["Vault", `${url} (tokens and sources are made at the same address)`],
      ...tls,
      ["Payer pages", `${url}/payments/… (the \`authorize_uri\` of a charge)`],
      ["Dashboard", shown.dashboard],
      ...demo,
      ["Documentation", `${url}/docs`],
      ["Public key", publicKey ?? noKey],
      ["Secret key", shown.secretKey],
      ["Webhook secret", shown.webhookSecret],
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
${simulators && secrets?.secretKey ? firstPayment(url, secrets.secretKey) : ""}Ctrl-C stops the gateway; requests under way are finished first.

`;
}

const noKey = "none; `chamra key create` makes one";

const shownSecrets = (url: string, { secretKey, webhookSecret, link }: Secrets) => ({
  secretKey: secretKey ?? noKey,
  webhookSecret,
  dashboard: link ? `${link} (works once, for a day; \`chamra dashboard link\` makes another)` : `${url}/dashboard`,
});

/** Ways to secrets that are not printed. Data in memory is reached by no command, so that its secrets must be known before the start. */
function howToGetSecrets(url: string, account: string, { databaseUrl, folder }: Config) {
  if (!databaseUrl && folder === null)
    return {
      secretKey: `not printed here; \`${settings.testSecretKey.name}\` sets one`,
      webhookSecret: `not printed here; \`${settings.webhookSecret.name}\` sets one`,
      dashboard: `${url}/dashboard (nobody can sign in here while data is in memory: keep it in a folder, \`${settings.folder.name}\`)`,
    };
  return {
    secretKey: `not printed here; \`chamra key list ${account}\` shows it`,
    webhookSecret: "not printed here; the dashboard's page of webhooks shows it",
    dashboard: `${url}/dashboard (\`chamra dashboard link\` makes a link that signs in)`,
  };
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
    const { host, pathname } = new URL(databaseUrl); // without the password
    return `PostgreSQL at ${host}, database ${pathname.slice(1)}`;
  }
  if (folder === null) return "in memory: gone when the gateway stops";
  const file = join(resolve(folder), "chamra.db");
  return vaultKey ? file : `${file}, useless without the key in ${vaultKeyFile(resolve(folder))}`;
}
