import { expect, onTestFinished, test } from "vitest";
import { kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aPostgresProxy } from "../kit/postgres-proxy.ts";

test("a K PLUS charge with its source inside costs PostgreSQL one round trip after authentication", async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const proxy = await aPostgresProxy(database.url);
  const gateway = await aGateway({ databaseUrl: proxy.url });
  await kplusCharge(gateway); // authenticates the key once, so that it is cached

  const before = proxy.roundTrips();
  const { json } = await kplusCharge(gateway);

  expect(json.status).toBe("pending");
  expect(proxy.roundTrips() - before).toBe(1);
  await gateway.call("GET", `/charges/${json.id}`);
  expect(proxy.roundTrips() - before, "reading it back is one more, so the proxy does count").toBe(2);
});
