import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { liveChecksEnforced, readConfig } from "../../src/config.ts";
import { omise } from "../../src/connectors/omise/upstream.ts";
import type { Upstream } from "../../src/connectors/upstream.ts";
import { liveReadiness } from "../../src/main/live-readiness.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aPair, enable } from "./live.ts";

const kplus = {
  amount: 150_000,
  currency: "THB",
  return_uri: "https://shop.example/orders/1/complete",
  source: { type: "mobile_banking_kbank" },
};

test("a server that lacks something refuses live money, says all that is missing, and asks no upstream", async () => {
  const { ask, theirs } = await aPair(["mobile_banking_kbank"], { environment: { CHAMRA_LIVE_CHECKS: "on" } });
  const { status, json } = await ask("POST", "/charges", { body: kplus });
  expect([status, json.code]).toEqual([403, "not_ready_for_live"]);
  for (const setting of ["PUBLIC_URL", "SELLER_NAME", "SIMULATORS", "UPSTREAMS", "VAULT_KEY"])
    expect(json.message).toContain(`CHAMRA_${setting}`);
  expect((await theirs.call("GET", "/charges")).json.total).toBe(0);
  expect((await ask("GET", "/charges")).json.total).toBe(0);
});

test("a server that has everything takes live money, and payers are not played there", async () => {
  const theirs = await aGateway();
  const atHome: Upstream = {
    ...omise,
    hosts: { api: theirs.url },
    connect: (way) => ({ ...omise.connect(way), check: async () => ({ good: true, live: true, name: null }) }),
  };
  const ours = await aGateway({
    upstreams: [atHome],
    environment: {
      CHAMRA_PUBLIC_URL: "https://pay.example.com",
      CHAMRA_SELLER_NAME: "Example Co.",
      CHAMRA_SIMULATORS: "on",
      CHAMRA_VAULT_KEY: "ab".repeat(32),
    },
  });
  expect(ours.gateway.live).toMatchObject({ enforced: true });
  expect(ours.gateway.live.checks.flatMap(({ missing }) => missing ?? [])).toEqual([]);
  const [, live] = await ours.gateway.store.account.all();
  if (!live) throw new Error("the first merchant has no live account");
  await enable(ours, live, "mobile_banking_kbank");
  await connect(ours.gateway, live, "omise", { secret_key: theirs.secretKey });
  const key = ours.liveSecretKey;
  const charge = await ours.call("POST", "/charges", { key, body: kplus });
  expect([charge.status, charge.json.status, charge.json.livemode]).toEqual([200, "pending", true]);
  const played = await ours.call("POST", `/charges/${charge.json.id}/mark_as_paid`, { key });
  expect(played.status).not.toBe(200);
  expect((await ours.call("GET", `/charges/${charge.json.id}`, { key })).json.status).toBe("pending");
});

test("where live checks are enforced, who sees upstreams of live mode has one-time codes", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_LIVE_CHECKS: "on" } });
  const without = await signedIn(gateway, "owner");
  const { status, json } = await without.live.get("/upstreams");
  expect([status, json.code]).toEqual([403, "forbidden"]);
  expect(json.message).toContain("needs one-time codes");
  expect((await without.live.get("/charges")).status).toBe(200);
  expect((await without.test.get("/upstreams")).status).toBe(200);
  const having = await signedIn(gateway, "owner", { totpSecret: "sealed" });
  expect((await having.live.get("/upstreams")).status).toBe(200);
});

test.each([
  [false, {}],
  [false, { CHAMRA_PUBLIC_URL: "http://localhost:8080" }],
  [true, { CHAMRA_PUBLIC_URL: "https://pay.example.com" }],
  [true, { CHAMRA_HOST: "0.0.0.0" }],
  [true, { CHAMRA_TRUST_PROXY: "1" }],
  [true, { CHAMRA_LIVE_CHECKS: "on" }],
  [false, { CHAMRA_LIVE_CHECKS: "off", CHAMRA_HOST: "0.0.0.0" }],
])("live checks are enforced: %s with %j", (enforced, environment) => {
  expect(liveChecksEnforced(readConfig(environment))).toBe(enforced);
});

test("a member reads on the dashboard what the server lacks", async () => {
  const gateway = await aGateway();
  const { live } = await signedIn(gateway, "owner");
  const { json } = await live.get("/live-checks");
  expect(json).toMatchObject({ object: "live_checks", enforced: false });
  expect(json.data.find(({ name }: { name: string }) => name === "https").missing).toContain("CHAMRA_PUBLIC_URL");
  expect(json.data.find(({ name }: { name: string }) => name === "test_cards").missing).toBe(null);
});

const missingWith = (environment: Record<string, string>) =>
  liveReadiness(readConfig(environment), [])
    .checks.filter(({ missing }) => missing !== null)
    .map(({ name }) => name);

test.each(["https://localhost", "https://127.0.0.1:8443", "https://10.0.0.5", "https://[::1]", "https://169.254.1.1"])(
  "a public address of this machine or its network is none: %s",
  (publicUrl) => {
    expect(missingWith({ CHAMRA_PUBLIC_URL: publicUrl })).toContain("https");
    expect(missingWith({ CHAMRA_PUBLIC_URL: "https://pay.example.com" })).not.toContain("https");
  },
);

test("a key that is set, and lies beside the data as well, is not apart from them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chamra-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const environment = { CHAMRA_DATA: folder, CHAMRA_VAULT_KEY: "ab".repeat(32) };
  expect(missingWith(environment)).not.toContain("vault_key");
  await writeFile(join(folder, "vault.key"), `${"cd".repeat(32)}\n`);
  expect(missingWith(environment)).not.toContain("vault_key");
  await writeFile(join(folder, "vault.key"), `${Buffer.from("ab".repeat(32), "hex").toString("base64")}\n`);
  expect(missingWith(environment)).toContain("vault_key");
});
