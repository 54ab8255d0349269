import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Config, Misconfigured, settings, vaultKeyFile } from "../config.ts";
import type { Store } from "../storage/store.ts";
import { parseVaultKey } from "../vault/data-key.ts";
import { newVaultKey } from "../vault/vault.ts";

/**
 * The vault's key, from the settings. The embedded engine makes one at the first start and keeps it beside the data (in memory: with them).
 * @throws Misconfigured where the data are sealed with a key that is missing or damaged
 */
export async function vaultKeyOf({ vaultKey, databaseUrl, folder }: Config, store: Store): Promise<Buffer> {
  if (vaultKey) return vaultKey;
  if (databaseUrl || folder === null) return Buffer.from(newVaultKey(), "base64");
  return store.exclusively(async (inside) => keptVaultKey(folder, (await inside.vault.dataKeys()).length > 0));
}

function keptVaultKey(folder: string, inUse: boolean): Buffer {
  const file = vaultKeyFile(folder);
  if (!existsSync(file)) {
    if (inUse)
      throw new Misconfigured([
        `${settings.vaultKey.name} is needed, or the file ${file}: the data are sealed with it`,
      ]);
    writeFileSync(file, `${newVaultKey()}\n`, { mode: 0o600, flag: "wx", flush: true });
  }
  const key = parseVaultKey(readFileSync(file, "utf8").trim());
  if (typeof key === "string")
    throw new Misconfigured([`the vault key in ${file} is damaged: restore it from a backup`]);
  return key;
}
