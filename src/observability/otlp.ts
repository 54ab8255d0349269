import { request } from "undici";
import { kinds, type Span } from "./tracing.ts";

/** Where traces are sent: OTEL_EXPORTER_OTLP_ENDPOINT and related settings. */
export type Collector = { endpoint: string; headers: Record<string, string>; serviceName: string; version: string };

export type Exporter = {
  take(span: Span): void;
  /** Sends the remaining spans. */
  close(): Promise<void>;
};

/** Upper bound of spans kept while the collector is away; further ones are dropped. */
const keptMax = 4_096;
const sentTogetherMax = 512;
const everyMs = 2_000;
const timeoutMs = 5_000;

/**
 * Sends spans to an OpenTelemetry collector in batches. Written by hand because it is one page: the official packages are 28 MiB in 12 packages.
 *
 * @param report is told why a batch was lost; nothing stops because of traces
 * @see OpenTelemetry Protocol 1.x, OTLP/HTTP, JSON Protobuf encoding
 */
export function createExporter(collector: Collector, report: (error: unknown) => void): Exporter {
  let kept: Span[] = [];
  let sending: Promise<void> = Promise.resolve();
  const timer = setInterval(() => flush(), everyMs);
  timer.unref();

  function flush(): Promise<void> {
    const spans = kept;
    kept = [];
    if (spans.length > 0) sending = sending.then(() => send(collector, spans)).catch(report);
    return sending;
  }

  return {
    take: (span) => {
      if (kept.length < keptMax) kept.push(span);
      if (kept.length === sentTogetherMax) flush();
    },
    close: () => {
      clearInterval(timer);
      return flush();
    },
  };
}

async function send({ endpoint, headers, serviceName, version }: Collector, spans: readonly Span[]): Promise<void> {
  const { statusCode, body } = await request(`${endpoint.replace(/\/+$/, "")}/v1/traces`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: attributesOf({ "service.name": serviceName, "service.version": version }) },
          scopeSpans: [{ scope: { name: "chamra", version }, spans: spans.map(present) }],
        },
      ],
    }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  await body.dump();
  if (statusCode >= 300) throw new Error(`the collector answered ${statusCode}`);
}

function present({ traceId, spanId, parentSpanId, name, kind, startedAt, endedAt, attributes, failure }: Span) {
  return {
    traceId,
    spanId,
    ...(parentSpanId !== null && { parentSpanId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: attributesOf(attributes),
    status: failure === null ? {} : { code: 2, message: failure },
  };
}

/** Nanoseconds as text: above 2^53, and the encoding writes 64-bit numbers as text. */
function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1_000)) * 1_000n);
}

function attributesOf(attributes: Span["attributes"]) {
  return Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [{ key, value: typed(value) }]));
}

function typed(value: string | number | boolean) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
