import { request } from "undici";
import { kinds, type Span } from "./tracing.ts";

/** Where traces go: OTEL_EXPORTER_OTLP_ENDPOINT and its companions. */
export type Collector = { endpoint: string; headers: Record<string, string>; serviceName: string; version: string };

export type Exporter = {
  take(span: Span): void;
  /** Sends what is left. */
  close(): Promise<void>;
};

/** A collector that is away costs no more memory than this; what comes after is dropped. */
const keptMax = 4_096;
const sentTogetherMax = 512;
const everyMs = 2_000;
const timeoutMs = 5_000;

/**
 * Sends spans to an OpenTelemetry collector, a batch at a time. By hand, since it is one page: the official packages are 28 MiB in 12 packages.
 *
 * @param report told why a batch was lost; traces are never worth stopping for
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

/** Above 2^53, so it is text, as the encoding wants of 64-bit numbers. */
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
