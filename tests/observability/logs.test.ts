import { expect, test } from "vitest";
import { rateLimited } from "../../src/observability/rate-limited-log.ts";
import { aGatewayProcess } from "../processes/gateway-process.ts";

// biome-ignore lint/suspicious/noExplicitAny: lines of every kind
const linesOf = (output: string): any[] =>
  output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));

test("each request is one line of log: the id that it was answered with, route, status, time, account", async () => {
  const gateway = await aGatewayProcess({ CHAMRA_DATA: "memory", CHAMRA_LOG_LEVEL: "info" });
  const { headers } = await gateway.call("GET", "/charges/chrg_test_5z4ykxh42cn7qsxw1w5", {
    headers: { "x-request-id": "from-the-proxy-1" },
  });
  await gateway.call("GET", "/charges?limit=1", { key: "skey_test_wrong" });
  await gateway.stop();

  const lines = linesOf(gateway.output()).filter((line) => line.route?.startsWith("/charges"));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    msg: "answered",
    reqId: headers.get("x-request-id"),
    route: "/charges/:id",
    status: 404,
    callersRequestId: "from-the-proxy-1",
    req: { method: "GET" },
  });
  expect(lines[0].account).toMatch(/^account_test_/);
  expect(lines[0].ms).toEqual(expect.any(Number));
  expect(lines[1]).toMatchObject({ status: 401, account: null });
});

test("the id of an answer is ours: a caller cannot make two requests share one", async () => {
  const gateway = await aGatewayProcess({ CHAMRA_DATA: "memory" });
  const ask = () => gateway.call("GET", "/health", { key: null, headers: { "x-request-id": "same" } });
  const [one, other] = [await ask(), await ask()];
  expect(one.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(other.headers.get("x-request-id")).not.toBe(one.headers.get("x-request-id"));
});

test("a failure that comes twice a second is told once a minute, with how often it came meanwhile", () => {
  let now = 0;
  const told: unknown[][] = [];
  const report = rateLimited(
    (error, work, id, leftOut) => told.push([(error as Error).message, work, id, leftOut]),
    () => now,
  );
  for (; now < 61_000; now += 500) report(new Error("database away"), "delivery");
  report(new TypeError("bug"), "delivery", "whdl_1");
  report(new Error("bank away"), "charge", "chrg_1");

  expect(told).toEqual([
    ["database away", "delivery", undefined, 0],
    ["database away", "delivery", undefined, 119],
    ["bug", "delivery", "whdl_1", 0],
    ["bank away", "charge", "chrg_1", 0],
  ]);
});
