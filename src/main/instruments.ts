import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Connectors } from "../connectors/bank.ts";
import { measuredStore } from "../observability/measured-store.ts";
import { createMeters, type Meters } from "../observability/meters.ts";
import { rateLimited } from "../observability/rate-limited-log.ts";
import type { Tracing } from "../observability/tracing.ts";
import type { Store } from "../storage/store.ts";
import { version } from "../version.ts";
import type { Outbound } from "../webhooks/outbound.ts";

/** Instruments that watch a gateway: wrapped around the store, the banks and the way out before anything is built on them. */
export type Instruments = {
  store(store: Store): Store;
  connectors(connectors: Connectors): Connectors;
  outbound(outbound: Outbound): Outbound;
};

/** Instruments for commands, which are not watched. */
export const noInstruments: Instruments = {
  store: (store) => store,
  connectors: (connectors) => connectors,
  outbound: (outbound) => outbound,
};

/** Meters and, where wanted, traces. */
export type Watch = Instruments & { meters: Meters; traces: Traces | null };

type Traces = { tracing: Tracing; close(): Promise<void> };

export async function createWatch(config: Config, logger: Logger): Promise<Watch> {
  const meters = createMeters();
  const traces = config.tracesTo ? await startTracing(config, config.tracesTo, logger) : null;
  return {
    meters,
    traces,
    store: (store) => {
      store.watchCommits((saves, ms) => {
        meters.commitSize.observe(saves);
        meters.commitSeconds.observe(ms / 1_000);
      });
      const measured = measuredStore(store, meters);
      return traces ? traces.tracedStore(measured, traces.tracing) : measured;
    },
    connectors: (connectors) => (traces ? traces.tracedConnectors(connectors, traces.tracing) : connectors),
    outbound: (outbound) => (traces ? traces.tracedOutbound(outbound, traces.tracing) : outbound),
  };
}

/** Loads tracing only where traces are wanted, so that it costs nothing elsewhere. */
async function startTracing({ traceHeaders, serviceName }: Config, endpoint: string, logger: Logger) {
  const [{ createExporter }, { createTracing }, wraps] = await Promise.all([
    import("../observability/otlp.ts"),
    import("../observability/tracing.ts"),
    import("../observability/traced.ts"),
  ]);
  const tell = rateLimited((error) => logger.warn({ err: error }, "traces were lost"), Date.now);
  const exporter = createExporter({ endpoint, headers: traceHeaders, serviceName, version }, (error) =>
    tell(error, "traces"),
  );
  return { ...wraps, tracing: createTracing(exporter.take), close: exporter.close };
}
