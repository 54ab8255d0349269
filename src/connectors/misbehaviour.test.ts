import { describe, expect, test } from "vitest";
import { aBankRequest } from "../../tests/kit/banks.ts";
import { aMemory, anAuthentication, asker, aThreeDsBank } from "../../tests/kit/three-ds.ts";
import { hours } from "../domain/base/time.ts";
import { createMisbehaviour, everyone, faults, targetsMax } from "./faults.ts";
import { kplusConnector } from "./kplus/connector.ts";
import { type KplusBank, kplusSimulator } from "./kplus/simulator.ts";
import { threeDsConnector } from "./three-ds/connector.ts";

const account = "account_test_1";
const about = (reference: string) => ({ reference, merchantId: account });
const request = { ...about("ref-1"), amount: 150000, currency: "THB", merchant: "Demo Shop", callback: "pay2_test_1" };

/** K PLUS on a faulty line, and a clock that the test controls. */
async function aBadLine() {
  const waiting: (() => void)[] = [];
  let now = 0;
  const misbehaviour = createMisbehaviour(
    () => new Promise<void>((resolve) => waiting.push(resolve)),
    () => now,
  );
  const bank = kplusSimulator(await aMemory("sqlite"), () => 0);
  const { open, status, close } = bank;
  const line = misbehaviour.behind<KplusBank>({ open, status, close }, ({ reference, merchantId }) => ({
    reference,
    account: merchantId,
  }));
  return {
    misbehaviour,
    bank,
    line,
    connector: kplusConnector(line),
    timePasses: () => {
      for (const wake of waiting.splice(0)) wake();
    },
    advance: (ms: number) => {
      now += ms;
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
  const { misbehaviour, line, bank, timePasses } = await aBadLine();
  misbehaviour.set(account, "ref-1", "late");
  const answer = line.close(about("ref-1"));
  expect(await settled(answer)).toBe(false);
  expect(await bank.status(about("ref-1"))).toEqual({ status: "CLOSED" });
  timePasses();
  expect(await answer).toEqual({ status: "CLOSED" });
});

test("never: the line times out, and a later inquiry finds the bank's decision", async () => {
  const { misbehaviour, line, timePasses } = await aBadLine();
  misbehaviour.set(account, "ref-1", "never");
  const answer = line.close(about("ref-1"));
  expect(await settled(answer)).toBe(false);
  timePasses();
  await expect(answer).rejects.toThrow("did not answer");
  misbehaviour.clear(account, "ref-1");
  expect(await line.status(about("ref-1"))).toEqual({ status: "CLOSED" });
});

test("twice: the bank is asked twice, carries it out once and answers alike", async () => {
  const { misbehaviour } = await aBadLine();
  let asked = 0;
  const line = misbehaviour.behind({ open: async (reference: string) => `${reference} ${++asked}` }, (reference) => ({
    reference,
    account,
  }));
  misbehaviour.set(account, "ref-1", "twice");
  expect(await line.open("ref-1")).toBe("ref-1 2");
});

test("out of order: the second answer comes before the first", async () => {
  const { misbehaviour, line } = await aBadLine();
  misbehaviour.set(account, "ref-1", "out_of_order");
  const order: string[] = [];
  const first = line.open(request).then(() => order.push("first"));
  expect(await settled(first)).toBe(false);
  await line.status(about("ref-1")).then(() => order.push("second"));
  await first;
  expect(order).toEqual(["second", "first"]);
});

test("out of order without a second answer: the first comes when the time is up", async () => {
  const { misbehaviour, line, timePasses } = await aBadLine();
  misbehaviour.set(account, "ref-1", "out_of_order");
  const answer = line.open(request);
  expect(await settled(answer)).toBe(false);
  timePasses();
  expect(await answer).toEqual({ status: "WAITING" });
});

describe("the target of a fault", () => {
  test.each([
    ["ref-1", "ref-1", true],
    ["ref-1", "ref-1/capture/100", true],
    ["ref-1", "ref-10", false],
    [everyone, "ref-2", true],
  ])("a fault of %s and the reference %s: %s", async (target, reference, hit) => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set(account, target, "nonsense");
    expect(typeof (await line.status(about(reference))) === "string").toBe(hit);
  });

  test("one charge can have another fault than all", async () => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set(account, everyone, "nonsense");
    misbehaviour.set(account, "ref-1", "twice");
    expect(await line.status(about("ref-1"))).toEqual({ status: "WAITING" });
    expect([...misbehaviour.all(account)]).toEqual([
      [everyone, "nonsense"],
      ["ref-1", "twice"],
    ]);
  });

  test("clearing releases the delayed answers of that target only", async () => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set(account, "ref-1", "late");
    misbehaviour.set(account, "ref-2", "late");
    const [one, two] = [line.status(about("ref-1")), line.status(about("ref-2"))];
    expect(await settled(one)).toBe(false);
    misbehaviour.clear(account, "ref-1");
    expect(await one).toEqual({ status: "WAITING" });
    expect(await settled(two)).toBe(false);
    misbehaviour.clear(account);
    expect(await two).toEqual({ status: "WAITING" });
  });

  test("the payer's acts are never faulty", async () => {
    const { misbehaviour, bank, connector } = await aBadLine();
    misbehaviour.set(account, everyone, "twice");
    await bank.decide("ref-1", { status: "PAID", bankReference: "KP1" });
    expect(await connector.inquire(aBankRequest({ reference: "ref-1", account }))).toMatchObject({
      answer: "approved",
      reference: "KP1",
    });
  });
});

describe("two accounts", () => {
  const other = "account_test_2";

  test("everyone is everyone of the account: the other's answers stay right", async () => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set(other, everyone, "nonsense");
    misbehaviour.set(other, "ref-1", "nonsense");
    expect(await line.status(about("ref-1"))).toEqual({ status: "WAITING" });
    expect(await line.status({ reference: "ref-1", merchantId: other })).toContain("502");
    expect([...misbehaviour.all(account)]).toEqual([]);
  });

  test("clearing everything clears only the account's own faults", async () => {
    const { misbehaviour, line } = await aBadLine();
    misbehaviour.set(account, "ref-1", "late");
    const held = line.status(about("ref-1"));
    misbehaviour.clear(other);
    misbehaviour.clear(other, "ref-1");
    expect(await settled(held)).toBe(false);
    expect([...misbehaviour.all(account)]).toEqual([["ref-1", "late"]]);
  });
});

test("a fault ends after an hour, counted from when it was last set", async () => {
  const { misbehaviour, line, advance } = await aBadLine();
  misbehaviour.set(account, "ref-1", "nonsense");
  misbehaviour.set(account, "ref-2", "nonsense");
  advance(hours(1) - 1);
  misbehaviour.set(account, "ref-1", "nonsense");
  expect(await line.status(about("ref-2"))).toContain("502");
  advance(1);
  expect(await line.status(about("ref-2"))).toEqual({ status: "WAITING" });
  expect(await line.status(about("ref-1"))).toContain("502");
  expect([...misbehaviour.all(account)]).toEqual([["ref-1", "nonsense"]]);
});

test("an account has at most a thousand targets; an expired one makes room", async () => {
  const { misbehaviour, advance } = await aBadLine();
  for (let count = 0; count < targetsMax; count += 1)
    expect(misbehaviour.set(account, `ref-${count}`, "late")).toBe(true);
  expect(misbehaviour.set(account, "one more", "late")).toBe(false);
  expect(misbehaviour.set(account, "ref-7", "never")).toBe(true);
  misbehaviour.clear(account, "ref-8");
  expect(misbehaviour.set(account, "one more", "late")).toBe(true);
  advance(hours(1));
  expect(misbehaviour.set(account, "and another", "late")).toBe(true);
  expect(misbehaviour.all(account).size).toBe(1);
});

test.each(faults)(
  "3-D Secure on a line that is %s: never declined for it, and right once the line is",
  async (fault) => {
    const misbehaviour = createMisbehaviour(
      async () => {},
      () => 0,
    );
    const bank = await aThreeDsBank();
    const { reference } = anAuthentication();
    const line = misbehaviour.behind(bank.directory, (_, asked) => ({ reference, account: asked }));
    const connector = threeDsConnector(line);
    misbehaviour.set(asker, reference, fault);

    const outcomeOf = (asked: Promise<{ outcome: string }>) =>
      asked.then(
        ({ outcome }) => outcome,
        () => "no answer",
      );
    const without: Record<string, string> = { never: "no answer", nonsense: "unknown" };
    expect(await outcomeOf(connector.authenticate(anAuthentication()))).toBe(without[fault] ?? "challenge");
    misbehaviour.clear(asker);
    const needed = await connector.authenticate(anAuthentication());
    if (needed.outcome !== "challenge") throw new Error("no challenge");
    await bank.acs.cancel((await bank.acs.open(needed.creq, null)) ?? "");

    misbehaviour.set(asker, reference, fault);
    expect(await outcomeOf(connector.result({ reference, account: asker }))).toBe(without[fault] ?? "declined");
    misbehaviour.clear(asker);
    expect(await connector.result({ reference, account: asker })).toEqual({ outcome: "declined", reason: "cancelled" });
  },
);
