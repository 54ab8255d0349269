import { expect, test } from "vitest";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { type Arrived, aCollector } from "./collector.ts";

const callersTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

function named(spans: readonly Arrived[], name: string): Arrived {
  const found = spans.find((span) => span.name === name);
  if (!found) throw new Error(`no span ${name} among ${spans.map((span) => span.name).join(", ")}`);
  return found;
}

test("a charge is one trace: request, operation, save and bank, each inside the one before, going on with its caller's", async () => {
  const collector = await aCollector();
  const gateway = await aGateway({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc",
      OTEL_SERVICE_NAME: "shop-gateway",
    },
  });
  const card = await gateway.call("POST", "/tokens", {
    key: gateway.publicKey,
    body: {
      card: {
        name: "Somchai Prasert",
        number: "4242424242424242",
        expiration_month: 12,
        expiration_year: 2030,
        security_code: "123",
      },
    },
  });
  const charge = await gateway.call("POST", "/charges", {
    body: { amount: 100000, currency: "THB", card: card.json.id },
    headers: { traceparent: `00-${callersTrace}-00f067aa0ba902b7-01` },
  });
  await gateway.close();

  const trace = collector.spans.filter((span) => span.traceId === callersTrace);
  const request = named(trace, "POST /charges");
  const operation = named(trace, "Create a charge");
  expect(request).toMatchObject({
    kind: 2,
    parentSpanId: "00f067aa0ba902b7",
    attributes: {
      "http.route": "/charges",
      "http.response.status_code": "200",
      "chamra.request_id": charge.headers.get("x-request-id"),
    },
  });
  expect(operation.parentSpanId).toBe(request.spanId);
  expect(named(trace, "card authorize")).toMatchObject({
    parentSpanId: operation.spanId,
    attributes: { "chamra.bank_answer": "approved" },
  });
  const saves = trace.filter((span) => span.name === "save");
  expect(saves.map((span) => span.parentSpanId)).toEqual([operation.spanId, operation.spanId]);
  expect(String(saves[0]?.attributes["chamra.rows"])).toContain("charges 1");
  for (const { startTimeUnixNano, endTimeUnixNano } of trace) {
    expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
  }
  expect(collector.requests[0]).toEqual({ path: "/v1/traces", authorization: "Bearer abc", service: "shop-gateway" });
});

test("a card number is in no span, and neither is a key", async () => {
  const collector = await aCollector();
  const gateway = await aGateway({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  await cardCharge(gateway, {}, "5555555555554444");
  await gateway.call("GET", "/charges/5555555555554444");
  await gateway.close();

  const text = JSON.stringify(collector.spans);
  expect(text).toContain("Create a token");
  expect(text).not.toContain("5555555555554444");
  expect(text).not.toContain(gateway.secretKey);
});

test("a delivery is a trace of its own, whose id the receiver is sent", async () => {
  const collector = await aCollector();
  const receiver = await aReceiver();
  const gateway = await aGateway({
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, CHAMRA_WEBHOOK_URL: receiver.url },
  });
  await kplusCharge(gateway);
  const [received] = await receiver.arrived(1);
  await gateway.close();

  const delivery = named(collector.spans, "deliver");
  expect(received?.headers.traceparent).toBe(`00-${delivery.traceId}-${delivery.spanId}-01`);
  expect(delivery.attributes["http.response.status_code"]).toBe("200");
});

test("a caller who asks not to be traced is not", async () => {
  const collector = await aCollector();
  const gateway = await aGateway({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  await gateway.call("GET", "/capability", {
    key: gateway.publicKey,
    headers: { traceparent: `00-${callersTrace}-00f067aa0ba902b7-00` },
  });
  await gateway.close();

  expect(collector.spans.filter((span) => span.kind === 2)).toEqual([]);
});

test("a collector that is away costs no request anything", async () => {
  const gateway = await aGateway({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" } });
  expect((await kplusCharge(gateway)).status).toBe(200);
  await gateway.close();
});

test("without a collector the gateway adds no traceparent to its webhooks", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway({ environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
  await kplusCharge(gateway);
  const [received] = await receiver.arrived(1);
  expect(received?.headers.traceparent).toBeUndefined();
});
