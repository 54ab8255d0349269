import { describe, expect, test } from "vitest";
import {
  aChallenge,
  aMemory,
  anAuthentication,
  asked,
  asker,
  aThreeDsBank,
  over,
  wrong,
} from "../../../tests/kit/three-ds.ts";
import { areqOf } from "./request.ts";
import { decode } from "./wire.ts";

const id = anAuthentication().reference;
const minutes = (count: number) => count * 60_000;

describe("the one-time code", () => {
  test("is six digits, and the cardholder sees what it is for", async () => {
    const { challenge } = await aChallenge(await aThreeDsBank());
    expect(challenge).toMatchObject({
      code: expect.stringMatching(/^\d{6}$/),
      purchase: { merchantName: "Demo Shop", purchaseAmount: "400000", purchaseCurrency: "764", lastDigits: "4242" },
      notice: null,
      attemptsLeft: 3,
      resendsLeft: 3,
    });
  });

  test.each([
    ["4242424242424242", "05"],
    ["5555555555554444", "02"],
    ["3530111333300000", "05"],
  ])("authenticates the holder of %s with indicator %s", async (number, eci) => {
    const bank = await aThreeDsBank();
    const { id: acs, challenge } = await aChallenge(bank, anAuthentication(number));
    const end = over(await bank.acs.enter(acs, ` ${challenge.code} `, challenge.turn));
    expect(end.notificationURL).toBe(anAuthentication().notificationUrl);
    expect(decode(end.cres)).toEqual({
      messageType: "CRes",
      messageVersion: "2.2.0",
      threeDSServerTransID: id,
      acsTransID: acs,
      challengeCompletionInd: "Y",
      transStatus: "Y",
    });
    const results = await bank.directory.results(id, asker);
    expect(results).toMatchObject({ transStatus: "Y", eci, authenticationMethod: "02", interactionCounter: "01" });
    const value = (results as { authenticationValue: string }).authenticationValue;
    expect(Buffer.from(value, "base64")).toHaveLength(20);
    expect(await bank.directory.results(id, asker)).toEqual(results);
  });

  test("may be wrong twice; the third time ends the challenge", async () => {
    const bank = await aThreeDsBank();
    const { id: acs, challenge } = await aChallenge(bank);
    const bad = wrong(challenge.code);
    expect(await bank.acs.enter(acs, bad, 0)).toMatchObject({ notice: "wrong_code", attemptsLeft: 2 });
    expect(await bank.acs.enter(acs, "", 1)).toMatchObject({ notice: "wrong_code", attemptsLeft: 1 });
    expect(decode(over(await bank.acs.enter(acs, bad, 2)).cres)).toMatchObject({ transStatus: "N" });
    expect(await bank.directory.results(id, asker)).toMatchObject({ transStatus: "N", transStatusReason: "19" });
    expect(over(await bank.acs.enter(acs, challenge.code, 3)).cres).toBe(over(await bank.acs.look(acs)).cres);
    expect(await bank.directory.results(id, asker)).toMatchObject({ transStatus: "N" });
  });

  test("counts once when a double click sends it wrong twice", async () => {
    const bank = await aThreeDsBank();
    const { id: acs, challenge } = await aChallenge(bank);
    const bad = wrong(challenge.code);
    await Promise.all([bank.acs.enter(acs, bad, challenge.turn), bank.acs.enter(acs, bad, challenge.turn)]);
    expect(asked(await bank.acs.look(acs)).attemptsLeft).toBe(2);
  });

  test("is accepted from an outdated tab", async () => {
    const bank = await aThreeDsBank();
    const { id: acs, challenge } = await aChallenge(bank);
    await bank.acs.enter(acs, wrong(challenge.code), 0);
    over(await bank.acs.enter(acs, challenge.code, 0));
    expect(await bank.directory.results(id, asker)).toMatchObject({ transStatus: "Y" });
  });

  test("is replaced by a new one, at most three times", async () => {
    const bank = await aThreeDsBank();
    const { id: acs, challenge } = await aChallenge(bank);
    let last = challenge;
    for (const resendsLeft of [2, 1, 0]) {
      const next = asked(await bank.acs.resend(acs, last.turn));
      expect(next).toMatchObject({ notice: "code_resent", resendsLeft, attemptsLeft: 3 });
      expect(next.code).not.toBe(last.code);
      last = next;
    }
    expect(asked(await bank.acs.resend(acs, last.turn))).toEqual(last);
    const old = wrong(last.code);
    expect(asked(await bank.acs.enter(acs, old, last.turn)).attemptsLeft).toBe(2);
    over(await bank.acs.enter(acs, last.code, last.turn + 1));
  });

  test("is sent once by a double click on resend", async () => {
    const bank = await aThreeDsBank();
    const { id: acs } = await aChallenge(bank);
    await Promise.all([bank.acs.resend(acs, 0), bank.acs.resend(acs, 0)]);
    expect(asked(await bank.acs.look(acs)).resendsLeft).toBe(2);
  });
});

test("a cardholder who cancels is not authenticated, with that reason", async () => {
  const bank = await aThreeDsBank();
  const { id: acs, challenge } = await aChallenge(bank);
  expect(decode(over(await bank.acs.cancel(acs)).cres)).toMatchObject({ transStatus: "N" });
  over(await bank.acs.enter(acs, challenge.code, challenge.turn));
  expect(await bank.directory.results(id, asker)).toMatchObject({ transStatus: "N", challengeCancel: "01" });
});

describe("after ten minutes", () => {
  test("the right code comes too late", async () => {
    const bank = await aThreeDsBank();
    const { id: acs, challenge } = await aChallenge(bank);
    bank.advance(minutes(10) - 1);
    expect(await bank.directory.results(id, asker)).toBeUndefined();
    bank.advance(1);
    over(await bank.acs.enter(acs, challenge.code, challenge.turn));
    expect(await bank.directory.results(id, asker)).toMatchObject({ transStatusReason: "14", challengeCancel: "04" });
  });

  test("a challenge that the browser never reached is over too", async () => {
    const bank = await aThreeDsBank();
    const needed = await bank.connector.authenticate(anAuthentication());
    bank.advance(minutes(10));
    expect(await bank.directory.results(id, asker)).toMatchObject({ transStatusReason: "14", challengeCancel: "05" });
    const acs = needed.outcome === "challenge" ? await bank.acs.open(needed.creq, null) : undefined;
    over(await bank.acs.look(acs ?? ""));
  });
});

test("the gateway's session data comes back with the CRes", async () => {
  const bank = await aThreeDsBank();
  const { id: acs, creq } = await aChallenge(bank);
  await bank.acs.open(creq, "c2Vzc2lvbg");
  expect(over(await bank.acs.cancel(acs)).threeDSSessionData).toBe("c2Vzc2lvbg");
});

test.each(["", "nonsense", Buffer.from("{}").toString("base64url")])("the ACS does not open %j", async (creq) => {
  expect(await (await aThreeDsBank()).acs.open(creq, null)).toBeUndefined();
});

test("the ACS opens a challenge only for both of its ids together", async () => {
  const bank = await aThreeDsBank();
  const { creq } = await aChallenge(bank);
  const other = await aChallenge(
    bank,
    anAuthentication(undefined, { reference: "0b5c2f6a-6a0e-4d7e-9d5b-3a1f7c2e9b41" }),
  );
  const crossed = { ...(decode(creq) as object), acsTransID: other.id };
  expect(await bank.acs.open(Buffer.from(JSON.stringify(crossed)).toString("base64url"), null)).toBeUndefined();
  expect(await bank.acs.look(id)).toBeUndefined();
  expect(await bank.acs.cancel("nobody")).toBeUndefined();
});

test("the directory server names the invalid field, and reports unknown transactions", async () => {
  const { directory } = await aThreeDsBank();
  const message = areqOf(anAuthentication());
  const { purchaseAmount: _, ...incomplete } = message;
  expect(await directory.areq({ ...message, purchaseAmount: "4,000.00" }, asker)).toMatchObject({
    messageType: "Erro",
    errorCode: "203",
    errorDetail: "purchaseAmount",
  });
  expect(await directory.areq(incomplete as typeof message, asker)).toMatchObject({
    errorCode: "201",
    errorDetail: "purchaseAmount",
  });
  expect(await directory.areq("<html>" as never, asker)).toMatchObject({ messageType: "Erro", errorCode: "201" });
  expect(await directory.results(id, asker)).toMatchObject({ messageType: "Erro", errorCode: "301" });
});

describe.each(["sqlite", "postgres"] as const)("on %s", (engine) => {
  test("the bank shares its memory between processes, and decides once", async () => {
    const memory = await aMemory(engine);
    const [one, other] = [await aThreeDsBank(memory), await aThreeDsBank(memory)];
    const message = areqOf(anAuthentication());
    const [first, second] = await Promise.all([
      one.directory.areq(message, asker),
      other.directory.areq(message, asker),
    ]);
    expect(second).toEqual(first);

    const { id: acs, challenge } = await aChallenge(one);
    const ends = await Promise.all([
      one.acs.enter(acs, challenge.code, challenge.turn),
      other.acs.cancel(acs),
      other.acs.enter(acs, wrong(challenge.code), challenge.turn),
      one.acs.resend(acs, challenge.turn),
    ]);
    expect(ends).toHaveLength(4);
    expect(await other.directory.results(id, asker)).toEqual(await one.directory.results(id, asker));
    expect(over(await one.acs.look(acs))).toEqual(over(await other.acs.look(acs)));
  });

  test("the bank keeps no card number", async () => {
    const memory = await aMemory(engine);
    await aChallenge(await aThreeDsBank(memory));
    expect(await memory.get(`${asker}/${id}`)).not.toContain("4242424242");
  });

  test("a value is replaced only if it is the one that was read", async () => {
    const memory = await aMemory(engine);
    await memory.putOnce("key", "a");
    expect(await memory.replace("key", "b", "a")).toBe(true);
    expect(await memory.replace("key", "c", "a")).toBe(false);
    expect(await memory.replace("nothing", "c", "a")).toBe(false);
    expect(await memory.get("key")).toBe("b");
  });
});
