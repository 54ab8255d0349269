import { type Config, liveChecksEnforced, settings } from "../config.ts";
import { liveModeKnowsTestCards } from "../connectors/index.ts";
import type { Upstream } from "../connectors/upstream.ts";
import { checkLive, type LiveReadiness } from "../domain/upstream/live-check.ts";

/** Whether a server with these settings may take live money. */
export function liveReadiness(config: Config, upstreams: readonly Upstream[]): LiveReadiness {
  const { publicUrl, sellerName, simulators, vaultKey, requireCodes } = config;
  const enforced = liveChecksEnforced(config);
  const checks = checkLive({
    publicUrl,
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
    vaultKeyApart: vaultKey !== null,
  });
  return { enforced, checks };
}
