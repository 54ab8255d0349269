import { expect, test } from "vitest";
import { seconds } from "../../src/domain/base/time.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

/** The series of a scrape: `name{labels}` → value. */
async function scraped(gateway: TestGateway): Promise<Map<string, number>> {
  const { status, headers, text } = await gateway.call("GET", "/metrics", { key: null });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, series = "", value = ""] =
        /^([a-z_]+(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})?) (\S+)$/.exec(line) ?? [];
      expect(Number.isFinite(Number(value)) && series !== "", `unreadable: ${line}`).toBe(true);
      return [series, Number(value)];
    }),
  );
}

test.each(["sqlite", "postgres"] as const)("requests, charges, commits and queues can be read (%s)", async (engine) => {
  const receiver = await aReceiver();
  const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
  const { json } = await kplusCharge(gateway);
  await cardCharge(gateway);
  await cardCharge(gateway, {}, "4111111111140011");
  await gateway.call("GET", `/charges/${json.id}`);
  await gateway.call("GET", "/charges/chrg_test_nobody");
  await gateway.call("POST", `/charges/${json.id}/expire`);
  await receiver.arrived(5);
  await gateway.advance(0);
  const at = await scraped(gateway);

  expect(at.get('chamra_http_requests_total{method="GET",route="/charges/:id",status="200"}')).toBe(1);
  expect(at.get('chamra_http_requests_total{method="GET",route="/charges/:id",status="404"}')).toBe(1);
  expect(at.get('chamra_http_request_duration_seconds_count{method="POST",route="/charges"}')).toBe(3);
  expect(at.get('chamra_charges_created_total{mode="test",method="mobile_banking_kbank"}')).toBe(1);
  expect(at.get('chamra_charges_completed_total{mode="test",method="card",outcome="successful"}')).toBe(1);
  expect(at.get('chamra_charges_completed_total{mode="test",method="card",outcome="insufficient_fund"}')).toBe(1);
  expect(at.get('chamra_charges_completed_total{mode="test",method="mobile_banking_kbank",outcome="expired"}')).toBe(1);
  expect(at.get('chamra_webhook_attempts_total{outcome="delivered"}')).toBe(receiver.received.length);
  expect(at.get("chamra_commit_batch_size_count")).toBeGreaterThan(5);
  expect(at.get("chamra_commit_duration_seconds_count")).toBe(at.get("chamra_commit_batch_size_count"));
  expect(at.get("chamra_database_up")).toBe(1);
  expect(at.get('chamra_queue_due{queue="deliveries"}')).toBe(0);
  expect(at.get('chamra_process_memory_bytes{kind="resident"}')).toBeGreaterThan(1e6);
  if (engine === "postgres") expect(at.get('chamra_database_connections{state="open"}')).toBeGreaterThan(0);
});

test("due rows that no worker has taken are shown with their age", async () => {
  const gateway = await aGateway();
  const { json } = await kplusCharge(gateway);
  const waiting = await findCharge(gateway.gateway.store, json.id);
  gateway.clockwork.runDue = async () => {}; // a clock that has stopped
  await gateway.advance((waiting?.dueAt ?? 0) - gateway.now() + 90_000);
  const at = await scraped(gateway);

  expect(at.get('chamra_queue_due{queue="charges"}')).toBe(1);
  expect(at.get('chamra_queue_oldest_due_seconds{queue="charges"}')).toBe(90);
});

test("webhooks that are being sent are counted, and those whose process has ended meanwhile", async () => {
  const receiver = await aReceiver();
  const held = Promise.withResolvers<void>();
  receiver.answerAfter(() => held.promise);
  const gateway = await aGateway({ environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
  await kplusCharge(gateway);
  await receiver.arrived(1);
  const leases = async () => {
    const at = await scraped(gateway);
    return ["sent", "left"].map((state) => at.get(`chamra_webhook_leases{state="${state}"}`));
  };
  expect(await leases()).toEqual([1, 0]);
  gateway.pass(seconds(30));
  expect(await leases()).toEqual([0, 1]);
  held.resolve();
  await gateway.advance(0);
  expect(await leases()).toEqual([0, 0]);
});

test("neither ids nor unknown paths become labels, so the number of series stays bounded", async () => {
  const gateway = await aGateway();
  for (const path of ["/charges/chrg_test_1", "/charges/chrg_test_2", "/nowhere/1", "/nowhere/2"])
    await gateway.call("GET", path);
  const series = [...(await scraped(gateway)).keys()].filter((name) => name.startsWith("chamra_http_requests_total"));

  expect(series).toEqual([
    'chamra_http_requests_total{method="GET",route="/charges/:id",status="404"}',
    'chamra_http_requests_total{method="GET",route="none",status="404"}',
  ]);
});

test("without a token only this machine reads the metrics, and nobody through a proxy", async () => {
  const gateway = await aGateway();
  expect((await gateway.call("GET", "/metrics", { key: null })).status).toBe(200);
  const proxied = await gateway.call("GET", "/metrics", { key: null, headers: { "x-forwarded-for": "203.0.113.7" } });
  expect(proxied.json).toMatchObject({ code: "service_not_found" });
});

test("with a token set, only its holders read the metrics", async () => {
  const token = "c6b2d1a09f8e7d6c";
  const gateway = await aGateway({ environment: { CHAMRA_METRICS_TOKEN: token } });
  const ask = (authorization?: string) =>
    gateway.call("GET", "/metrics", {
      key: null,
      headers: { "x-forwarded-for": "203.0.113.7", ...(authorization && { authorization }) },
    });

  expect((await ask(`Bearer ${token}`)).status).toBe(200);
  expect((await ask(`Bearer ${token}x`)).status).toBe(404);
  expect((await ask()).status).toBe(404);
});

test("a database that is away is told in numbers, and does not hold up the scrape", async () => {
  const gateway = await aGateway({ engine: "postgres" });
  gateway.gateway.store.queue.due = () => new Promise(() => {}); // a scrape that waited for it would wait for ever
  expect((await scraped(gateway)).get("chamra_database_up")).toBe(0);
});
