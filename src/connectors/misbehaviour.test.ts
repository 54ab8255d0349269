import { describe, expect, test } from "vitest";
import { aBankRequest } from "../../tests/kit/banks.ts";
import { noRules } from "../../tests/kit/rules.ts";
import { aMemory, anAuthentication, asker, aThreeDsBank } from "../../tests/kit/three-ds.ts";
import { type AnswerFault, createMisbehaviour } from "./faults.ts";
import { kplusConnector } from "./kplus/connector.ts";
import { type KplusBank, kplusSimulator } from "./kplus/simulator.ts";
import { threeDsConnector } from "./three-ds/connector.ts";

const account = "account_test_1";
const about = (reference: string) => ({ reference, merchantId: account });
const request = { ...about("ref-1"), amount: 150000, currency: "THB", merchant: "Demo Shop", callback: "pay2_test_1" };

/** K PLUS on a faulty line, and time that the test lets pass. */
async function aBadLine(fault?: AnswerFault) {
  const waiting: (() => void)[] = [];
  const wanted = { fault };
  const misbehaviour = createMisbehaviour(
    { ...noRules, answer: async () => wanted.fault },
    () => new Promise<void>((resolve) => waiting.push(resolve)),
  );
  const bank = kplusSimulator(await aMemory("sqlite"), () => 0);
  const { open, status, close } = bank;
  const line = misbehaviour.behind<KplusBank>({ open, status, close }, ({ reference, merchantId }) => ({
    reference,
    account: merchantId,
  }));
  return {
    misbehaviour,
    wanted,
    bank,
    line,
    connector: kplusConnector(line),
    timePasses: () => {
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

/** Whether a promise has settled, after everything that needs no time has happened. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  const mark = () => {
    done = true;
  };
  promise.then(mark, mark);
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
  return done;
}

test("a line without faults changes nothing", async () => {
  const { line, bank } = await aBadLine();
  expect(await line.open(request)).toEqual(await bank.open(request));
});

test("late: the bank has decided long before its answer comes", async () => {
  const { line, bank, timePasses } = await aBadLine({ fault: "answer_late", waits: 5_000 });
  const answer = line.close(about("ref-1"));
  expect(await settled(answer)).toBe(false);
  expect(await bank.status(about("ref-1"))).toEqual({ status: "CLOSED" });
  timePasses();
  expect(await answer).toEqual({ status: "CLOSED" });
});

test.each([{ fault: "answer_never" }, { fault: "answer_late", waits: null }] as const)(
  "$fault: there is no answer, and a later inquiry finds the bank's decision",
  async (fault) => {
    const { line, wanted } = await aBadLine(fault);
    await expect(line.close(about("ref-1"))).rejects.toThrow("in time");
    wanted.fault = undefined;
    expect(await line.status(about("ref-1"))).toEqual({ status: "CLOSED" });
  },
);

test("twice: the bank is asked twice, and its second answer counts", async () => {
  const { misbehaviour } = await aBadLine({ fault: "answer_twice" });
  let asked = 0;
  const line = misbehaviour.behind({ open: async (reference: string) => `${reference} ${++asked}` }, (reference) => ({
    reference,
    account,
  }));
  expect(await line.open("ref-1")).toBe("ref-1 2");
});

describe("out of order", () => {
  const outOfOrder = { fault: "answer_out_of_order" } as const;

  test("the second answer comes before the first", async () => {
    const { line } = await aBadLine(outOfOrder);
    const order: string[] = [];
    const first = line.open(request).then(() => order.push("first"));
    expect(await settled(first)).toBe(false);
    await line.status(about("ref-1")).then(() => order.push("second"));
    await first;
    expect(order).toEqual(["second", "first"]);
  });

  test("an answer about another payment overtakes nothing", async () => {
    const { line, timePasses } = await aBadLine(outOfOrder);
    const [first, other] = [line.open(request), line.open({ ...request, reference: "ref-2" })];
    for (const each of [first, other]) expect(await settled(each)).toBe(false);
    timePasses();
    expect(await first).toEqual({ status: "WAITING" });
  });

  test("without a second answer the first comes when the time is up, or when it is let go", async () => {
    const { misbehaviour, line, timePasses } = await aBadLine(outOfOrder);
    const answer = line.open(request);
    expect(await settled(answer)).toBe(false);
    timePasses();
    expect(await answer).toEqual({ status: "WAITING" });
    const again = line.open(request);
    misbehaviour.letGo("account_test_2");
    expect(await settled(again)).toBe(false);
    misbehaviour.letGo(account);
    expect(await settled(again)).toBe(true);
  });
});

test("the payer's acts are never faulty", async () => {
  const { bank, connector } = await aBadLine({ fault: "answer_twice" });
  await bank.decide("ref-1", { status: "PAID", bankReference: "KP1" });
  expect(await connector.inquire(aBankRequest({ reference: "ref-1", account }))).toMatchObject({
    answer: "approved",
    reference: "KP1",
  });
});

test.each([
  { fault: "answer_late", waits: 1 },
  { fault: "answer_never" },
  { fault: "answer_twice" },
  { fault: "answer_out_of_order" },
  { fault: "answer_nonsense" },
] as const)("3-D Secure on a line of $fault: never declined for it, and right once the line is", async (fault) => {
  const wanted: { fault: AnswerFault | undefined } = { fault };
  const misbehaviour = createMisbehaviour({ ...noRules, answer: async () => wanted.fault }, async () => {});
  const bank = await aThreeDsBank();
  const { reference } = anAuthentication();
  const line = misbehaviour.behind(bank.directory, (_, asked) => ({ reference, account: asked }));
  const connector = threeDsConnector(line);
  const outcomeOf = (asked: Promise<{ outcome: string }>) =>
    asked.then(
      ({ outcome }) => outcome,
      () => "no answer",
    );
  const without: Record<string, string> = { answer_never: "no answer", answer_nonsense: "unknown" };
  expect(await outcomeOf(connector.authenticate(anAuthentication()))).toBe(without[fault.fault] ?? "challenge");
  wanted.fault = undefined;
  const needed = await connector.authenticate(anAuthentication());
  if (needed.outcome !== "challenge") throw new Error("no challenge");
  await bank.acs.cancel((await bank.acs.open(needed.creq, null)) ?? "");

  wanted.fault = fault;
  expect(await outcomeOf(connector.result({ reference, account: asker }))).toBe(without[fault.fault] ?? "declined");
  wanted.fault = undefined;
  expect(await connector.result({ reference, account: asker })).toEqual({ outcome: "declined", reason: "cancelled" });
});
