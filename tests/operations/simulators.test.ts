import { describe, expect, onTestFinished, test } from "vitest";
import { days, minutes } from "../../src/domain/base/time.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { start } from "../kit/clock.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`what simulated banks remember, on ${engine}`, () => {
    test("is forgotten after eight days, however much it is, and nothing before", async () => {
      const gateway = await aGateway({ engine });
      const { simulatedBank } = gateway.gateway.store;
      const [old, young] = [simulatedBank.memoryOf("card", () => start), simulatedBank.memoryOf("card", gateway.now)];
      await Promise.all(Array.from({ length: 2_001 }, (_, at) => old.putOnce(`old ${at}`, "1")));
      await gateway.advance(days(8));
      expect(await old.get("old 0")).toBe("1");
      await young.putOnce("young", "1");
      await young.putOnce("old 0", "2"); // written once, its time never changes
      await gateway.advance(days(1));
      expect(await Promise.all(["old 0", "old 2000", "young"].map(old.get))).toEqual([undefined, undefined, "1"]);
    });

    test("counts from its last change, as balances with what is held of them", async () => {
      const gateway = await aGateway({ engine });
      const memory = gateway.gateway.store.simulatedBank.memoryOf("kplus", gateway.now);
      await memory.putOnce("balance", "100");
      await gateway.advance(days(7));
      expect(await memory.replace("balance", "90", "100")).toBe(true);
      expect(await memory.replace("balance", "80", "100"), "what no longer stands is not replaced").toBe(false);
      await gateway.advance(days(8));
      expect(await memory.get("balance")).toBe("90");
      await gateway.advance(days(1));
      expect(await memory.get("balance")).toBeUndefined();
    });
  });
}

describe("what banks said of a charge that is not decided", () => {
  const kept = async ({ gateway: { store } }: TestGateway, id: string) =>
    store.bankMessage.ofCharge((await firstAccount(store)).id, id, 1_000);

  test("is kept once, however often the payer opens the page or comes back with nonsense", async () => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway);
    const path = new URL(charge.authorize_uri).pathname;
    for (let visit = 0; visit < 60; visit += 1) {
      await gateway.call("GET", path, { key: null, headers: { accept: "text/html" } });
      const back = { key: null, body: { cres: `garbage ${visit}` } };
      await gateway.call("POST", path.replace("authorize", "authenticated"), back);
    }
    const said = (await kept(gateway, charge.id)).map(({ step, answer }) => [step, answer]);
    expect(said).toEqual([
      ["authenticate", "challenge"],
      ["inquire", "unknown"],
    ]);
  });

  test("is kept 200 times at most, even in ever other words; the decision is kept all the same", async () => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway);
    const path = new URL(charge.authorize_uri).pathname;
    const { threeDs } = gateway.gateway.simulation.connectors;
    if (!threeDs) throw new Error("issuers are simulated in test mode");
    const { authenticate } = threeDs;
    let asked = 0;
    threeDs.authenticate = async () => ({ outcome: "unknown", why: `nonsense ${++asked}` });
    for (let visit = 0; visit < 210; visit += 1)
      await gateway.call("GET", path, { key: null, headers: { accept: "text/html" } });
    expect(asked).toBe(210);
    expect(await kept(gateway, charge.id)).toHaveLength(200);
    threeDs.authenticate = authenticate;
    await gateway.call("POST", path, { key: null, body: { outcome: "successful" } });
    const messages = await kept(gateway, charge.id);
    expect(messages.at(-1)).toMatchObject({ bank: "card", answer: "approved" });
    expect(messages).toHaveLength(202);
  });
});

/** A gateway on the database of an earlier one that used simulated banks. */
async function afterwards(environment: Record<string, string>, before: (gateway: TestGateway) => Promise<void>) {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const first = await aGateway({ databaseUrl: database.url });
  await before(first);
  await first.close();
  return aGateway({ databaseUrl: database.url, environment });
}

describe("CHAMRA_SIMULATORS=off", () => {
  const off = { environment: { CHAMRA_SIMULATORS: "off" } };

  test.each([
    ["GET", "/acs"],
    ["POST", "/acs"],
    ["GET", "/acs/6f1c3d1e-5b0e-4e7a-9c4f-0d8f7a1b2c3d"],
    ["POST", "/3ds/areq"],
    ["GET", "/3ds/results/6f1c3d1e-5b0e-4e7a-9c4f-0d8f7a1b2c3d"],
    ["GET", "/kplus"],
    ["GET", "/kplus/pay/4MfnXMIwawSp6Oi2"],
    ["GET", "/kplus/payments/4MfnXMIwawSp6Oi2"],
    ["GET", "/kplus/accounts"],
    ["POST", "/kplus/accounts/reset"],
    ["GET", "/phone"],
    ["POST", "/phone"],
    ["GET", "/phone/pay/4MfnXMIwawSp6Oi2"],
    ["GET", "/simulators/misbehaviour"],
    ["POST", "/simulators/misbehaviour"],
    ["GET", "/demo"],
  ])("%s %s is no page of this server, with a key and without", async (method, path) => {
    const gateway = await aGateway(off);
    for (const key of [gateway.secretKey, null]) expect((await gateway.call(method, path, { key })).status).toBe(404);
  });

  test("no method is offered in test mode, and a payment by one is refused as that of any that is not offered", async () => {
    const gateway = await aGateway(off);
    const { json: capability } = await gateway.call("GET", "/capability", { key: gateway.publicKey });
    expect(capability.payment_methods).toEqual([]);
    for (const charge of [await kplusCharge(gateway), await cardCharge(gateway), await installmentCharge(gateway)])
      expect([charge.status, charge.json.object]).toEqual([400, "error"]);
    expect((await gateway.call("GET", "/charges")).json.total).toBe(0);
  });

  test("the home page says so, and leads to none of their pages", async () => {
    const gateway = await aGateway(off);
    const { text } = await gateway.call("GET", "/", { key: null, headers: { accept: "text/html" } });
    expect(text).toContain("CHAMRA_SIMULATORS");
    expect(text).not.toMatch(/href="\/(kplus|demo)/);
  });

  test("payments that were begun before end in order: their payers read why they cannot pay, and the rest is settled", async () => {
    let [waiting, challenged, held] = ["", "", ""];
    const pages: string[] = [];
    const gateway = await afterwards(off.environment, async (first) => {
      const charges = [await kplusCharge(first), await installmentCharge(first)].map(({ json }) => json);
      pages.push(...charges.map(({ authorize_uri: uri }) => new URL(uri).pathname));
      for (const page of pages) await first.call("GET", page, { key: null, headers: { accept: "text/html" } });
      [waiting = "", challenged = ""] = charges.map(({ id }) => id);
      held = (await cardCharge(first, { capture: false })).json.id;
    });
    for (const page of pages) {
      const shown = await gateway.call("GET", page, { key: null, headers: { accept: "text/html" } });
      expect([shown.status, shown.text]).toEqual([404, expect.stringContaining("Test payments are switched off here")]);
      const played = await gateway.call("POST", page, { key: null, body: { outcome: "successful" } });
      expect(played.status).toBe(303);
    }
    expect((await gateway.call("POST", `/charges/${held}/capture`)).json).toMatchObject({ status: "successful" });
    expect((await gateway.call("POST", `/charges/${held}/refunds`, { body: { amount: 100_000 } })).status).toBe(200);
    await gateway.advance(minutes(12));
    expect((await gateway.call("GET", `/charges/${waiting}`)).json).toMatchObject({ status: "expired" });
    expect((await gateway.call("GET", `/charges/${challenged}`)).json).toMatchObject({ failure_code: "timeout" });
  });
});

describe("a gateway that other machines reach", () => {
  const host = { CHAMRA_HOST: "0.0.0.0" };

  test("takes test payments with a key, and has no demo shop", async () => {
    const gateway = await aGateway({ environment: host });
    expect((await cardCharge(gateway)).json).toMatchObject({ status: "successful" });
    const { status, text } = await gateway.call("GET", "/demo", { key: null });
    expect([status, text]).toEqual([404, expect.stringContaining("Other machines reach this gateway")]);
  });

  test("has no simulated banks where they are to be local", async () => {
    const gateway = await aGateway({ environment: { ...host, CHAMRA_SIMULATORS: "local" } });
    expect((await gateway.call("GET", "/kplus")).status).toBe(404);
    expect((await cardCharge(gateway)).status).toBe(400);
  });

  test("gives a stranger without a key nothing that writes", async () => {
    const gateway = await aGateway({ environment: host });
    for (const path of ["/3ds/areq", "/kplus/accounts/reset", "/simulators/misbehaviour"])
      expect((await gateway.call("POST", path, { key: null, body: { target: "*", fault: "late" } })).status).toBe(401);
    for (const path of ["/acs", "/acs/x/code", "/kplus/pay/x", "/kplus/payments/x/decide", "/payments/x/authorize"]) {
      const body = { creq: "e30", act: "reset", outcome: "successful" };
      expect((await gateway.call("POST", path, { key: null, body })).status, path).toBe(404);
    }
  });
});

test("a test key is counted at its banks as at the API, where test keys are counted", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_RATE_LIMIT_TEST: "1" } });
  const statuses: number[] = [];
  for (let asked = 0; asked < 5; asked += 1) {
    const { status } = await gateway.call("POST", "/3ds/areq", { json: {} });
    statuses.push(status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
});
