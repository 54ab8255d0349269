import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ChallengeNeeded } from "../../src/connectors/three-ds/connector.ts";
import { revise } from "../../src/domain/base/row.ts";
import { days, minutes } from "../../src/domain/base/time.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import { type Visit, visit } from "../../src/operations/payment/payer.ts";
import { askForResult, authenticate, returned } from "../../src/operations/payment/three-ds.ts";
import { banksOf } from "../kit/banks.ts";
import { aToken, cardCharge, installmentCharge } from "../kit/builders.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { addFault, endFaults } from "../kit/rules.ts";
import { transactionOf, wrong } from "../kit/three-ds.ts";

const browser = { accept: "text/html", userAgent: "Mozilla/5.0", language: "th", ip: "203.0.113.7", script: null };
const notificationUrl = "http://localhost:4242/payments/pay2_test_5z4ykxh5odizq9jxj5p/authenticated";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`on ${engine}`, () => {
    test("two browsers that arrive at once are one transaction and one payment", async () => {
      const { gateway, visited } = await aVisit("5399000600080004", engine);
      const arrivals = await Promise.all(
        [1, 2, 3].map(() => authenticate(gateway.gateway, visited, browser, notificationUrl)),
      );
      for (const { challenge } of arrivals) expect(challenge).toBeNull();
      expect(await stored(gateway, visited)).toMatchObject({ state: "captured" });
      expect(await trace(gateway, visited)).toEqual({ told: 1, moved: 1 });
    });

    test("two browsers that arrive at once are one challenge, under one id that was saved before the issuer was asked", async () => {
      const { gateway, visited } = await aVisit(undefined, engine);
      const { directory } = gateway.gateway.simulation;
      const arrivals = await Promise.all(
        [1, 2, 3].map(() => authenticate(gateway.gateway, visited, browser, notificationUrl)),
      );
      const creqs = new Set(arrivals.map(({ challenge }) => challenge?.creq));
      expect(creqs.size).toBe(1);
      const { threeDsTransaction, authentication } = await stored(gateway, visited);
      expect(decoded([...creqs][0] ?? "")).toMatchObject({ threeDSServerTransID: threeDsTransaction });
      expect(authentication?.challengedUntil).not.toBeNull();
      expect(await directory.results(threeDsTransaction ?? "", visited.account.id)).toBeUndefined(); // the cardholder is being asked
    });

    test("two returns at once, and the clock at the same moment, are one payment", async () => {
      const { gateway, visited } = await aVisit(undefined, engine);
      const cres = await answered(gateway, await challenged(gateway, visited), "right");
      const back = await revisit(gateway, visited);
      await Promise.all([
        returned(gateway.gateway, back, cres),
        returned(gateway.gateway, back, cres),
        askForResult(gateway.gateway, back),
      ]);
      expect(await stored(gateway, visited)).toMatchObject({ state: "captured" });
      expect(await trace(gateway, visited)).toEqual({ told: 1, moved: 1 });
    });
  });
}

describe("authenticate", () => {
  test("in two processes at once is one challenge, under the id that one of them saved", async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const gateways = [await aGateway({ databaseUrl: database.url }), await aGateway({ databaseUrl: database.url })];
    const [first, second] = gateways as [TestGateway, TestGateway];
    const { json } = await installmentCharge(first);
    const visits = [await visitOf(first, json.id), await visitOf(second, json.id)] as const;
    const challenges = await Promise.all([challenged(first, visits[0]), challenged(second, visits[1])]);
    expect(challenges[1]).toMatchObject({ creq: challenges[0].creq });
    const { threeDsTransaction } = await stored(second, visits[1]);
    expect(decoded(challenges[0].creq)).toMatchObject({ threeDSServerTransID: threeDsTransaction });
  });

  test("asked again while the cardholder is being challenged, the same challenge goes on", async () => {
    const { gateway, visited } = await aVisit();
    const first = await challenged(gateway, visited);
    await gateway.advance(minutes(3));
    const again = await authenticate(gateway.gateway, await revisit(gateway, visited), browser, notificationUrl);
    expect(again.challenge).toEqual(first);
    const { authentication, dueAt } = await stored(gateway, visited);
    expect(authentication).toEqual({ challengedUntil: visited.charge.createdAt + minutes(10), proof: null });
    expect(dueAt).toBe(visited.charge.createdAt + minutes(11));
  });

  test("asks nobody once the charge is over or its time is up", async () => {
    const { gateway, visited } = await aVisit();
    const id = await transactionOf(gateway, visited.charge.id);
    await gateway.advance(days(7));
    expect(await authenticate(gateway.gateway, visited, browser, notificationUrl)).toMatchObject({ challenge: null });
    const over = await revisit(gateway, visited);
    expect(await authenticate(gateway.gateway, over, browser, notificationUrl)).toMatchObject({
      charge: { state: "expired" },
      challenge: null,
    });
    expect(await gateway.gateway.simulation.directory.results(id, visited.account.id)).toMatchObject({
      errorCode: "301",
    });
  });

  test("an issuer who does not answer leaves the charge as it was", async () => {
    const { gateway, visited } = await aVisit("5399000600080004");
    await addFault(gateway, "answer_nonsense", { charge: visited.charge.id });
    const { charge, challenge } = await authenticate(gateway.gateway, visited, browser, notificationUrl);
    expect([charge.state, charge.authentication, challenge]).toEqual(["awaiting_payer", null, null]);
    await endFaults(gateway);
    await authenticate(gateway.gateway, visited, browser, notificationUrl);
    expect(await stored(gateway, visited)).toMatchObject({ state: "captured" });
  });
});

describe("returned", () => {
  test("before the cardholder has decided, nothing is decided", async () => {
    const { gateway, visited } = await aVisit();
    const challenge = await challenged(gateway, visited);
    const early = JSON.stringify({ ...decoded(challenge.creq), messageType: "CRes", transStatus: "Y" });
    const charge = await returned(
      gateway.gateway,
      await revisit(gateway, visited),
      Buffer.from(early).toString("base64url"),
    );
    expect(charge.state).toBe("awaiting_payer");
  });

  test("the result is the issuer's, whatever the browser says it is", async () => {
    const { gateway, visited } = await aVisit();
    const cres = await answered(gateway, await challenged(gateway, visited), "wrong");
    const forged = Buffer.from(JSON.stringify({ ...decoded(cres), transStatus: "Y" })).toString("base64url");
    expect(await returned(gateway.gateway, await revisit(gateway, visited), forged)).toMatchObject({
      state: "failed",
      failureCode: "failed_processing",
    });
  });

  test("with the result of another charge, nothing is decided", async () => {
    const { gateway, visited } = await aVisit();
    const { json } = await installmentCharge(gateway);
    const other = await visitOf(gateway, json.id);
    await challenged(gateway, visited);
    const cres = await answered(gateway, await challenged(gateway, other), "right");
    expect(await returned(gateway.gateway, await revisit(gateway, visited), cres)).toMatchObject({
      state: "awaiting_payer",
    });
    expect(await returned(gateway.gateway, await revisit(gateway, other), cres)).toMatchObject({ state: "captured" });
  });

  test("after the charge has expired, nothing is taken any more", async () => {
    const { gateway, visited } = await aVisit();
    const { threeDs } = gateway.gateway.simulation.connectors;
    if (!threeDs) throw new Error("issuers are simulated in test mode");
    const cres = await answered(gateway, await challenged(gateway, visited), "right");
    threeDs.result = async () => ({ outcome: "unknown", why: "the line is down" });
    await gateway.advance(days(7));
    await gateway.advance(minutes(1));
    expect(await stored(gateway, visited)).toMatchObject({ state: "expired" });
    expect(await returned(gateway.gateway, await revisit(gateway, visited), cres)).toMatchObject({ state: "expired" });
    expect(await trace(gateway, visited)).toEqual({ told: 1, moved: 0 });
  });
});

describe("askForResult", () => {
  test("while the cardholder is being asked, nothing is decided", async () => {
    const { gateway, visited } = await aVisit();
    await challenged(gateway, visited);
    expect(await askForResult(gateway.gateway, await revisit(gateway, visited))).toMatchObject({
      state: "awaiting_payer",
    });
  });

  test("a challenge of a version that kept no id is looked after at the end of the charge, not at every tick", async () => {
    const { gateway, visited } = await aVisit();
    await challenged(gateway, visited);
    const old = revise(await stored(gateway, visited), { threeDsTransaction: null });
    await gateway.gateway.store.save({ update: { charges: [old] } });
    await gateway.advance(minutes(11));
    const { state, dueAt, expiresAt } = await stored(gateway, visited);
    expect([state, dueAt]).toEqual(["awaiting_payer", expiresAt]);
    await gateway.advance(days(7));
    expect(await stored(gateway, visited)).toMatchObject({ state: "expired" });
  });

  test("the clock asks once the challenge is over: who never answered was too late", async () => {
    const { gateway, visited } = await aVisit();
    await challenged(gateway, visited);
    await gateway.advance(minutes(10));
    expect(await stored(gateway, visited)).toMatchObject({ state: "awaiting_payer" });
    await gateway.advance(minutes(1));
    expect(await stored(gateway, visited)).toMatchObject({ state: "failed", failureCode: "timeout" });
  });
});

describe("what is kept", () => {
  test("the authentication value is forgotten with the bank's decision, be it yes or no; the rest stays on record", async () => {
    for (const number of ["4999000400070004", "5399000600080004"]) {
      const { gateway, visited } = await aVisit(number);
      const banks = banksOf(gateway.gateway);
      const bank = banks.card;
      let shown: string | null | undefined;
      banks.card = {
        ...bank,
        authorize: async (request, card, proof) => {
          shown = proof?.authenticationValue;
          return bank.authorize(request, card, proof);
        },
      };
      await authenticate(gateway.gateway, visited, browser, notificationUrl);
      const { authentication } = await stored(gateway, visited);
      expect(shown).toMatch(/^[\w+/]{27}=$/);
      expect(authentication?.proof).toMatchObject({ status: "Y", authenticationValue: null });
      expect(JSON.stringify(await stored(gateway, visited))).not.toContain(shown);
    }
  });

  test("neither number nor security code of a card is in the memory of the simulated banks", async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const gateway = await aGateway({ databaseUrl: database.url });
    const card = await aToken(gateway, "4999000400070400", { security_code: "9173" });
    const { json } = await cardCharge(gateway, { card, authentication: "3DS", return_uri: "https://example.com/" });
    const visited = await visitOf(gateway, json.id);
    const cres = await answered(gateway, await challenged(gateway, visited), "right");
    await returned(gateway.gateway, await revisit(gateway, visited), cres);
    const client = new pg.Client(database.url);
    await client.connect();
    onTestFinished(() => client.end());
    const { rows } = await client.query("select bank, key, value from simulated_bank");
    expect(new Set(rows.map(({ bank }) => bank))).toEqual(new Set(["three-ds", "card"]));
    const memory = JSON.stringify(rows);
    expect(memory).toContain("0400"); // the last digits, which the cardholder is shown
    expect(memory).not.toContain("4999000400070400");
    expect(memory).not.toMatch(/"9173\\?"/);
  });
});

/** A charge whose payer has just opened the page. */
async function aVisit(number?: string, engine: "sqlite" | "postgres" = "sqlite") {
  const gateway = await aGateway({ engine });
  const { json } = await installmentCharge(gateway, {}, number);
  return { gateway, visited: await visitOf(gateway, json.id) };
}

async function visitOf({ gateway }: TestGateway, id: string): Promise<Visit> {
  const charge = await findCharge(gateway.store, id);
  const found = charge?.page && (await visit(gateway, charge.page));
  if (!found) throw new Error("the charge has a page");
  return found;
}

const revisit = (gateway: TestGateway, { charge }: Visit): Promise<Visit> => visitOf(gateway, charge.id);

async function stored({ gateway }: TestGateway, { charge }: Visit): Promise<Charge> {
  const found = await findCharge(gateway.store, charge.id);
  if (!found) throw new Error("the charge was made");
  return found;
}

async function challenged({ gateway }: TestGateway, visited: Visit): Promise<ChallengeNeeded> {
  const { challenge } = await authenticate(gateway, visited, browser, notificationUrl);
  if (!challenge) throw new Error("the issuer does not challenge");
  return challenge;
}

/** Answers as the cardholder on the issuer's page; returns the field `cres` that the browser posts back. */
async function answered({ gateway }: TestGateway, { creq }: ChallengeNeeded, code: "right" | "wrong"): Promise<string> {
  const { acs } = gateway.simulation;
  const id = (await acs.open(creq, null)) ?? "";
  for (;;) {
    const challenge = await acs.look(id);
    if (challenge?.step !== "asked") return challenge?.cres ?? "";
    await acs.enter(id, code === "right" ? challenge.code : wrong(challenge.code), challenge.turn);
  }
}

const decoded = (field: string): object => JSON.parse(Buffer.from(field, "base64url").toString());

/** Number of final events of the charge, and of its ledger entries. */
async function trace(gateway: TestGateway, { charge }: Visit): Promise<{ told: number; moved: number }> {
  const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
  const { json: transactions } = await gateway.call("GET", "/transactions");
  return {
    told: events.data.filter(({ key }: { key: string }) => key === "charge.complete").length,
    moved: transactions.data.filter(({ origin }: { origin: string }) => origin === charge.id).length,
  };
}
