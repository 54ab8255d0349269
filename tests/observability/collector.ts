import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A span as it arrives, its attributes as a plain object. */
export type Arrived = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Record<string, unknown>;
  status: { code?: number; message?: string };
};

/** An OpenTelemetry collector over HTTP: accepts OTLP as JSON and keeps the spans. */
export async function aCollector() {
  const spans: Arrived[] = [];
  const requests: { path: string | undefined; authorization: string | undefined; service: unknown }[] = [];
  const server = createServer(async (request, response) => {
    // biome-ignore lint/suspicious/noExplicitAny: checked by what the tests expect of it
    const body = (await json(request)) as any;
    const [{ resource, scopeSpans }] = body.resourceSpans;
    requests.push({
      path: request.url,
      authorization: request.headers.authorization,
      service: plain(resource.attributes)["service.name"],
    });
    for (const span of scopeSpans[0].spans) spans.push({ ...span, attributes: plain(span.attributes) });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, requests };
}

function plain(attributes: { key: string; value: Record<string, unknown> }[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
