import { Counter, Gauge, Histogram, Registry } from "prom-client";

const latencies = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const batches = [1, 2, 4, 8, 16, 32, 64, 128, 256];

export type Meters = ReturnType<typeof createMeters>;

/**
 * Everything the gateway counts. Names end in their unit; counters in `_total`. Labels must have few values: route patterns,
 * never paths; names, never ids. Each gateway has its own registry, so that several in one process do not count together.
 */
export function createMeters() {
  const registry = new Registry();
  const registers = [registry];

  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name, help, buckets, labelNames, registers });

  return {
    requests: counter("chamra_http_requests_total", "Requests answered.", ["method", "route", "status"]),
    requestSeconds: histogram(
      "chamra_http_request_duration_seconds",
      "From a request's head to the end of its answer.",
      latencies,
      ["method", "route"],
    ),
    chargesCreated: counter("chamra_charges_created_total", "Charges saved for the first time.", ["mode", "method"]),
    chargesCompleted: counter(
      "chamra_charges_completed_total",
      "Charges that were decided; `outcome` is their status or failure code.",
      ["mode", "method", "outcome"],
    ),
    events: counter("chamra_events_total", "Events saved.", ["mode", "key"]),
    deliveries: counter(
      "chamra_webhook_attempts_total",
      "Tries to deliver an event: `delivered`, `refused` by a status other than 2xx, or `unreachable`.",
      ["outcome"],
    ),
    deliverySeconds: histogram("chamra_webhook_duration_seconds", "How long one try took.", latencies),
    givenUp: counter("chamra_webhooks_given_up_total", "Deliveries whose retry schedule is over."),
    savesLost: counter("chamra_saves_lost_total", "Saves undone because another was faster; they were decided again.", [
      "table",
    ]),
    saveSeconds: histogram(
      "chamra_save_duration_seconds",
      "From handing changes to the database until they are durable.",
      latencies,
    ),
    commitSeconds: histogram("chamra_commit_duration_seconds", "One transaction, its fsync included.", latencies),
    commitSize: histogram("chamra_commit_batch_size", "Saves that shared one commit.", batches),
    jobFailures: counter("chamra_job_failures_total", "Background work that failed and is tried again.", ["work"]),

    databaseUp: gauge("chamra_database_up", "1 when the database answered this scrape, else 0."),
    queueDepth: gauge("chamra_queue_due", "Rows that are due and nobody has taken; counted up to 10000.", ["queue"]),
    queueAge: gauge("chamra_queue_oldest_due_seconds", "How long the longest due row has been due.", ["queue"]),
    leases: gauge(
      "chamra_webhook_leases",
      "Webhooks that are `sent` right now, and those `left` by a process that ended meanwhile and taken by nobody since; counted up to 10000.",
      ["state"],
    ),
    feeDrift: gauge(
      "chamra_upstream_fee_drift_payments",
      "Payments whose upstream took something else than the merchant's contract says, and that nobody has worked off.",
      ["upstream"],
    ),
    connections: gauge(
      "chamra_database_connections",
      "Connections of this process's pool; `waiting` is who wants one.",
      ["state"],
    ),
    memory: gauge("chamra_process_memory_bytes", "Memory of this process.", ["kind"]),
    cpuSeconds: counter("chamra_process_cpu_seconds_total", "Processor time of this process.", ["kind"]),
    loopBusySeconds: counter(
      "chamra_event_loop_busy_seconds_total",
      "How long the event loop was at work. It is one core.",
    ),
    loopDelay: gauge("chamra_event_loop_delay_seconds", "How late the event loop was since the scrape before.", [
      "quantile",
    ]),
    startedAt: gauge("chamra_process_start_time_seconds", "When this process started, in Unix time."),
    print: (): Promise<string> => registry.metrics(),
  };
}
