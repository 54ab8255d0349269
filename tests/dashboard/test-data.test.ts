import { expect, test } from "vitest";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";

type Row = { act: string; object_id: string | null; after: Record<string, Record<string, unknown>> };

test("a developer fills, saves, empties and puts back the test account, and each act is one row of the log", async () => {
  const gateway = await aGateway();
  const { test: seat, team } = await signedIn(gateway, "developer");
  const owner = await signedIn(gateway, "owner");
  const total = async () => (await seat.get("/charges")).json.total;
  const log = async (): Promise<Row[]> => (await owner.team.get("/audit")).json.data.toReversed();
  await kplusCharge(gateway);
  expect((await seat.post("/test/snapshots", { name: "before" })).json.rows).toBeGreaterThan(2);
  const description = { charges: [{ amount: 50_000, count: 3 }] };
  expect((await seat.post("/test/seed", { description, seed: "a" })).status).toBe(200);
  expect(await total()).toBe(4);
  expect((await seat.post("/test/reset")).status).toBe(200);
  expect(await total()).toBe(0);
  expect((await seat.post("/test/snapshots/before/restore")).status).toBe(200);
  expect(await total()).toBe(1);
  expect((await seat.send("DELETE", "/test/snapshots/before")).status).toBe(200);
  expect((await log()).map(({ act, object_id }) => [act, object_id])).toEqual([
    ["POST /test/snapshots", "before"],
    ["POST /test/seed", null],
    ["POST /test/reset", null],
    ["POST /test/snapshots/:name/restore", "before"],
    ["DELETE /test/snapshots/:name", "before"],
  ]);
  const [saved, filled] = await log();
  expect(saved?.after["snapshots before"]?.["contents"]).toBe("••••");
  expect(filled?.after).toEqual({ scenario: null, seed: "a" });
  expect((await team.get("/audit")).status).toBe(403);
  for (const { violations } of gateway.gateway.store.verify.invariants) expect(await violations()).toEqual([]);
});

test("an act that is refused empties nothing and leaves nothing in the log, in live mode neither", async () => {
  const gateway = await aGateway();
  const { test: seat, live, team } = await signedIn(gateway, "owner");
  await cardCharge(gateway);
  for (const [api, path, body] of [
    [live, "/test/reset", {}],
    [live, "/test/seed", { scenario: "month" }],
    [live, "/test/snapshots", { name: "a" }],
    [live, "/test/accounts", {}],
    [seat, "/test/seed", { scenario: "year" }],
    [seat, "/test/snapshots", { name: "../a" }],
    [seat, "/test/snapshots/none/restore", {}],
  ] as const)
    expect((await api.post(path, body)).status, path).toBeGreaterThanOrEqual(400);
  expect((await seat.get("/charges")).json.total).toBe(1);
  expect((await team.get("/audit")).json.data).toEqual([]);
});

test("a throw-away account that a member makes is told its secrets once, and no secret stands in the log", async () => {
  const gateway = await aGateway();
  const { test: seat, team } = await signedIn(gateway, "developer");
  const owner = await signedIn(gateway, "owner");
  const { json: made } = await seat.post("/test/accounts", { expires_in: 600 });
  const { json: own } = await gateway.call("GET", "/account", { key: made.secret_key });
  expect(own.id).toBe(made.id);
  const [listed] = (await seat.get("/test/accounts")).json.data;
  expect([listed.id, listed.secret_key, listed.webhook_secret]).toEqual([made.id, null, null]);
  expect((await seat.send("DELETE", `/test/accounts/${made.id}`)).status).toBe(200);
  expect((await gateway.call("GET", "/account", { key: made.secret_key })).status).toBe(401);
  const { text, json } = await owner.team.get("/audit");
  expect(json.data.map(({ act }: Row) => act)).toEqual(["DELETE /test/accounts/:id", "POST /test/accounts"]);
  for (const secret of [made.secret_key, made.public_key, made.webhook_secret]) expect(text).not.toContain(secret);
  expect((await team.get("/audit")).status).toBe(403);
});
