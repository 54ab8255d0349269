import { describe, expect, test } from "vitest";
import { days } from "../../src/domain/time.ts";
import { installmentCharge } from "../kit/builders.ts";
import { start } from "../kit/clock.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

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
      await young.putOnce("old 0", "2"); // written once, it gets no younger
      await gateway.advance(days(1));
      expect(await Promise.all(["old 0", "old 2000", "young"].map(old.get))).toEqual([undefined, undefined, "1"]);
    });
  });
}

describe("what banks said of a charge that is not decided", () => {
  const kept = async ({ gateway }: TestGateway, id: string) => gateway.store.bankMessage.ofCharge(id, 1_000);

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
