import { describe, expect, test } from "vitest";
import { aMemory, anAuthentication, aThreeDsBank } from "../../tests/kit/three-ds.ts";
import { kplusConnector } from "./kplus/connector.ts";
import { kplusSimulator } from "./kplus/simulator.ts";
import { createMisbehaviour, everyone, faults } from "./misbehaviour.ts";
import { threeDsConnector } from "./three-ds/connector.ts";
import { transactionIdOf } from "./three-ds/request.ts";

const request = { reference: "ref-1", amount: 150000, currency: "THB", merchant: "Demo Shop", callback: "pay2_test_1" };

/** A K PLUS whose line can be made to fail, and a clock that the test lets run. */
async function aBadLine() {
  const waiting: (() => void)[] = [];
  const misbehaviour = createMisbehaviour(() => new Promise<void>((resolve) => waiting.push(resolve)));
  const bank = kplusSimulator(await aMemory("sqlite"), () => 0);
  const line = misbehaviour.behind(bank, ({ reference }) => reference);
  return {
    misbehaviour,
    bank,
    line,
    connector: kplusConnector(line),
    timePasses: () => {
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

/** Whether a promise has settled once everything that can happen without time has happened. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  const mark = () => {
    done = true;
  };
  promise.then(mark, mark);
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
  return done;
}

test("a line that does not misbehave changes nothing", async () => {
  const { line, bank } = await aBadLine();
  expect(await line.open(request)).toEqual(await bank.open(request));
});

test("late: the bank has decided long before its answer comes", async () => {
  const { misbehaviour, line, bank, timePasses } = await aBadLine();
  misbehaviour.set("ref-1", "late");
  const answer = line.close("ref-1");
  expect(await settled(answer)).toBe(false);
  expect(await bank.status("ref-1")).toEqual({ status: "CLOSED" });
  timePasses();
  expect(await answer).toEqual({ status: "CLOSED" });
});

test("never: the line gives up, and a later question finds what the bank did", async () => {
  const { misbehaviour, line, timePasses } = await aBadLine();
  misbehaviour.set("ref-1", "never");
  const answer = line.close("ref-1");
  expect(await settled(answer)).toBe(false);
  timePasses();
  await expect(answer).rejects.toThrow("did not answer");
  misbehaviour.clear("ref-1");
  expect(await line.status("ref-1")).toEqual({ status: "CLOSED" });
});

test("twice: the bank is asked twice, carries it out once and answers alike", async () => {
  const { misbehaviour } = await aBadLine();
  let asked = 0;
  const line = misbehaviour.behind({ open: async (reference: string) => `${reference} ${++asked}` }, () => "");
  misbehaviour.set("ref-1", "twice");
  expect(await line.open("ref-1")).toBe("ref-1 2");
});

test("out of order: the second answer comes before the first", async () => {
  const { misbehaviour, line } = await aBadLine();
  misbehaviour.set("ref-1", "out_of_order");
  const order: string[] = [];
  const first = line.open(request).then(() => order.push("first"));
  expect(await settled(first)).toBe(false);
  await line.status("ref-1").then(() => order.push("second"));
  await first;
  expect(order).toEqual(["second", "first"]);
});

test("out of order with nobody to overtake: the answer comes when time is up", async () => {
  const { misbehaviour, line, timePasses } = await aBadLine();
  misbehaviour.set("ref-1", "out_of_order");
  const answer = line.open(request);
  expect(await settled(answer)).toBe(false);
  timePasses();
  expect(await answer).toEqual({ status: "WAITING" });
});

describe("who is meant", () => {
  test.each([
    ["ref-1", "ref-1", true],
    ["ref-1", "ref-1/capture/100", true],
    ["ref-1", "ref-10", false],
    [everyone, "ref-2", true],
  ])("a fault of %s and the reference %s: %s", async (target, reference, hit) => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set(target, "nonsense");
    expect(typeof (await line.status(reference)) === "string").toBe(hit);
  });

  test("one charge can misbehave otherwise than all", async () => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set(everyone, "nonsense");
    misbehaviour.set("ref-1", "twice");
    expect(await line.status("ref-1")).toEqual({ status: "WAITING" });
    expect([...misbehaviour.all()]).toEqual([
      [everyone, "nonsense"],
      ["ref-1", "twice"],
    ]);
  });

  test("clearing lets go of what was held back, of that target only", async () => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set("ref-1", "late");
    misbehaviour.set("ref-2", "late");
    const [one, two] = [line.status("ref-1"), line.status("ref-2")];
    expect(await settled(one)).toBe(false);
    misbehaviour.clear("ref-1");
    expect(await one).toEqual({ status: "WAITING" });
    expect(await settled(two)).toBe(false);
    misbehaviour.clear();
    expect(await two).toEqual({ status: "WAITING" });
  });

  test("the payer's acts go another way than the gateway's questions", async () => {
    const { misbehaviour, bank, connector } = await aBadLine();
    misbehaviour.set(everyone, "twice");
    await bank.decide("ref-1", { status: "PAID", bankReference: "KP1" });
    expect(await connector.inquire("ref-1")).toMatchObject({ answer: "approved", reference: "KP1" });
  });
});

test.each(faults)(
  "3-D Secure on a line that is %s: never declined for it, and right once the line is",
  async (fault) => {
    const misbehaviour = createMisbehaviour(async () => {});
    const bank = await aThreeDsBank();
    const line = misbehaviour.behind(bank.directory, ({ threeDSServerTransID }) => threeDSServerTransID);
    const connector = threeDsConnector(line);
    const { reference } = anAuthentication();
    misbehaviour.set(transactionIdOf(reference), fault);

    const heard = await connector.authenticate(anAuthentication());
    expect(heard.outcome).toBe(fault === "never" || fault === "nonsense" ? "unknown" : "challenge");
    misbehaviour.clear();
    const needed = await connector.authenticate(anAuthentication());
    if (needed.outcome !== "challenge") throw new Error("no challenge");
    await bank.acs.cancel((await bank.acs.open(needed.creq, null)) ?? "");

    misbehaviour.set(transactionIdOf(reference), fault);
    const result = await connector.result(reference);
    expect(result.outcome).toBe(fault === "never" || fault === "nonsense" ? "unknown" : "declined");
    misbehaviour.clear();
    expect(await connector.result(reference)).toEqual({ outcome: "declined", reason: "cancelled" });
  },
);
