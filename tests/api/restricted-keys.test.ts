import { expect, test } from "vitest";
import { merchantEndpoints } from "../../src/api/contract.ts";
import { resources } from "../../src/api/resources.ts";
import type { Endpoint } from "../../src/api/wire/endpoint.ts";
import { grantableOf, neededFor } from "../../src/api/wire/permission.ts";
import { has, type Permissions } from "../../src/domain/merchant/permission.ts";
import { addKey, shownKeys } from "../../src/operations/merchant/key.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aPayee } from "../kit/payout-builders.ts";

const bySecretKeys = merchantEndpoints.filter(({ auth }) => auth !== "public");
const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

/** Parameters that satisfy every endpoint, so that each gets as far as the lookup of its object. */
const enough = { amount: 100_000, currency: "THB", type: "mobile_banking_kbank" };

async function aRestrictedKey({ gateway }: TestGateway, permissions: Permissions): Promise<string> {
  return addKey(gateway, await firstAccount(gateway.store), "secret", { permissions });
}

/** How many objects there are of each kind that has a list. */
async function counted(gateway: TestGateway): Promise<[string, number][]> {
  const lists = bySecretKeys.filter(({ path, returns }) => returns?.item && !path.includes(":"));
  return Promise.all(
    lists.map(async ({ path }): Promise<[string, number]> => [path, (await gateway.call("GET", path)).json.total]),
  );
}

test("what restricted keys can be given are the objects of the API, and what no endpoint changes can only be read", () => {
  const objects = [...Object.values<{ shape: { name: string } }>(resources).map(({ shape }) => shape.name), "event"];
  const unnamed = bySecretKeys.filter(({ resource }) => resource === undefined);
  for (const entry of unnamed)
    expect(objects, `${nameOf(entry)} answers no object: give it a \`resource\``).toContain(neededFor(entry, {})[0]);
  const grantable = grantableOf(merchantEndpoints);
  expect(grantable).toMatchObject({ charge: "write", refund: "write", customer: "write", account: "write" });
  expect(grantable).toMatchObject({ balance: "read", transaction: "read", event: "read", capability: "read" });
});

test.each([
  ["GET /charges", "charge", "read"],
  ["POST /charges/:id/capture", "charge", "write"],
  ["POST /charges/:id/refunds", "refund", "write"],
  ["GET /charges/:id/events", "event", "read"],
  ["GET /charges/schedules", "schedule", "read"],
  ["GET /charges/search", "charge", "read"],
  ["GET /links/:id/charges", "charge", "read"],
  ["GET /customers/:id/cards", "card", "read"],
  ["DELETE /customers/:id/cards/:card", "card", "write"],
  ["GET /account/api_versions", "account", "read"],
  ["PATCH /account", "account", "write"],
  ["GET /balance", "balance", "read"],
])("%s takes %s:%s", (name, ...needed) => {
  const entry = bySecretKeys.find((each) => nameOf(each) === name);
  expect(entry && neededFor(entry, {})).toEqual(needed);
});

test("a restricted key reaches what it was given, and is refused at every other endpoint by the name of what it lacks; nothing is changed", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const before = await counted(gateway);
  const given: Permissions[] = [{ balance: "read" }, { charge: "read" }, { refund: "write" }, { customer: "read" }];
  for (const permissions of given) {
    const key = await aRestrictedKey(gateway, permissions);
    for (const entry of bySecretKeys) {
      const asked = typeof entry.resource === "function" ? { scope: "transaction" } : {};
      const [resource, grant] = neededFor(entry, asked);
      const path = entry.path.replace(/:\w+/g, "chrg_test_5xuy4w91xqz7d1w9u0t");
      const query = new URLSearchParams(asked).toString();
      const { status, json } = await gateway.call(entry.method, query ? `${path}?${query}` : path, {
        key,
        ...(entry.body && { body: enough }),
      });
      if (has(permissions, resource, grant)) expect(status, nameOf(entry)).not.toBe(403);
      else
        expect([status, json], nameOf(entry)).toEqual([
          403,
          {
            object: "error",
            location: "https://www.omise.co/api-errors#insufficient-permissions",
            code: "insufficient_permissions",
            message: `this key is restricted and lacks the permission ${resource}:${grant}`,
          },
        ]);
    }
  }
  const key = await aRestrictedKey(gateway, { charge: "write", refund: "read" });
  const refund = await gateway.call("POST", `/charges/${charge.id}/refunds`, { key, body: { amount: 2_000 } });
  expect(refund.json.code).toBe("insufficient_permissions");
  expect((await gateway.call("GET", `/charges/${charge.id}`)).json).toEqual(charge);
  expect(await counted(gateway)).toEqual(before);
});

test("neither a search nor an expanded id shows what the key may not read", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const key = await aRestrictedKey(gateway, { charge: "read" });
  const ask = (path: string, by = key) => gateway.call("GET", path, { key: by });
  expect((await ask("/search?scope=charge")).json.data).toMatchObject([{ id: charge.id }]);
  for (const path of ["/search?scope=refund", "/search?scope=transaction", "/transactions/search"])
    expect((await ask(path)).json.code, path).toBe("insufficient_permissions");
  for (const path of ["/search", "/search?scope=constructor", "/search?scope=nothing"])
    expect((await ask(path)).json.code, path).toBe("invalid_scope");

  expect((await ask(`/charges/${charge.id}?expand=true`)).json.transaction).toBe(charge.transaction);
  expect((await ask("/charges?expand=transaction")).json.data[0].transaction).toBe(charge.transaction);
  const both = await aRestrictedKey(gateway, { charge: "read", transaction: "read" });
  expect((await ask(`/charges/${charge.id}?expand=true`, both)).json.transaction).toMatchObject({
    object: "transaction",
    id: charge.transaction,
  });
});

test("the stored answer to an idempotency key is given to no key that might not have asked for it", async () => {
  const gateway = await aGateway();
  const headers = { "idempotency-key": "order-1" };
  const body = {
    amount: 150_000,
    currency: "THB",
    source: { type: "mobile_banking_kbank" },
    return_uri: "https://a.example",
  };
  const ask = (key: string) => gateway.call("POST", "/charges", { key, body, headers });
  const first = await ask(gateway.secretKey);
  for (const permissions of [{ charge: "read" }, { refund: "write" }] as const)
    expect((await ask(await aRestrictedKey(gateway, permissions))).json.code).toBe("insufficient_permissions");
  const again = await ask(await aRestrictedKey(gateway, { charge: "write" }));
  expect([again.headers.get("idempotent-replayed"), again.json.id]).toEqual(["true", first.json.id]);
});

test("events are one permission, whatever object they tell of", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const key = await aRestrictedKey(gateway, { event: "read" });
  const { data } = (await gateway.call("GET", "/events", { key })).json;
  expect(data[0]).toMatchObject({ object: "event", data: { id: charge.id } });
  expect((await gateway.call("GET", `/charges/${charge.id}`, { key })).status).toBe(403);
});

test("a restricted key opens no control of the simulated banks, and is not shown where the gateway shows a key to copy", async () => {
  const gateway = await aGateway();
  const key = await aRestrictedKey(gateway, { charge: "write" });
  const refused = await gateway.call("GET", "/kplus/accounts", { key });
  expect([refused.status, refused.json.code]).toEqual([403, "insufficient_permissions"]);
  expect((await gateway.call("GET", "/kplus/accounts")).status).toBe(200);
  const account = await firstAccount(gateway.gateway.store);
  expect((await shownKeys(gateway.gateway, account)).secretKey).toBe(gateway.secretKey);
});

test("a key that makes schedules pays nothing out by them, and one that makes transfers does", async () => {
  const gateway = await aGateway();
  const body = { every: 1, period: "day", end_date: "2026-12-31", transfer: { recipient: await aPayee(gateway) } };
  const answers = await Promise.all(
    [{ schedule: "write" } as const, { transfer: "write" } as const].map(async (permissions) =>
      gateway.call("POST", "/schedules", { key: await aRestrictedKey(gateway, permissions), body }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([403, 200]);
  expect(answers[0]?.json.message).toContain("transfer:write");
});
