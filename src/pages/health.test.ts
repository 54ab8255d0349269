import fastify from "fastify";
import { expect, test } from "vitest";
import { aGateway } from "../../tests/kit/gateway.ts";
import { registerHealth } from "./health.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  test(`a gateway whose database answers is well, on ${engine}`, async () => {
    const { status, json, headers } = await (await aGateway({ engine })).call("GET", "/health", { key: null });
    expect([status, json]).toEqual([200, { status: "ok" }]);
    expect(headers.get("cache-control")).toBe("no-store");
  });
}

test("a database that is away, or does not answer, makes the gateway unavailable until it is back", async () => {
  const gateway = await aGateway();
  const { store } = gateway.gateway;
  const { ping } = store;
  const health = async () => {
    const { status, json } = await gateway.call("GET", "/health", { key: null });
    return [status, json];
  };
  store.ping = () => Promise.reject(new Error("connect ECONNREFUSED db.internal:5432 as chamra"));
  expect(await health()).toEqual([503, { status: "unavailable", problem: "the database cannot be reached" }]);

  let asked = 0;
  store.ping = () => {
    asked += 1;
    return new Promise(() => {});
  };
  const late = [503, { status: "unavailable", problem: "the database did not answer within 2 seconds" }];
  expect(await Promise.all([health(), health(), health()])).toEqual([late, late, late]);
  expect(asked).toBe(1);

  store.ping = ping;
  expect(await health()).toEqual([200, { status: "ok" }]);
});

test("a gateway that is shutting down says so for as long as it still answers", async () => {
  const { gateway } = await aGateway();
  const app = fastify({ return503OnClosing: false });
  registerHealth(app, gateway);
  let meanwhile: Response | undefined;
  app.addHook("preClose", async () => {
    meanwhile = await fetch(`${url}/health`);
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  await app.close();
  expect(meanwhile?.status).toBe(503);
  expect(await meanwhile?.json()).toEqual({ status: "unavailable", problem: "the gateway is shutting down" });
});
