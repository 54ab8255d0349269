import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { Time } from "../domain/base/time.ts";
import type { Store } from "../storage/store.ts";
import type { Meters } from "./meters.ts";

/** What a scrape reads at that moment. */
type Source = { store: Store; now: () => Time };

/** Time limit for the database in a scrape; without its answer the scrape omits what the database knows. */
const databaseMs = 2_000;

/** Returns the metrics as text. Scrapes at the same time share one query of the database. */
export function createScrape(meters: Meters, { store, now }: Source): () => Promise<string> {
  const readProcess = processReader(meters);
  let asking: Promise<void> | null = null;

  async function readDatabase(): Promise<void> {
    const at = now();
    const [queues, leases, offContract] = await Promise.all([
      store.queue.due(at),
      store.queue.leases(at),
      store.reconciliation.offContract(),
    ]);
    meters.databaseUp.set(1);
    meters.feeDrift.reset(); // an upstream whose payments were all worked off has none any more
    for (const { upstream, number } of offContract) meters.feeDrift.set({ upstream }, number);
    meters.leases.set({ state: "sent" }, leases.running);
    meters.leases.set({ state: "left" }, leases.over);
    for (const { queue, depth, oldest } of queues) {
      meters.queueDepth.set({ queue }, depth);
      meters.queueAge.set({ queue }, oldest === null ? 0 : (at - oldest) / 1_000);
    }
  }

  return async () => {
    asking ??= readDatabase().finally(() => {
      asking = null;
    });
    await within(databaseMs, asking).catch(() => meters.databaseUp.set(0));
    for (const [state, number] of Object.entries(store.connections())) meters.connections.set({ state }, number);
    readProcess();
    return meters.print();
  };
}

/** Reads process metrics. The delay of the event loop is sampled from the first scrape on, so it costs nothing without scrapes. */
function processReader(meters: Meters): () => void {
  let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;
  meters.startedAt.set(performance.timeOrigin / 1_000);
  return () => {
    const { rss, heapUsed, external } = process.memoryUsage();
    for (const [kind, bytes] of Object.entries({ resident: rss, heap_used: heapUsed, external }))
      meters.memory.set({ kind }, bytes);
    const { user, system } = process.cpuUsage();
    // the process gives totals, so counters are replaced, not added to
    meters.cpuSeconds.reset();
    meters.cpuSeconds.inc({ kind: "user" }, user / 1e6);
    meters.cpuSeconds.inc({ kind: "system" }, system / 1e6);
    meters.loopBusySeconds.reset();
    meters.loopBusySeconds.inc(performance.eventLoopUtilization().active / 1_000);
    if (delay) {
      for (const percent of [50, 99, 100])
        meters.loopDelay.set({ quantile: percent / 100 }, delay.percentile(percent) / 1e9);
      delay.reset();
    } else {
      delay = monitorEventLoopDelay({ resolution: 20 });
      delay.enable();
    }
  };
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
