import { expect, onTestFinished, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { rowsMax, snapshotsMax } from "../../src/domain/sandbox/snapshot.ts";
import { aCustomer, cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { engines } from "../storage/engine.ts";

test.each(engines)("an account is put back while two gateways run, and goes on from there, on %s", async (engine) => {
  const database = engine === "postgres" ? await freshDatabase({ migrated: true }) : undefined;
  if (database) onTestFinished(() => database.drop());
  const environment = { CHAMRA_TEST_SECRET_KEY: "skey_test_5xuy4w91xqz7d1w9u0t" };
  const options = database ? { databaseUrl: database.url, environment } : { environment };
  const gateway = await aGateway(options);
  const second = database ? await aGateway(options) : gateway;
  const customer = await aCustomer(gateway);
  const { json: waiting } = await kplusCharge(gateway);
  const snapshot = (await gateway.call("POST", "/test/snapshots", { body: { name: "checkout-1" } })).json;
  expect(snapshot).toEqual({
    object: "snapshot",
    name: "checkout-1",
    livemode: false,
    location: "/test/snapshots/checkout-1",
    rows: expect.any(Number),
    created_at: "2026-01-15T03:00:00Z",
  });
  const events = (await gateway.call("GET", "/events")).json;
  await gateway.call("POST", `/charges/${waiting.id}/expire`);
  await gateway.call("DELETE", `/customers/${customer.id}/cards/${customer.default_card}`);
  await cardCharge(second);
  await gateway.advance(minutes(1));
  const restored = await second.call("POST", "/test/snapshots/checkout-1/restore");
  expect([restored.status, restored.json]).toEqual([200, snapshot]);
  for (const each of [gateway, second]) {
    expect((await each.call("GET", "/charges")).json.data).toMatchObject([{ id: waiting.id, status: "pending" }]);
    expect((await each.call("GET", `/customers/${customer.id}`)).json).toMatchObject({
      default_card: null,
      cards: { total: 0 },
    });
    expect((await each.call("GET", "/events")).json.data).toEqual(events.data);
    expect((await each.call("GET", "/balance")).json.total).toBe(0);
  }
  const paid = await gateway.call("POST", `/charges/${waiting.id}/mark_as_paid`);
  expect(paid.json.message ?? paid.json.status).toBe("successful");
  expect((await second.call("GET", "/test/snapshots")).json.data).toEqual([snapshot]);
  expect((await second.call("DELETE", "/test/snapshots/checkout-1")).json).toEqual(snapshot);
  expect((await gateway.call("POST", "/test/snapshots/checkout-1/restore")).status).toBe(404);
});

test("snapshots are replaced by name, and refused in live mode, above the limits, and after an upgrade", async () => {
  const gateway = await aGateway({ live: true });
  const save = (name: string, key = gateway.secretKey) =>
    gateway.call("POST", "/test/snapshots", { body: { name }, key });
  const refused = async (name: string, key?: string) => {
    const { status, json } = await save(name, key);
    expect([status, json.code]).toEqual([400, "bad_request"]);
    return json.message;
  };
  expect(await refused("a", gateway.liveSecretKey)).toContain("test accounts only");
  expect(await refused("../a")).toContain("name must be");
  for (let count = 0; count < snapshotsMax; count += 1) await save(`number-${count}`);
  expect(await refused("one-more")).toContain(`${snapshotsMax} snapshots`);
  const { rows } = (await save("number-0")).json;
  await kplusCharge(gateway);
  expect((await save("number-0")).json.rows).toBeGreaterThan(rows);
  const { snapshot } = gateway.gateway.store;
  const { schema, contents } = snapshot;
  snapshot.schema = async () => "999-later";
  const { json } = await gateway.call("POST", "/test/snapshots/number-0/restore");
  expect([json.code, json.message]).toEqual(["bad_request", expect.stringContaining("older version")]);
  snapshot.schema = schema;
  snapshot.contents = async () => ({ charges: Array(rowsMax + 1).fill({}) });
  expect(await refused("number-0")).toContain(`at most ${rowsMax} rows`);
  snapshot.contents = contents;
});
