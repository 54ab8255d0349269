import { isIP } from "node:net";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { parseVaultKey } from "./vault/data-key.ts";
import { checkEndpoint, type Reach } from "./webhooks/address.ts";
import { defaultSchedule, parseSchedule } from "./webhooks/schedule.ts";

/** One setting: how its text is read, its default, and its sentence in the settings table. */
type Setting<T> = { name: string; about: string; shown: string; read: (text: string) => T | Fault; absent: () => T };

/** A fault in a setting's text, with its cure. */
class Fault {
  readonly sentence: string;

  constructor(sentence: string) {
    this.sentence = sentence;
  }
}

function setting<T>(
  name: string,
  about: string,
  shown: string,
  read: (text: string) => T | Fault,
  absent: () => T,
): Setting<T> {
  return { name, about, shown, read, absent };
}

/** All settings. The table of docs/settings.md is printed from this. */
export const settings = {
  host: setting(
    "CHAMRA_HOST",
    "Address to listen on; `localhost` is this machine alone, by IPv4 and IPv6 (127.0.0.1 and ::1), 0.0.0.0 is every address of it.",
    "`localhost`",
    (text) => text,
    () => "localhost",
  ),
  port: setting("CHAMRA_PORT", "Port to listen on; 0 takes a free one.", "`4242`", readPort, () => 4242),
  tlsPort: setting(
    "CHAMRA_TLS_PORT",
    "Port on which `chamra serve --tls` serves the names of the original; 0 takes a free one.",
    "`443`",
    readPort,
    () => 443,
  ),
  folder: setting(
    "CHAMRA_DATA",
    "Folder of the embedded database and the generated vault key; `memory` keeps nothing.",
    "`./data`",
    (text) => (text === "memory" ? null : text),
    () => "./data" as string | null,
  ),
  databaseUrl: setting(
    "DATABASE_URL",
    "PostgreSQL to use instead of the embedded database: `postgres://user:password@host:5432/database`.",
    "none",
    readDatabaseUrl,
    () => null as string | null,
  ),
  connectionsMax: setting(
    "CHAMRA_DATABASE_CONNECTIONS",
    "Connections to PostgreSQL of this process, at most.",
    "`10`",
    readCount(1, 500),
    () => 10,
  ),
  prepare: setting(
    "CHAMRA_DATABASE_PREPARE",
    "Whether statements are prepared on PostgreSQL: `auto` does so until a pooler turns out to lose them, `off` never.",
    "`auto`",
    readPrepare,
    () => "auto" as const,
  ),
  publicUrl: setting(
    "CHAMRA_PUBLIC_URL",
    "Base of the links that payers and merchants are given.",
    "`http://<host>:<port>`",
    readBaseUrl,
    () => null as string | null,
  ),
  url: setting(
    "CHAMRA_URL",
    "Address of the running gateway that commands such as `chamra listen` speak to, and that `chamra exec` leads its command to.",
    "`http://localhost:<port>`; for `chamra exec` one in memory",
    readBaseUrl,
    () => null as string | null,
  ),
  testPublicKey: setting(
    "CHAMRA_TEST_PUBLIC_KEY",
    "Fixes the first account's public test key, for CI.",
    "random",
    readKey("pkey"),
    () => null as string | null,
  ),
  testSecretKey: setting(
    "CHAMRA_TEST_SECRET_KEY",
    "Fixes the first account's secret test key, for CI.",
    "random",
    readKey("skey"),
    () => null as string | null,
  ),
  vaultKey: setting(
    "CHAMRA_VAULT_KEY",
    "Wraps the keys of the vault: 32 bytes as base64 or hex. Required with PostgreSQL.",
    "generated in the data folder",
    readVaultKey,
    () => null as Buffer | null,
  ),
  previousVaultKey: setting(
    "CHAMRA_VAULT_KEY_PREVIOUS",
    "The vault key before, until `chamra vault rewrap` has run.",
    "none",
    readVaultKey,
    () => null as Buffer | null,
  ),
  upstreams: setting(
    "CHAMRA_UPSTREAMS",
    "Other addresses of upstreams' servers, for trials with simulators: `omise.api=http://localhost:4343`, several with commas between.",
    "their own",
    readAddresses,
    () => ({}) as Readonly<Record<string, string>>,
  ),
  liveChecks: setting(
    "CHAMRA_LIVE_CHECKS",
    "Whether live charges through upstreams are refused while something is missing of what `chamra doctor live` lists: `on` or `off`.",
    "`on`, but `off` where only this machine comes in",
    readSwitch,
    () => null as boolean | null,
  ),
  liveCards: setting(
    "CHAMRA_LIVE_CARDS",
    "Who takes card numbers of live mode: the vault of the `upstream`, to which browsers bring them, or this server too (`here`), which passes them on at once. `here` puts the server into the scope of PCI DSS.",
    "`upstream`",
    readLiveCards,
    () => "upstream" as const,
  ),
  webhookUrl: setting(
    "CHAMRA_WEBHOOK_URL",
    "Hears of every event of test mode, beside the accounts' own endpoints.",
    "none",
    readWebhookUrl,
    () => null as string | null,
  ),
  testWebhooks: setting(
    "CHAMRA_TEST_WEBHOOKS",
    "How far webhooks of test mode may go: `private` networks and this machine too, or the `public` internet only. Never to link-local addresses.",
    "`private` where only this machine reaches the listener, else `public`",
    readReach,
    () => null as Reach | null,
  ),
  simulators: setting(
    "CHAMRA_SIMULATORS",
    "The simulated banks of test mode and what their payers see: `on`, `off`, or `local`, which is on where only this machine reaches the listener. While they are off no test payment can be made.",
    "`on`, but `off` beside a bank of live mode",
    readSimulators,
    () => null as Simulators | null,
  ),
  webhookSecret: setting(
    "CHAMRA_WEBHOOK_SECRET",
    "Fixes the first account's test webhook secret, base64, for CI.",
    "random",
    readSecret,
    () => null as string | null,
  ),
  webhookRetries: setting(
    "CHAMRA_WEBHOOK_RETRIES",
    "When a webhook that failed is sent again: the waits, the last one repeating, and how long in all.",
    `\`${defaultSchedule}\``,
    readSchedule,
    () => must(readSchedule(defaultSchedule)),
  ),
  rateLimit: setting(
    "CHAMRA_RATE_LIMIT",
    "Requests per second of each live key and each public address; one network gets a twenty-fifth of a public key, tokens a tenth of a key and a hundredth for each network. `off` counts nothing.",
    "`500`",
    readRateLimit,
    () => 500 as number | null,
  ),
  testRateLimit: setting(
    "CHAMRA_RATE_LIMIT_TEST",
    "The same for test keys.",
    "`off`",
    readRateLimit,
    () => null as number | null,
  ),
  trustProxy: setting(
    "CHAMRA_TRUST_PROXY",
    "Proxies whose `X-Forwarded-For` is believed: how many stand in a row before the gateway, or their addresses and networks, separated by commas.",
    "none",
    readProxies,
    () => null as number | string[] | null,
  ),
  requestLog: setting(
    "CHAMRA_REQUEST_LOG",
    "Keeps requests of keys that change something or are refused, without secrets and card data, for the dashboard; `off` keeps none.",
    "`on`",
    readSwitch,
    () => true,
  ),
  requireCodes: setting(
    "CHAMRA_REQUIRE_CODES",
    "`on` lets members of all teams do nothing in the dashboard until they have set up one-time codes; else each team decides for itself.",
    "`off`",
    readSwitch,
    () => false,
  ),
  sellerName: setting(
    "CHAMRA_SELLER_NAME",
    "Who runs this server: the name at the foot of payers' pages, and of the seller on receipts for fees.",
    "`Chamra`",
    (text) => text,
    () => "Chamra",
  ),
  sellerAddress: setting(
    "CHAMRA_SELLER_ADDRESS",
    "Address of the seller on receipts; `\\n` begins a new line.",
    "none",
    (text) => text.replaceAll("\\n", "\n"),
    () => null as string | null,
  ),
  sellerTaxId: setting(
    "CHAMRA_SELLER_TAX_ID",
    "Tax number of the seller on receipts: 13 digits.",
    "none",
    (text) => (/^\d{13}$/.test(text) ? text : new Fault("must be 13 digits")),
    () => null as string | null,
  ),
  metricsToken: setting(
    "CHAMRA_METRICS_TOKEN",
    "Who sends it as `Authorization: Bearer …` may read `/metrics`; without it only this machine may.",
    "none",
    readToken,
    () => null as string | null,
  ),
  tracesTo: setting(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OpenTelemetry collector that is sent traces by OTLP/HTTP, such as `http://localhost:4318`.",
    "none",
    readBaseUrl,
    () => null as string | null,
  ),
  traceHeaders: setting(
    "OTEL_EXPORTER_OTLP_HEADERS",
    "Headers for the collector: `name=value`, separated by commas.",
    "none",
    readHeaders,
    () => ({}) as Record<string, string>,
  ),
  serviceName: setting(
    "OTEL_SERVICE_NAME",
    "What this gateway is called in traces.",
    "`chamra`",
    (text) => text,
    () => "chamra",
  ),
  logLevel: setting(
    "CHAMRA_LOG_LEVEL",
    "`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`; `info` writes a line for each request.",
    "`warn`",
    readLevel,
    () => "warn",
  ),
} as const;

type Read<S> = S extends Setting<infer T> ? T : never;
export type Config = { [Name in keyof typeof settings]: Read<(typeof settings)[Name]> };

/** Wrong settings; `faults` has all of them, each with its cure. */
export class Misconfigured extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "Misconfigured";
    this.faults = faults;
  }
}

/**
 * Reads all settings. Nothing else reads the environment.
 * @throws Misconfigured naming every wrong setting at once
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const faults: string[] = [];
  const entries = Object.entries(settings).map(([name, { name: variable, read, absent }]) => {
    const text = environment[variable]?.trim();
    if (!text) return [name, absent()];
    const value = read(text);
    if (value instanceof Fault) faults.push(`${variable} ${value.sentence}`);
    return [name, value];
  });
  const known = Object.values(settings).map((each) => each.name);
  for (const name of Object.keys(environment)) {
    if (name.startsWith("CHAMRA_") && !known.includes(name))
      faults.push(`${name} is not a setting: \`chamra settings\` lists those there are`);
  }
  const config = Object.fromEntries(entries) as Config; // entries are those of `settings`
  if (config.databaseUrl && !config.vaultKey && !faults.some((fault) => fault.startsWith("CHAMRA_VAULT_KEY"))) {
    faults.push(
      "CHAMRA_VAULT_KEY is needed with DATABASE_URL, so that all processes share it: make one with `openssl rand -base64 32`",
    );
  }
  faults.push(...outOfReach(config));
  if (faults.length > 0) throw new Misconfigured(faults);
  return config;
}

/** Whole environment, for a command that hands it on to another program. */
export const wholeEnvironment = (): NodeJS.ProcessEnv => process.env;

/** Checks whether test mode may reach the webhook address; this depends on two other settings, so it is checked after all are read. */
function outOfReach({ webhookUrl, host, testWebhooks }: Config): string[] {
  const read = (value: unknown) => !(value instanceof Fault);
  if (webhookUrl === null || ![webhookUrl, host, testWebhooks].every(read)) return [];
  return checkEndpoint(webhookUrl, false, testReachOf({ host, testWebhooks })).map(
    (fault) => `CHAMRA_WEBHOOK_URL ${fault}`,
  );
}

/** Whether only this machine reaches the listener. */
export const listensLocally = ({ host }: Pick<Config, "host">): boolean =>
  host === "localhost" || (ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback");

/** Whether the simulated banks are on. Beside banks that move money they must be asked for. @param liveBanks whether any of those is connected */
export function simulatorsOf(config: Pick<Config, "host" | "simulators">, liveBanks: boolean): boolean {
  switch (config.simulators) {
    case "on":
      return true;
    case "off":
      return false;
    case "local":
      return listensLocally(config);
    case null:
      return !liveBanks;
  }
}

/** How far test mode may send. Merchants from elsewhere could explore this server's network by test events, so that must be asked for. */
export function testReachOf({ host, testWebhooks }: Pick<Config, "host" | "testWebhooks">): Reach {
  if (testWebhooks) return testWebhooks;
  return listensLocally({ host }) ? "private" : "public";
}

/** Card numbers a day. Tests need a few dozen; people from elsewhere who may bring more could search for another's card among them. */
const testNumbersFromElsewhere = 2_000;

type Reached = Pick<Config, "host" | "publicUrl" | "trustProxy">;

/** Whether only this machine comes in: it listens only there, and no proxy lets others in. */
function reachedFromHereOnly(config: Reached): boolean {
  const { publicUrl, trustProxy } = config;
  const linkedHere =
    publicUrl === null || listensLocally({ host: new URL(publicUrl).hostname.replace(/^\[|\]$/g, "") });
  return listensLocally(config) && trustProxy === null && linkedHere;
}

/** Whether live money is refused while the server lacks something for it. Trials on one machine, with a simulator for an upstream, are not hindered. */
export const liveChecksEnforced = (config: Reached & Pick<Config, "liveChecks">): boolean =>
  config.liveChecks ?? !reachedFromHereOnly(config);

/** Upper bound of distinct card numbers a test account may bring in a day; null where only this machine can bring any. */
export const testNumbersMaxOf = (config: Reached): number | null =>
  reachedFromHereOnly(config) ? null : testNumbersFromElsewhere;

/**
 * Whether the start may print keys and a link that signs in: to a person at a terminal, or where the data are this machine's own and nobody else
 * comes in. A server's output is kept by its log, and read by more people than may have them.
 */
export const mayPrintSecrets = (config: Reached & Pick<Config, "databaseUrl">, terminal: boolean): boolean =>
  terminal || (config.databaseUrl === null && reachedFromHereOnly(config));

/** File of the vault key that the embedded engine made itself. */
export const vaultKeyFile = (folder: string): string => join(folder, "vault.key");

function must<T>(value: T | Fault): T {
  if (value instanceof Fault) throw new Error(value.sentence);
  return value;
}

function readPort(text: string): number | Fault {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535 ? port : new Fault(`must be a port from 0 to 65535, not "${text}"`);
}

function readCount(min: number, max: number): (text: string) => number | Fault {
  return (text) => {
    const count = Number(text);
    return Number.isInteger(count) && count >= min && count <= max
      ? count
      : new Fault(`must be a whole number from ${min} to ${max}, not "${text}"`);
  };
}

function readDatabaseUrl(text: string): string | Fault {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text;
  return new Fault("must be a PostgreSQL address such as postgres://user:password@localhost:5432/chamra");
}

function readPrepare(text: string): "auto" | "off" | Fault {
  return text === "auto" || text === "off" ? text : new Fault(`must be auto or off, not "${text}"`);
}

function readBaseUrl(text: string): string | Fault {
  const valid = URL.canParse(text) && /^https?:\/\//.test(text) && !/[?#]/.test(text);
  return valid
    ? text.replace(/\/+$/, "")
    : new Fault(`must be an address such as https://pay.example.com, not "${text}"`);
}

/** Reads `name=address` pairs. */
function readAddresses(text: string): Readonly<Record<string, string>> | Fault {
  const addresses: Record<string, string> = {};
  for (const pair of text.split(",")) {
    const [name = "", address = ""] = pair.trim().split(/=(.*)/s, 2);
    const read = readBaseUrl(address);
    if (!/^[0-9a-z]+\.[a-z]+$/.test(name) || read instanceof Fault)
      return new Fault(`must be pairs such as omise.api=http://localhost:4343, not "${pair.trim()}"`);
    addresses[name] = read;
  }
  return addresses;
}

/** Whether a text is a key of test mode, as the settings take them. */
export const isTestKey = (prefix: "pkey" | "skey", text: string): boolean => typeof readKey(prefix)(text) === "string";

function readKey(prefix: "pkey" | "skey"): (text: string) => string | Fault {
  return (text) =>
    new RegExp(`^${prefix}_test_[0-9a-z]+$`).test(text)
      ? text
      : new Fault(`must look like ${prefix}_test_5xuy4w91xqz7d1w9u0t: letters and digits after ${prefix}_test_`);
}

function readVaultKey(text: string): Buffer | Fault {
  const key = parseVaultKey(text);
  return typeof key === "string"
    ? new Fault("must be 32 random bytes in base64 or hex: make them with `openssl rand -base64 32`")
    : key;
}

function readWebhookUrl(text: string): string | Fault {
  const faults = checkEndpoint(text, false);
  return faults.length === 0 ? text : new Fault(faults.join(" and "));
}

function readReach(text: string): Reach | Fault {
  return text === "private" || text === "public" ? text : new Fault(`must be private or public, not "${text}"`);
}

function readLiveCards(text: string): "upstream" | "here" | Fault {
  return text === "upstream" || text === "here" ? text : new Fault(`must be upstream or here, not "${text}"`);
}

type Simulators = "on" | "off" | "local";

function readSimulators(text: string): Simulators | Fault {
  return text === "on" || text === "off" || text === "local"
    ? text
    : new Fault(`must be on, off or local, not "${text}"`);
}

function readSecret(text: string): string | Fault {
  const long = Buffer.from(text, "base64").length >= 16;
  return long && /^[A-Za-z0-9+/]+=*$/.test(text)
    ? text
    : new Fault("must be at least 16 bytes in base64: make one with `openssl rand -base64 32`");
}

function readSchedule(text: string) {
  const schedule = parseSchedule(text);
  return typeof schedule === "string" ? new Fault(`is wrong: ${schedule}`) : schedule;
}

function readRateLimit(text: string): number | null | Fault {
  if (text === "off") return null;
  const count = readCount(1, 1_000_000)(text);
  return count instanceof Fault
    ? new Fault(`must be off, or requests per second from 1 to 1000000, not "${text}"`)
    : count;
}

function readProxies(text: string): number | string[] | Fault {
  if (/^[1-9]$/.test(text)) return Number(text);
  const proxies = text.split(",").map((proxy) => proxy.trim());
  return proxies.every((proxy) => isIP(proxy) !== 0 || ipaddr.isValidCIDR(proxy))
    ? proxies
    : new Fault(`must be a number from 1 to 9, or addresses such as 10.0.0.5, 192.168.0.0/16, not "${text}"`);
}

function readSwitch(text: string): boolean | Fault {
  return text === "on" || text === "off" ? text === "on" : new Fault(`must be on or off, not "${text}"`);
}

function readToken(text: string): string | Fault {
  return /^[\x21-\x7e]{16,}$/.test(text)
    ? text
    : new Fault("must be at least 16 letters, digits or signs: make one with `openssl rand -hex 32`");
}

/** Reads headers in the form of the OpenTelemetry specification; values are percent-encoded. */
function readHeaders(text: string): Record<string, string> | Fault {
  const pairs = text.split(",").map((pair) => /^\s*([\w-]+)\s*=\s*([\x21-\x7e ]*?)\s*$/.exec(pair));
  if (pairs.some((pair) => pair === null)) return new Fault("must be name=value, separated by commas");
  return Object.fromEntries(pairs.map((pair) => [pair?.[1], decodeURIComponent(pair?.[2] ?? "")]));
}

function readLevel(text: string): string | Fault {
  const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
  return levels.includes(text) ? text : new Fault(`must be one of ${levels.join(", ")}, not "${text}"`);
}
