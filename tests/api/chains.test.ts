import { expect, test } from "vitest";
import { aToken } from "../kit/builders.ts";
import { aChain } from "../kit/chain-builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";

test("a platform charges for a merchant with the key of their chain, until it is revoked, and never for itself", async () => {
  const gateway = await aGateway();
  const { chain, merchant } = await aChain(gateway);
  const recorded = "object id livemode location revoked email key created_at"; // recorded in 2021
  expect(Object.keys(chain)).toEqual(recorded.split(" "));
  expect(chain).toMatchObject({ object: "chain", revoked: false, email: "another@example.com" });
  expect(chain.key).toMatch(/^ckey_test_[0-9a-z]{19}$/);
  const { json: list } = await gateway.call("GET", "/chains");
  expect(list).toMatchObject({ object: "list", total: 1, location: null, data: [chain] });

  const acting = { key: chain.key };
  const card = await aToken({ ...gateway, publicKey: merchant.publicKey });
  const body = { amount: 100_000, currency: "THB", card };
  const { json: charge } = await gateway.call("POST", "/charges", { ...acting, body });
  expect(charge).toMatchObject({ object: "charge", status: "successful" });
  const seen = async (key: string) => (await gateway.call("GET", `/charges/${charge.id}`, { key })).status;
  expect([await seen(merchant.secretKey), await seen(gateway.secretKey)]).toEqual([200, 404]);
  expect((await gateway.call("GET", "/balance", acting)).json.total).toBe(charge.net);
  for (const [method, path] of [
    ["GET", "/account"],
    ["PATCH", "/account"],
    ["GET", "/chains"],
    ["POST", `/chains/${chain.id}/revoke`],
  ] as const) {
    const { json } = await gateway.call(method, path, { ...acting, ...(method !== "GET" && { body: {} }) });
    expect(json.code, path).toBe("insufficient_permissions");
  }

  const { json: revoked } = await gateway.call("POST", `/chains/${chain.id}/revoke`, { body: {} });
  expect(revoked).toEqual({ ...chain, revoked: true, key: "" });
  expect((await gateway.call("GET", "/balance", acting)).status).toBe(401);
  expect((await gateway.call("POST", `/chains/${chain.id}/revoke`, { body: {} })).json).toEqual(revoked);
  expect((await gateway.call("GET", "/chains")).json.data).toEqual([revoked]);

  const { test: owner } = await signedIn(gateway, "owner");
  const [head, row] = (await owner.get("/export/chains.csv")).text.split("\r\n");
  expect(head).toMatch(/id,created_at.*,merchant,account,revoked_at/);
  expect(row).toMatch(new RegExp(`^${chain.id},.*,"another@example\\.com",account_test_\\w+,2026-01-15T03:00:01Z`));
  expect(row).not.toContain(chain.key);
});

test("a merchant reads what a platform could do, allows it once, and ends it on their side; both acts are in the audit log", async () => {
  const gateway = await aGateway();
  const { platform, chain: other, merchant } = await aChain(gateway);
  const { json: account } = await gateway.call("GET", "/account", { key: merchant.secretKey });
  await gateway.call("PATCH", "/account", {
    key: merchant.secretKey,
    body: { chain_enabled: true, chain_return_uri: "https://market.example/back" },
  });
  const { test: owner, team } = await signedIn(gateway, "owner");
  const { test: supporter } = await signedIn(gateway, "support");
  const asked = await owner.get(`/chain-consent/${account.id}`);
  expect(asked.json).toMatchObject({ platform: { id: account.id, name: "Another Shop" }, allowed: false });
  expect(asked.json.permissions).toMatchObject({ charge: "write", refund: "write", balance: "read" });
  expect(Object.keys(asked.json.permissions)).not.toEqual(expect.arrayContaining(["account"]));
  expect((await supporter.post("/chain-consent", { platform: account.id })).status).toBe(403);
  const allowed = await owner.post("/chain-consent", { platform: account.id });
  expect(allowed.json).toMatchObject({ object: "allowed_chain", return_uri: "https://market.example/back" });
  const again = await owner.post("/chain-consent", { platform: account.id });
  expect([again.status, again.json.message]).toEqual([400, "Another Shop may act for this account already"]);
  const own = await owner.post("/chain-consent", { platform });
  expect([own.status, own.json.code]).toEqual([400, "bad_request"]);
  for (const unknown of ["account_test_5z4ykxh42cn7qsxw1w5", "nothing"])
    expect((await owner.get(`/chain-consent/${unknown}`)).status).toBe(404);

  const { json: keys } = await owner.get("/keys");
  const [key] = keys.data.filter(({ name }: { name: string }) => name === "Another Shop");
  expect(key.permissions).toEqual(asked.json.permissions);
  const chainOf = async () =>
    (await gateway.call("GET", `/chains/${allowed.json.chain}`, { key: merchant.secretKey })).json;
  expect((await gateway.call("GET", "/charges", { key: (await chainOf()).key })).status).toBe(200);
  expect((await owner.post(`/keys/${key.id}/roll`)).json.message).toMatch(/^a platform acts with this key/);
  expect((await owner.post(`/keys/${key.id}/reveal`)).status).toBe(400);
  expect((await owner.post(`/keys/${key.id}/revoke`)).status).toBe(200);
  expect(await chainOf()).toMatchObject({ revoked: true, key: "" });
  expect((await owner.post("/chain-consent", { platform: account.id })).status).toBe(200);
  const { json: log } = await team.get("/audit");
  const acts = log.data.map(({ act }: { act: string }) => act);
  expect(acts).toEqual(expect.arrayContaining(["POST /chain-consent", "POST /keys/:id/revoke"]));
  expect(JSON.stringify(log)).not.toContain(other.key);
});

test("the settings of chains are kept and answered with the others of the account, and an empty address is none", async () => {
  const gateway = await aGateway();
  const { json: account } = await gateway.call("PATCH", "/account", {
    body: {
      chain_enabled: true,
      chain_return_uri: "https://platform.example/back",
      zero_interest_installments: true,
      metadata_export_keys: { charge: ["order"] },
    },
  });
  expect(account).toMatchObject({
    chain_enabled: true,
    chain_return_uri: "https://platform.example/back",
    chaining_allowed: true,
    zero_interest_installments: true,
    metadata_export_keys: { charge: ["order"], transfer: [], refund: [], dispute: [] },
  });
  const { json: off } = await gateway.call("PATCH", "/account", {
    body: { chain_enabled: false, chain_return_uri: "" },
  });
  expect(off).toMatchObject({ chain_enabled: false, chain_return_uri: null });
});
