import { describe, expect, onTestFinished, test } from "vitest";
import { seconds } from "../../src/domain/base/time.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { type Seat, signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { standardMethods } from "../kit/methods.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { engines } from "../storage/engine.ts";

const kplus = "mobile_banking_kbank";
const ktc = "installment_wlb_ktc";

describe.each(engines)("on %s", (engine) => {
  test("a disabled method disappears from capability and payment form, and is refused for sources: new, inside charges, and made before", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const source = await gateway.call("POST", "/sources", { body: { amount: 150000, currency: "THB", type: kplus } });
    expect(await offered(gateway)).toContain(kplus);
    expect((await owner.test.post(`/methods/${kplus}/disable`)).json).toMatchObject({ type: kplus, state: "off" });

    expect(await offered(gateway)).not.toContain(kplus);
    expect(await inTheForm(gateway)).not.toContain(kplus);
    const refused = [
      await gateway.call("POST", "/sources", { body: { amount: 150000, currency: "THB", type: kplus } }),
      await kplusCharge(gateway),
      await kplusCharge(gateway, { source: source.json.id }),
    ];
    for (const { status, json } of refused) {
      expect([status, json.message]).toEqual([
        400,
        `type is currently not supported (${kplus} is not enabled for this account)`,
      ]);
    }
    expect(refused.map(({ json }) => json.code)).toEqual(["bad_request", "bad_request", "invalid_charge"]);
    expect((await gateway.call("GET", "/charges")).json.total).toBe(0);
    expect((await cardCharge(gateway)).json.status).toBe("successful");
  });

  test("cards and one bank's installments are switched off without touching the other banks'", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    await owner.test.post("/methods/card/disable");
    await owner.test.post(`/methods/${ktc}/disable`);
    expect((await cardCharge(gateway)).json).toMatchObject({ code: "invalid_charge" });
    expect((await installmentCharge(gateway)).json).toMatchObject({ object: "error", code: "bad_request" });
    const scb = { type: "installment_wlb_scb", installment_term: 4 };
    expect((await installmentCharge(gateway, { source: scb })).json).toMatchObject({
      object: "charge",
      status: "pending",
    });
  });

  test("a charge under way is not disturbed when its method is switched off: the payer still pays it", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const { json: charge } = await kplusCharge(gateway);
    await owner.test.post(`/methods/${kplus}/disable`);
    expect((await fetch(charge.authorize_uri)).status).toBe(200);
    expect((await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`)).json.status).toBe("successful");
  });

  test("in test mode a method is back as soon as its terms are accepted", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    await owner.test.post(`/methods/${ktc}/disable`);
    const { terms } = await methodIn(owner.test, ktc);
    expect(await owner.test.post(`/methods/${ktc}/request`, { terms_version: terms.version })).toMatchObject({
      status: 200,
      json: { state: "enabled", accepted_terms: terms.version, requested_at: "2026-01-15T03:00:00Z" },
    });
    expect(await offered(gateway)).toContain(ktc);
    expect((await installmentCharge(gateway)).json.status).toBe("pending");
  });

  test("in live mode a method waits for the operator, who approves it or says why not", async () => {
    const gateway = await aGateway({ engine, live: true }); // no bank of live mode is connected yet, so the simulated ones stand in
    const owner = await signedIn(gateway, "owner");
    const operator = await signedIn(gateway, "viewer", { operator: true });
    const key = gateway.liveSecretKey;
    expect(await offered(gateway, key)).toEqual([]);

    for (const type of [kplus, ktc]) {
      const { terms, state } = await methodIn(owner.live, type);
      expect(state).toBe("off");
      const asked = await owner.live.post(`/methods/${type}/request`, { terms_version: terms.version });
      expect(asked.json).toMatchObject({ state: "requested", accepted_terms: terms.version });
    }
    expect(await offered(gateway, key)).toEqual([]);
    const { data } = (await operator.team.get("/operator/approvals")).json;
    expect(data).toMatchObject([
      { type: ktc, account: { livemode: true }, connected: true },
      { type: kplus, account: { livemode: true }, connected: true },
    ]);

    const account = data[0].account.id;
    const approved = await operator.team.post(`/operator/approvals/${account}/${kplus}`, { decision: "approve" });
    expect(approved.json).toMatchObject({ type: kplus, state: "enabled" });
    const unexplained = await operator.team.post(`/operator/approvals/${account}/${ktc}`, { decision: "decline" });
    expect(unexplained.json).toMatchObject({ code: "bad_request", message: expect.stringContaining("reason") });
    const reason = "Your contract with the bank is missing.";
    await operator.team.post(`/operator/approvals/${account}/${ktc}`, { decision: "decline", reason });

    expect(await offered(gateway, key)).toEqual([kplus]);
    expect(await methodIn(owner.live, ktc)).toMatchObject({ state: "off", declined: { reason } });
    expect((await operator.team.get("/operator/approvals")).json.data).toEqual([]);
    const charge = await gateway.call("POST", "/charges", {
      key,
      body: { amount: 150000, currency: "THB", return_uri: "https://shop.example/done", source: { type: kplus } },
    });
    expect(charge.json).toMatchObject({ livemode: true, status: "pending" });
  });

  test("concurrent changes of one account are all kept", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const banks = standardMethods
      .in("THB")
      .all.filter(({ installment }) => installment)
      .map(({ type }) => type);
    const off = banks.slice(0, 4);
    const answers = await Promise.all([
      ...off.map((type) => owner.test.post(`/methods/${type}/disable`)),
      owner.test.post("/settings", { name: "Another name" }),
      owner.test.post("/settings", { three_d_secure: true }),
      owner.test.post("/webhook", { uri: "http://localhost:1/hooks" }),
      owner.test.post("/webhook/roll"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await offered(gateway)).toEqual(
      standardMethods
        .in("THB")
        .all.map(({ type }) => type)
        .filter((type) => !off.includes(type)),
    );
    expect((await owner.test.get("/settings")).json).toMatchObject({ name: "Another name", three_d_secure: true });
    expect((await owner.test.get("/webhook")).json).toMatchObject({
      uri: "http://localhost:1/hooks",
      previous_secret_until: "2026-01-16T03:00:00Z",
    });
  });
});

test("in other processes of the same database a method is off within two seconds", async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const here = await aGateway({ databaseUrl: database.url });
  const there = await aGateway({ databaseUrl: database.url });
  const owner = await signedIn(here, "owner");
  expect(await offered(there)).toContain(kplus);
  await owner.test.post(`/methods/${kplus}/disable`);
  expect(await offered(here)).not.toContain(kplus);
  await there.advance(seconds(2));
  expect(await offered(there)).not.toContain(kplus);
});

test("an impossible act is refused with the method's state, and a member without the right is told who may", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const developer = await signedIn(gateway, "developer");
  const { terms } = await methodIn(owner.live, kplus);
  const accept = { terms_version: terms.version };
  expect((await owner.test.post(`/methods/${kplus}/request`, accept)).json).toMatchObject({
    code: "bad_request",
    message: "K PLUS is enabled already",
  });
  expect((await owner.live.post(`/methods/${kplus}/disable`)).json.message).toBe("K PLUS is off");
  expect((await owner.live.post(`/methods/${kplus}/request`, { terms_version: "2001-01" })).json.message).toContain(
    `the terms of K PLUS are now those of ${terms.version}`,
  );
  expect((await owner.live.post(`/methods/${kplus}/request`)).json.message).toBe("terms_version cannot be blank");
  expect((await owner.live.post("/methods/barter/request", accept)).status).toBe(404);
  expect(await developer.live.post(`/methods/${kplus}/request`, accept)).toMatchObject({
    status: 403,
    json: { code: "forbidden", message: expect.stringContaining("owner or admin") },
  });
  expect((await owner.team.get("/operator/approvals")).status).toBe(403);
  const operator = await signedIn(gateway, "owner", { operator: true });
  const account = (await operator.team.get("/operator/accounts")).json.data[0].id;
  const nobodyAsked = await operator.team.post(`/operator/approvals/${account}/card`, { decision: "approve" });
  expect(nobodyAsked.json).toMatchObject({
    code: "bad_request",
    message: expect.stringContaining("was not requested"),
  });
});

test("a request can be taken back before anybody has decided it", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner", { operator: true });
  const { terms } = await methodIn(owner.live, kplus);
  await owner.live.post(`/methods/${kplus}/request`, { terms_version: terms.version });
  expect((await owner.live.post(`/methods/${kplus}/disable`)).json.state).toBe("off");
  expect((await owner.team.get("/operator/approvals")).json.data).toEqual([]);
});

test("each bank's installments say what a month of interest costs whom, and where that is a guess", async () => {
  const { test: api } = await signedIn(await aGateway(), "support");
  const rate = (monthly_rate: string, assumed = false) => ({ monthly_rate, assumed });
  expect((await methodIn(api, ktc)).installment.interest).toEqual({ customer: rate("0.74"), merchant: rate("0.80") });
  expect((await methodIn(api, "installment_wlb_uob")).installment.interest).toEqual({
    customer: rate("0.64"),
    merchant: rate("0.64", true),
  });
});

async function offered(gateway: TestGateway, key = gateway.secretKey): Promise<string[]> {
  const { json } = await gateway.call("GET", "/capability", { key });
  return json.payment_methods.map(({ name }: { name: string }) => name);
}

async function inTheForm(gateway: TestGateway): Promise<string[]> {
  const { json } = await gateway.call("GET", `/pay/options.json?key=${gateway.publicKey}&amount=500000&currency=THB`, {
    key: null,
  });
  return json.methods.map(({ type }: { type: string }) => type);
}

async function methodIn(api: Seat["live"], type: string) {
  const { json } = await api.get("/methods");
  return json.data.find((method: { type: string }) => method.type === type);
}
