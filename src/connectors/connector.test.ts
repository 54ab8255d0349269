import { describe, expect, test } from "vitest";
import { aBankMemory, noon } from "../../tests/kit/domain-builders.ts";
import { Secret } from "../domain/base/secret.ts";
import { methods } from "../methods/index.ts";
import { cardConnector } from "./card/connector.ts";
import { cardSimulator } from "./card/simulator.ts";
import type { AppRequest, BankAnswer, BankReference } from "./connector.ts";
import { simulate } from "./index.ts";
import { kplusConnector } from "./kplus/connector.ts";
import { kplusSimulator } from "./kplus/simulator.ts";
import { rejections } from "./kplus/wire.ts";

const reference = "chrg_test_5z4ykxh42cn7qsxw1w5";
const account = "account_test_5z4ykxh3s2r2zsqpgvy";
const request: AppRequest = {
  reference,
  account,
  amount: 150_000,
  currency: "THB",
  merchant: "Demo Shop",
  callback: "pay2_test_5z4ykxh5odizq9jxj5p",
};

/** A connector with its simulator and that one's memory, as seen by a question that every bank must answer alike. */
type Side = {
  decisions: Map<string, string>;
  /** Sends the request, and plays what the payer must do for this outcome. */
  ask(outcome: "approved" | "declined", sent?: AppRequest): Promise<BankAnswer>;
  inquire(about: BankReference): Promise<BankAnswer>;
};

const sides: Record<string, () => Side> = {
  "K PLUS payment": () => {
    const memory = aBankMemory();
    const bank = kplusSimulator(memory, () => noon);
    const connector = kplusConnector(bank);
    return {
      ...memory,
      ask: async (outcome, sent = request) => {
        await connector.open(sent);
        const paid = { status: "PAID", bankReference: "KP4MfnXMIwawSp6O" } as const;
        await bank.decide(
          sent.reference,
          outcome === "approved" ? paid : { status: "REJECTED", rejection: "REJECTED" },
        );
        return connector.open(sent);
      },
      inquire: connector.inquire,
    };
  },
  "card authorization": () => {
    const memory = aBankMemory();
    const connector = cardConnector(cardSimulator(memory));
    return {
      ...memory,
      ask: (outcome, sent = request) => connector.authorize(sent, lent(outcome), null),
      inquire: connector.inquire,
    };
  },
  ...Object.fromEntries(
    (["capture", "reverse", "refund"] as const).map((step) => [
      `card ${step}`,
      () => {
        const memory = aBankMemory();
        const connector = cardConnector(cardSimulator(memory));
        return {
          ...memory,
          ask: (_: string, sent = request) => connector[step](sent, reference),
          inquire: connector.inquire,
        };
      },
    ]),
  ),
};

function lent(outcome: "approved" | "declined") {
  const number = outcome === "approved" ? "4242424242424242" : "4111111111140011";
  return { number: new Secret(number), expirationMonth: 12, expirationYear: 2030, securityCode: new Secret("123") };
}

describe.each(Object.entries(sides))("%s", (_, aSide) => {
  test("that the bank never got, or that waits for its payer, is pending", async () => {
    expect(await aSide().inquire(request)).toEqual({ answer: "pending" });
  });

  test("an approval has a reference of the bank's, and is what an inquiry says from then on", async () => {
    const side = aSide();
    const answer = await side.ask("approved");
    expect(answer).toMatchObject({ answer: "approved", reference: expect.stringMatching(/./) });
    expect(await side.inquire(request)).toEqual(answer);
    expect(await side.inquire(request)).toEqual(answer);
  });

  test("the same reference asked twice is carried out once and answered alike, even where the second would go otherwise", async () => {
    const side = aSide();
    const first = await side.ask("approved");
    const decisions = new Map(side.decisions);
    expect(await side.ask("approved")).toEqual(first);
    expect(await side.ask("declined")).toEqual(first);
    expect(side.decisions).toEqual(decisions);
    expect(decisions.size).toBe(1);
  });

  test("asked twice at the same time it is carried out once and answered alike", async () => {
    const side = aSide();
    const [first, second] = await Promise.all([side.ask("approved"), side.ask("declined")]);
    expect(second).toEqual(first);
    expect(side.decisions.size).toBe(1);
  });

  test("another reference is another request", async () => {
    const side = aSide();
    await side.ask("approved");
    expect(await side.inquire({ reference: `${reference}/other`, account })).toEqual({ answer: "pending" });
    await side.ask("approved", { ...request, reference: `${reference}/other` });
    expect(side.decisions.size).toBe(2);
  });
});

test.each(["K PLUS payment", "card authorization"])(
  "%s: a decline has a reason, and is what an inquiry says from then on",
  async (name) => {
    const side = sides[name]?.();
    const answer = await side?.ask("declined");
    expect(answer).toMatchObject({ answer: "declined", reason: expect.stringMatching(/./) });
    expect(await side?.inquire(request)).toEqual(answer);
  },
);

describe("a K PLUS payment ends once", () => {
  const paid = { status: "PAID", bankReference: "KP4MfnXMIwawSp6O" } as const;
  const approved: BankAnswer = { answer: "approved", reference: "KP4MfnXMIwawSp6O", approvalCode: null };
  const declined: BankAnswer = { answer: "declined", reason: "rejected" };

  function aBank() {
    const bank = kplusSimulator(aBankMemory(), () => noon);
    return { bank, connector: kplusConnector(bank) };
  }

  test("waits from its opening until the payer decides, however often it is opened", async () => {
    const { connector } = aBank();
    expect(await connector.open(request)).toEqual({ answer: "pending" });
    expect(await connector.open(request)).toEqual({ answer: "pending" });
    expect(await connector.inquire(request)).toEqual({ answer: "pending" });
  });

  test("cancelled, it stands closed: a payer who comes late pays nothing", async () => {
    const { bank, connector } = aBank();
    await connector.open(request);
    expect(await connector.cancel(request)).toEqual({ answer: "pending" });
    expect(await bank.decide(reference, paid)).toEqual({ status: "CLOSED" });
    expect(await connector.inquire(request)).toEqual({ answer: "pending" });
    expect(await connector.open(request)).toEqual({ answer: "pending" });
    expect(await connector.cancel(request)).toEqual({ answer: "pending" });
  });

  test("cancelled before it was opened, it never opens", async () => {
    const { bank, connector } = aBank();
    await connector.cancel(request);
    await connector.open(request);
    expect(await bank.decide(reference, paid)).toEqual({ status: "CLOSED" });
  });

  test.each([
    ["approved", paid, approved],
    ["declined", { status: "REJECTED", rejection: "REJECTED" } as const, declined],
  ])("%s, a cancellation comes too late and hears so", async (_, decision, answer) => {
    const { bank, connector } = aBank();
    await connector.open(request);
    await bank.decide(reference, decision);
    expect(await connector.cancel(request)).toEqual(answer);
    expect(await connector.inquire(request)).toEqual(answer);
  });

  test("payer and cancellation at the same moment: both see the same end", async () => {
    const { bank, connector } = aBank();
    const [decided, cancelled] = await Promise.all([bank.decide(reference, paid), connector.cancel(request)]);
    expect(cancelled.answer === "approved").toBe(decided.status === "PAID");
    expect(await connector.inquire(request)).toEqual(cancelled);
  });

  test.each(rejections)("%s is a decline with a reason of ours, not an unknown answer", async (rejection) => {
    const { bank, connector } = aBank();
    await bank.decide(reference, { status: "REJECTED", rejection });
    expect(await connector.inquire(request)).toMatchObject({ answer: "declined" });
  });
});

const surroundings = { now: () => 0, pause: async () => {}, acsUrl: () => "http://localhost/acs" };

test("a restarted bank remembers what it decided, and one bank knows nothing of another", async () => {
  const memories = { kplus: aBankMemory(), card: aBankMemory(), "three-ds": aBankMemory() };
  const memoryOf = (bank: string) => memories[bank as keyof typeof memories];
  const before = simulate({ ...surroundings, memoryOf });
  const approved = await before.connectors.card?.authorize(request, lent("approved"), null);
  const after = simulate({ ...surroundings, memoryOf });
  expect(await after.connectors.card?.inquire(request)).toEqual(approved);
  expect(await after.connectors.kplus?.inquire(request)).toEqual({ answer: "pending" });
});

test.each(methods)("in test mode a bank takes what is paid by $type, and knows of it afterwards", async (method) => {
  const { connectors } = simulate({ ...surroundings, memoryOf: aBankMemory });
  const bank = connectors[method.connector];
  if (!bank) throw new Error(`nobody carries ${method.type}`);
  expect(bank.kind === "card", "who has a card is authorized, whoever has none is sent to the bank's app").toBe(
    method.card,
  );
  const asked = bank.kind === "card" ? bank.authorize(request, lent("approved"), null) : bank.open(request);
  expect(await asked).toMatchObject({ answer: bank.kind === "card" ? "approved" : "pending" });
  expect(await bank.inquire(request)).toEqual(await asked);
});
