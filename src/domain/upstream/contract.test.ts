import { describe, expect, test } from "vitest";
import { type ContractTerms, checkContract, expectedCosts, isOffContract, termsOf } from "./contract.ts";

const aTerms = (given: Partial<ContractTerms> = {}): ContractTerms => ({
  ...{ methods: null, rate: "3.65", flat: 0, min: 0, vat: "7" },
  ...given,
});

describe("the costs that a contract expects", () => {
  test.each<[string, number, Partial<ContractTerms>, number, number]>([
    ["a rate, and VAT on it", 100_000, {}, 3_650 + 256, 2], // 255.5
    ["a fee rounded half-up before its VAT", 1_010, { rate: "1.65" }, 17 + 1, 2], // 16.665
    ["a fixed part", 100_000, { rate: "0", flat: 1_000 }, 1_070, 2],
    ["a rate and a fixed part", 10_000, { flat: 500 }, 365 + 500 + 61, 2], // 60.55
    ["the smallest fee", 2_000, { rate: "1.6", min: 100 }, 107, 2],
    ["no VAT", 10_000, { rate: "1.6", vat: "0" }, 160, 1],
    ["nothing", 10_000, { rate: "0" }, 0, 1],
  ])("%s", (_, amount, given, costs, tolerance) => {
    expect(expectedCosts(amount, aTerms(given))).toEqual({ costs, tolerance });
  });

  test.each([
    [3_904, false],
    [3_908, false],
    [3_903, true],
    [3_909, true],
    [0, true],
  ])("of 3906 satang with two parts, %d taken is off the contract: %s", (taken, off) => {
    expect(isOffContract(taken, expectedCosts(100_000, aTerms()))).toBe(off);
  });
});

test("the terms of a type come before those of its family, and those before the rest, in whichever order they stand", () => {
  const [rest, family, type] = [
    aTerms({ rate: "1" }),
    aTerms({ methods: ["installment"], rate: "2" }),
    aTerms({ methods: ["card", "installment_kbank"], rate: "3" }),
  ];
  const rateOf = (contract: readonly ContractTerms[], name: string, of: string) =>
    termsOf(contract, { type: name, family: of })?.rate;
  const contract = [rest, family, type];
  expect(rateOf(contract, "installment_kbank", "installment")).toBe("3");
  expect(rateOf(contract, "installment_scb", "installment")).toBe("2");
  expect(rateOf(contract, "promptpay", "qr")).toBe("1");
  expect(rateOf([family, type], "promptpay", "qr")).toBeUndefined();
});

test("a contract that names a method twice, one that there is not, or the rest twice is refused with every fault", () => {
  const methods = [
    { type: "card", family: "card" },
    { type: "promptpay", family: "qr" },
  ];
  const refused = [aTerms(), aTerms(), aTerms({ methods: ["card", "cash"] }), aTerms({ methods: ["card"] })];
  expect(() => checkContract(refused, methods)).toThrow(
    /cash is no type and no family.*two terms are for all other methods.*two terms name card/s,
  );
  checkContract([aTerms(), aTerms({ methods: ["card", "qr"] })], methods);
});
