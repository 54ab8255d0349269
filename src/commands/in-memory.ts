import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, isTestKey, readConfig, settings } from "../config.ts";
import { tlsFolder } from "../proxy/authority.ts";
import type { TestKeys } from "../proxy/environment.ts";

/** Keys of a gateway in memory, which are known before it starts. */
type OwnKeys = { publicKey: string; secretKey: string; webhookSecret: string };

/**
 * Settings of a gateway in memory, at a free port of this machine. They are those of the environment, but for those that a merchant's program may have for
 * itself (its database, its telemetry) and those of a server for others.
 *
 * @param known keys that the merchant's program has already
 * @throws Misconfigured
 */
export function settingsInMemory(environment: NodeJS.ProcessEnv, known: TestKeys): { keys: OwnKeys; config: Config } {
  const foreign = /^(DATABASE_URL|OTEL_\w+|CHAMRA_(URL|PUBLIC_URL|TRUST_PROXY|VAULT_KEY\w*))$/;
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
  const keys = {
    publicKey: known.publicKey ?? `pkey_test_${randomText()}`,
    secretKey: known.secretKey ?? `skey_test_${randomText()}`,
    webhookSecret: known.webhookSecret ?? randomBytes(32).toString("base64"),
  };
  const config = readConfig({
    [settings.port.name]: "0",
    ...own,
    [settings.host.name]: "localhost",
    [settings.folder.name]: "memory",
    [settings.testPublicKey.name]: keys.publicKey,
    [settings.testSecretKey.name]: keys.secretKey,
    [settings.webhookSecret.name]: keys.webhookSecret,
  });
  return { keys, config };
}

/** Nineteen letters and digits, as keys have them. */
const randomText = (): string => [...randomBytes(19)].map((byte) => (byte % 36).toString(36)).join("");

/** Test keys that the environment has already, so that a program which knows keys of its own needs no others. */
export function keysIn(environment: NodeJS.ProcessEnv): TestKeys {
  return {
    publicKey: keyIn(environment, "pkey", [settings.testPublicKey.name, "OMISE_PUBLIC_KEY"]),
    secretKey: keyIn(environment, "skey", [settings.testSecretKey.name, "OMISE_SECRET_KEY"]),
    webhookSecret: environment[settings.webhookSecret.name] ?? null,
  };
}

/** A test key under one of the names; else the one that the environment has under any name, if there is only one. */
function keyIn(environment: NodeJS.ProcessEnv, kind: "pkey" | "skey", names: readonly string[]): string | null {
  const isKey = (text: string | undefined): text is string => text !== undefined && isTestKey(kind, text);
  const named = names.map((name) => environment[name]).find(isKey);
  if (named !== undefined) return named;
  const [only, ...others] = new Set(Object.values(environment).filter(isKey));
  return others.length === 0 ? (only ?? null) : null;
}

/** Folder of the authority: in the data folder, where there is one; else one for this command only, so that no project finds a key in its folder. */
export function authorityFolder(environment: NodeJS.ProcessEnv): { folder: string; leave: () => void } {
  const data = environment[settings.folder.name]?.trim() || "./data";
  if (data !== "memory" && existsSync(data)) return { folder: tlsFolder(data), leave: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "chamra-exec-"));
  return { folder, leave: () => rmSync(folder, { recursive: true, force: true }) };
}
