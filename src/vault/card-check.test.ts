import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { installmentTestCards, testCardRules } from "../connectors/card/test-issuers.ts";
import { Refusal } from "../domain/base/errors.ts";
import { reveal } from "../domain/base/secret.ts";
import { type CardInput, checkCard } from "./card-check.ts";
import type { Brand } from "./card-number.ts";

const now = Date.parse("2024-12-26T03:00:00Z");

function aCard(change: CardInput = {}): CardInput {
  return {
    name: "Somchai Prasert",
    number: "4242424242424242",
    expirationMonth: "12",
    expirationYear: "2027",
    ...change,
  };
}

function faultsOf(input: CardInput, at = now): string {
  try {
    checkCard(input, testCardRules, at);
  } catch (refusal) {
    if (refusal instanceof Refusal && refusal.code === "invalid_card") return refusal.message;
    throw refusal;
  }
  return "";
}

/** The test numbers of the API's documentation, successes first. */
const documentedNumbers: Record<Brand, string> = {
  Visa: `4242424242424242 4111111111111111 4111111111140011 4111111111130012 4111111111120013 4111111111110014
    4111111111190016 4111111111180017 4111111111160001 4111111111150002 4111111111140003`,
  MasterCard: `5555555555554444 5454545454545454 5555551111110011 5555551111100012 5555551111190013 5555551111180014
    5555551111160016 5555551111150017 5555551111130001 5555551111120002 5555551111110003`,
  JCB: `3530111333300000 3566111111111113 3530111111190011 3530111111180012 3530111111170013 3530111111160014
    3530111111140016 3530111111130017 3530111111110001 3530111111100002 3530111111190003`,
  "American Express": "378282246310005 377138160000009",
  Discover: "6447032400000000001 6447032400001111005",
  "Diners Club": "36021042000004 36021042111108",
  UnionPay: `6250947000000006 6250947000000014 6250947000000022 6250947000000030 6250947000000048 6250947000000055
    6250947000000063`,
};

for (const [brand, numbers] of Object.entries(documentedNumbers)) {
  test.each(numbers.split(/\s+/))(`the documented ${brand} number %s makes a card`, (number) => {
    expect(checkCard(aCard({ number }), testCardRules, now)).toMatchObject({ brand, lastDigits: number.slice(-4) });
  });
}

test.each(installmentTestCards)("our own number $number ($label) makes a card", ({ number, label }) => {
  const expiry = !label.includes("loan") ? {} : { expirationMonth: undefined, expirationYear: undefined };
  expect(checkCard(aCard({ number, ...expiry }), testCardRules, now).lastDigits).toBe(number.slice(-4));
});

describe("the faults of a card, word for word", () => {
  const unknownBrand = "9999999999999995";
  const everything =
    "expiration month is not between 1 and 12, name can't be blank, expiration year is invalid, " +
    "expiration date is invalid, number is invalid, and brand not supported (unknown)";

  /** Rows marked * are messages the original is known to have sent: they stand in its mobile libraries and plug-ins. */
  const table: [why: string, change: CardInput, message: string][] = [
    ["no number *", { number: undefined }, "number can't be blank and brand not supported (unknown)"],
    ["blank number", { number: " - " }, "number can't be blank and brand not supported (unknown)"],
    ["a number of no brand *", { number: "123" }, "number is invalid and brand not supported (unknown)"],
    ["a right number of no brand", { number: unknownBrand }, "brand not supported (unknown)"],
    ["wrong check digit", { number: "4242424242424241" }, "number is invalid"],
    ["too few digits", { number: "4242424242" }, "number is invalid"],
    ["no name *", { name: undefined }, "name can't be blank"],
    ["blank name", { name: "  " }, "name can't be blank"],
    ["a card number as the name", { name: "4242 4242 4242 4242" }, "name is invalid"],
    [
      "a card number beside the name, and a month 13",
      { name: "Somchai 4242-4242-4242-4242", expirationMonth: "13" },
      "expiration month is not between 1 and 12, name is invalid, and expiration date is invalid",
    ],
    [
      "no month *",
      { expirationMonth: "" },
      "expiration month can't be blank and expiration month is not between 1 and 12",
    ],
    ["month 0", { expirationMonth: "0" }, "expiration month is not between 1 and 12 and expiration date is invalid"],
    [
      "month 13 *",
      { expirationMonth: "13" },
      "expiration month is not between 1 and 12 and expiration date is invalid",
    ],
    ["no year *", { expirationYear: undefined }, "expiration year is invalid"],
    ["year of three digits", { expirationYear: "202" }, "expiration year is invalid"],
    ["year too far ahead", { expirationYear: "2100" }, "expiration year is invalid"],
    ["year in words", { expirationYear: "next" }, "expiration year is invalid"],
    ["past month *", { expirationMonth: "11", expirationYear: "24" }, "expiration date cannot be in the past"],
    ["past year", { expirationYear: "1999" }, "expiration year is invalid and expiration date cannot be in the past"],
    [
      "month and year *",
      { expirationMonth: "13", expirationYear: "x" },
      "expiration month is not between 1 and 12, expiration year is invalid, and expiration date is invalid",
    ],
    [
      "past month, wrong check digit *",
      { expirationYear: "2023", number: "4242424242424241" },
      "expiration date cannot be in the past and number is invalid",
    ],
    [
      "no name, no year, no brand *",
      { name: "", expirationYear: "", number: "1" },
      "name can't be blank, expiration year is invalid, number is invalid, and brand not supported (unknown)",
    ],
    [
      "past year, no brand *",
      { expirationYear: "1999", number: "1" },
      "expiration year is invalid, expiration date cannot be in the past, number is invalid, and brand not supported (unknown)",
    ],
    ["everything *", { expirationMonth: "13", expirationYear: "x", name: "", number: "1" }, everything],
    ["security code of two digits", { securityCode: "12" }, "security code is invalid"],
    ["security code of letters", { securityCode: "abc" }, "security code is invalid"],
  ];

  test.each(table)("%s", (_, change, message) => {
    expect(faultsOf(aCard(change))).toBe(message);
  });
});

describe("a card is good until its month has ended in Bangkok", () => {
  const december = aCard({ expirationMonth: "12", expirationYear: "2024" });

  test("one millisecond before", () => {
    expect(faultsOf(december, Date.parse("2024-12-31T23:59:59.999+07:00"))).toBe("");
  });

  test("and not one longer", () => {
    expect(faultsOf(december, Date.parse("2025-01-01T00:00:00.000+07:00"))).toBe(
      "expiration date cannot be in the past",
    );
  });
});

test.each([
  ["1", "27", 1, 2027],
  ["01", "2027", 1, 2027],
  [" 12 ", "25", 12, 2025],
])("month %j and year %j are %d/%d", (expirationMonth, expirationYear, month, year) => {
  expect(checkCard(aCard({ expirationMonth, expirationYear }), testCardRules, now)).toMatchObject({
    expirationMonth: month,
    expirationYear: year,
  });
});

describe("a loan card", () => {
  const loan = (change: CardInput) => aCard({ number: "4999000300090300", ...change });

  test("may come without expiry", () => {
    const card = checkCard(loan({ expirationMonth: "", expirationYear: undefined }), testCardRules, now);
    expect(card).toMatchObject({ expirationMonth: null, expirationYear: null, issuer: { financing: "loan" } });
  });

  test("with one half of an expiry needs the other", () => {
    expect(faultsOf(loan({ expirationYear: "" }))).toBe("expiration year is invalid");
  });

  test("with a past expiry is refused like any card", () => {
    expect(faultsOf(loan({ expirationYear: "2020" }))).toBe("expiration date cannot be in the past");
  });
});

test("number and security code show as dots in a checked card, and can be revealed", () => {
  const card = checkCard(aCard({ number: "4242 4242 4242 4242", securityCode: "987" }), testCardRules, now);
  expect(`${inspect(card, { depth: 9 })} ${JSON.stringify(card)}`).not.toMatch(/424242|987/);
  expect(reveal(card.number)).toBe("4242424242424242");
  expect(card.securityCode && reveal(card.securityCode)).toBe("987");
});

test("without a security code there is none; a blank address field is null", () => {
  const card = checkCard(aCard({ city: "Bangkok", street1: " " }), testCardRules, now);
  expect(card.securityCode).toBeNull();
  expect(card.address).toMatchObject({ city: "Bangkok", street1: null, country: null, phoneNumber: null });
});

test("a refusal never repeats the number", () => {
  expect(faultsOf(aCard({ number: "4242424242424241" }))).not.toContain("4242");
});
