import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/** A span as it is sent to the collector. Times are milliseconds since 1970. */
export type Span = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  kind: Kind;
  startedAt: number;
  endedAt: number;
  attributes: Attributes;
  /** The reason of the failure, or null. */
  failure: string | null;
};

/** Span kinds as OTLP numbers them. */
export const kinds = { internal: 1, server: 2, client: 3 } as const;
type Kind = keyof typeof kinds;

type Attributes = Record<string, string | number | boolean | null>;

export type Tracing = {
  /** Begins a request's trace or continues its caller's; `null` if the caller asks not to be traced. */
  begin(name: string, traceparent: string | undefined): Span | null;
  /** Runs `work` with the span as parent of the spans inside it. */
  inside<T>(span: Span, work: () => T): T;
  end(span: Span, attributes: Attributes, failure?: string | null): void;
  /** Runs a step: a child of the current span, or a trace of its own. */
  step<T>(name: string, kind: Kind, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T>;
};

/**
 * Creates spans and links them to their parents. Loaded only where traces are wanted.
 *
 * @param take gets each span that ended
 */
export function createTracing(take: (span: Span) => void): Tracing {
  const current = new AsyncLocalStorage<Span>();

  function open(name: string, kind: Kind, traceId: string, parentSpanId: string | null, attributes: Attributes): Span {
    const spanId = randomBytes(8).toString("hex");
    return { traceId, spanId, parentSpanId, name, kind, startedAt: nowMs(), endedAt: 0, attributes, failure: null };
  }

  function end(span: Span, attributes: Attributes, failure: string | null = null): void {
    take(Object.assign(span, { endedAt: nowMs(), failure, attributes: { ...span.attributes, ...attributes } }));
  }

  return {
    begin: (name, traceparent) => {
      const caller = parseTraceparent(traceparent);
      if (caller && !caller.sampled) return null;
      return open(name, "server", caller?.traceId ?? newTraceId(), caller?.spanId ?? null, {});
    },
    inside: (span, work) => current.run(span, work),
    end,
    step: async (name, kind, attributes, work) => {
      const parent = current.getStore();
      const span = open(name, kind, parent?.traceId ?? newTraceId(), parent?.spanId ?? null, attributes);
      try {
        const result = await current.run(span, () => work(span));
        end(span, {});
        return result;
      } catch (error) {
        end(span, {}, failureOf(error));
        throw error;
      }
    },
  };
}

/** Code or name of an error, never its message, which may contain what a caller sent. */
function failureOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? "error");
}

/** Header by which the callee can continue the trace. @see W3C Trace Context, 3.2 */
export const traceparentOf = ({ traceId, spanId }: Span): string => `00-${traceId}-${spanId}-01`;

function parseTraceparent(text: string | undefined) {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text ?? "");
  const [, traceId = "", spanId = "", flags = ""] = match ?? [];
  if (!match || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined; // all zeros is an invalid id
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

const newTraceId = (): string => randomBytes(16).toString("hex");

/** Time with fractions of a millisecond; with whole milliseconds most spans would last 0. */
const nowMs = (): number => performance.timeOrigin + performance.now();
