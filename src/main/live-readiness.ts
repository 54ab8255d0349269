import { existsSync, readFileSync } from "node:fs";
import { type Config, liveChecksEnforced, settings, vaultKeyFile } from "../config.ts";
import { liveModeKnowsTestCards } from "../connectors/index.ts";
import type { Upstream } from "../connectors/upstream.ts";
import { type Circumstances, checkLive, type LiveReadiness } from "../domain/upstream/live-check.ts";
import { parseVaultKey } from "../vault/data-key.ts";
import { isLocalHost } from "../webhooks/address.ts";

/** Whether a server with these settings may take live money. */
export function liveReadiness(config: Config, upstreams: readonly Upstream[]): LiveReadiness {
  const { publicUrl, sellerName, simulators, requireCodes } = config;
  const enforced = liveChecksEnforced(config);
  const checks = checkLive({
    publicUrl,
    publicUrlIsLocal: publicUrl !== null && isLocalHost(new URL(publicUrl).hostname),
    operator: sellerName === settings.sellerName.absent() ? null : sellerName,
    simulators: simulators === null ? "unsaid" : simulators === "off" ? "off" : "on",
    testCards: liveModeKnowsTestCards(),
    replaced: upstreams.flatMap(({ name, hosts }) =>
      Object.entries(hosts)
        .map(([host, own]) => ({ server: `${name}.${host}`, own }))
        .filter(({ server, own }) => (config.upstreams[server] ?? own) !== own)
        .map(({ server }) => server),
    ),
    codes: enforced || requireCodes,
    vaultKey: placeOfKey(config),
  });
  return { enforced, checks };
}

/** The first start of the embedded engine makes a key beside the data; the file is easily left there when the key is set. */
function placeOfKey({ vaultKey, folder }: Config): Circumstances["vaultKey"] {
  if (vaultKey === null) return "beside";
  const file = folder === null ? "" : vaultKeyFile(folder);
  if (!existsSync(file)) return "apart";
  const kept = parseVaultKey(readFileSync(file, "utf8").trim());
  return typeof kept !== "string" && kept.equals(vaultKey) ? "also beside" : "apart";
}
