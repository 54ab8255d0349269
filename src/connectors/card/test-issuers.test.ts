import { expect, test } from "vitest";
import { isValidNumber } from "../../vault/card-number.ts";
import { installmentTestCards, testCardRules } from "./test-issuers.ts";

const { issuerOf } = testCardRules;

test("4242… is the card of the API's documentation", () => {
  expect(issuerOf("4242424242424242")).toEqual({
    bank: "JPMORGAN CHASE BANK N.A.",
    country: "us",
    financing: "credit",
    issuer: null,
  });
});

test.each(["5555555555554444", "49990", "", "toString"])("%j is in no row and gets the default", (number) => {
  expect(issuerOf(number).bank).toBe("JPMORGAN CHASE BANK N.A.");
});

test("the longest prefix wins, up to the last digit of the row", () => {
  expect(issuerOf("6250947000000055")).toMatchObject({ country: "th", bank: "" });
  expect(issuerOf("49990003").financing).toBe("loan");
  expect(issuerOf("49990001").financing).toBe("credit");
});

test.each(installmentTestCards)(
  "$label $number is valid, Thai, and carries an installment plan",
  ({ number, label }) => {
    expect(isValidNumber(number)).toBe(true);
    expect(issuerOf(number)).toMatchObject({ country: "th", issuer: expect.any(String) });
    expect(issuerOf(number).financing === "loan").toBe(label.includes("loan"));
  },
);

test("every bank with installments has a test card, and no number stands twice", () => {
  const issuers = new Set(installmentTestCards.map(({ number }) => issuerOf(number).issuer));
  expect([...issuers].sort()).toEqual(["bay", "bbl", "first_choice", "kbank", "ktc", "scb", "ttb", "uob"]);
  expect(new Set(installmentTestCards.map(({ number }) => number)).size).toBe(installmentTestCards.length);
});

test("Krungsri and First Choice cards have a declined one each, and its last digits say why", () => {
  const declined = installmentTestCards.filter(({ declines }) => declines !== null);
  expect(declined.map(({ number, declines }) => [number.slice(0, 8), number.slice(-4), declines])).toEqual([
    ["49990001", "0014", "payment_rejected"],
    ["49990002", "0011", "insufficient_fund"],
    ["49990003", "0014", "payment_rejected"],
  ]);
});
