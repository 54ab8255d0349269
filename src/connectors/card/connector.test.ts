import { describe, expect, test } from "vitest";
import { aBankRequest } from "../../../tests/kit/banks.ts";
import { aBankMemory } from "../../../tests/kit/domain-builders.ts";
import { Secret } from "../../domain/base/secret.ts";
import type { LentCard } from "../../domain/card/card.ts";
import type { CardOnFile } from "../../domain/payment/card-on-file.ts";
import { failureCodesOf } from "../../domain/payment/method.ts";
import type { Proof } from "../../domain/payment/three-ds.ts";
import { card } from "../../methods/card.ts";
import { installments } from "../../methods/installment-wlb.ts";
import { isValidNumber } from "../../vault/card-number.ts";
import type { BankAnswer } from "../bank.ts";
import { cardConnector } from "./connector.ts";
import { cardSimulator } from "./simulator.ts";
import { documentedTestCards } from "./test-cards.ts";
import type { AuthorizationRequest } from "./wire.ts";

/** Documented as declined in the days of 3-D Secure 1, recorded as paid since. */
const cannotBeEnrolled = ["4111111111150002", "5555551111120002", "3530111111100002"];
/** Declined only where the cardholder is asked to authenticate. */
const cannotBeValidated = ["4111111111140003", "5555551111110003", "3530111111190003"];

const rows = Object.entries(documentedTestCards).flatMap(([outcome, numbers]) =>
  numbers.map((number) => ({ number, outcome })),
);

function lent(number: string, patch: Partial<LentCard> = {}): LentCard {
  return {
    number: new Secret(number),
    expirationMonth: 1,
    expirationYear: 2031,
    securityCode: new Secret("123"),
    ...patch,
  };
}

const proof = {
  status: "Y",
  eci: "05",
  authenticationValue: "AAABBWcSNIdjeUZThmNHAAAAAAA=",
  dsTransactionId: "d1",
} as const;

function authorize(number: string, shown: Proof | null): Promise<BankAnswer> {
  const request = aBankRequest({
    reference: "chrg_test_5z4ykxh42cn7qsxw1w5",
    account: "account_test_1",
    amount: 400_000,
  });
  return cardConnector(cardSimulator(aBankMemory())).authorize(request, lent(number), shown);
}

const outcomeOf = (answer: BankAnswer, failures = card.failures) =>
  answer.answer === "declined" ? failures[answer.reason] : answer.answer === "approved" ? "paid" : answer.answer;

describe("a documented test card ends as documented", () => {
  test.each(rows)("$number: $outcome, with and without 3-D Secure", async ({ number, outcome }) => {
    expect(isValidNumber(number)).toBe(true);
    expect(outcomeOf(await authorize(number, null))).toBe(outcome);
    expect(outcomeOf(await authorize(number, proof))).toBe(outcome);
  });

  test.each(cannotBeEnrolled)("%s: paid", async (number) => {
    expect(outcomeOf(await authorize(number, null))).toBe("paid");
    expect(outcomeOf(await authorize(number, proof))).toBe("paid");
  });

  test.each(cannotBeValidated)(
    "%s: paid, since it is its issuer that stops it, before the acquirer is asked",
    async (number) => {
      expect(outcomeOf(await authorize(number, null))).toBe("paid");
    },
  );
});

describe.each(installments)("by $type", ({ failures, ...method }) => {
  test("no test card ends in another code than the guide's four", async () => {
    const guide = ["insufficient_balance", "payment_cancelled", "timeout", "failed_processing"];
    expect(failureCodesOf({ ...method, failures })).toEqual(guide);
    for (const { number, outcome } of rows) {
      const expected =
        outcome === "paid" ? "paid" : outcome === "insufficient_fund" ? "insufficient_balance" : "failed_processing";
      expect(outcomeOf(await authorize(number, proof), failures)).toBe(expected);
    }
  });
});

test("numbers that no document mentions are approved, also those that end like a test card of another brand", async () => {
  for (const number of ["4000000000000002", "378282246310013", "6250947000000011"]) {
    expect(outcomeOf(await authorize(number, proof))).toBe("paid");
  }
});

describe("an approval", () => {
  test("has our reference, and six digits that are the same for the same reference", async () => {
    const first = await authorize("4242424242424242", proof);
    expect(first).toEqual({
      answer: "approved",
      reference: "chrg_test_5z4ykxh42cn7qsxw1w5",
      approvalCode: expect.stringMatching(/^\d{6}$/),
    });
    expect(await authorize("5555555555554444", proof)).toEqual(first);
  });
});

describe("the acquirer is told", () => {
  async function told(patch: Partial<LentCard>, cardOnFile: CardOnFile | null = null): Promise<AuthorizationRequest> {
    const messages: AuthorizationRequest[] = [];
    const acquirer = cardSimulator(aBankMemory());
    const listening = {
      ...acquirer,
      authorize: (message: AuthorizationRequest) => {
        messages.push(message);
        return acquirer.authorize(message);
      },
    };
    const request = aBankRequest({
      reference: "chrg_test_5z4ykxh42cn7qsxw1w5",
      account: "account_test_1",
      amount: 400_000,
      cardOnFile,
    });
    await cardConnector(listening).authorize(request, lent("4242424242424242", patch), proof);
    const [message] = messages;
    if (!message) throw new Error("the acquirer was told nothing");
    return message;
  }

  test("number, expiry as year and month, security code, amount, and that the cardholder was authenticated", async () => {
    expect(await told({})).toEqual({
      reference: "chrg_test_5z4ykxh42cn7qsxw1w5",
      merchantId: "account_test_1",
      pan: "4242424242424242",
      expiry: "3101",
      securityCode: "123",
      amount: 400_000,
      currency: "THB",
      storedCard: null,
      eci: "05",
      authenticationValue: proof.authenticationValue,
    });
  });

  test("no expiry of a loan card, and no security code once it is forgotten", async () => {
    const forgotten = { expirationMonth: null, expirationYear: null, securityCode: null };
    expect(await told(forgotten)).toMatchObject({ expiry: null, securityCode: null });
  });

  test("who began a payment by a card on file, why, and what was the first of its row", async () => {
    const first = "chrg_test_5z4ykxh3s2r2zsqpgvy";
    const said = { transactionIndicator: "MIT", recurringReason: "subscription", firstCharge: first } as const;
    const { storedCard } = await told({}, said);
    expect(storedCard).toEqual({ initiator: "merchant", reason: "subscription", first });
    const nothing = { transactionIndicator: null, recurringReason: null, firstCharge: first };
    expect((await told({}, nothing)).storedCard).toEqual({ initiator: null, reason: null, first });
  });
});

test("the acquirer keeps neither number nor security code", async () => {
  const memory = aBankMemory();
  const connector = cardConnector(cardSimulator(memory));
  const card = lent("4111111111140011", { securityCode: new Secret("987") });
  const answer = await connector.authorize(aBankRequest({ reference: "chrg_1" }), card, proof);
  const kept = JSON.stringify([...memory.decisions]);
  for (const secret of ["4111111111140011", "0011", "987"]) {
    expect(kept).not.toContain(secret);
    expect(JSON.stringify(answer)).not.toContain(secret);
  }
});

test.each(["<html>502</html>", null, {}, { responseCode: 7 }, { responseCode: "ZZ" }])(
  "nonsense such as %j is unknown, never a decline",
  async (nonsense) => {
    const babbling = { ...cardSimulator(aBankMemory()), authorize: async () => nonsense as never }; // what no type promises
    const request = aBankRequest({ reference: "chrg_1" });
    expect(await cardConnector(babbling).authorize(request, lent("4242424242424242"), null)).toMatchObject({
      answer: "unknown",
    });
  },
);
