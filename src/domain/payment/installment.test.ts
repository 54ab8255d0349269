import { describe, expect, test } from "vitest";
import { methods } from "../../methods/index.ts";
import { effectiveMinimum, termFaults } from "./installment.ts";
import type { InstallmentPlan } from "./method.ts";

const plan: InstallmentPlan = {
  bank: "ktc",
  bankName: { en: "KTC", th: "เคทีซี", ja: "KTC" },
  terms: [3, 4, 10],
  loanTerms: null,
  minMonthly: 300_00,
  interest: { customer: { monthly: "0.74", assumed: false }, merchant: { monthly: "0.80", assumed: false } },
};

test.each([
  [3, 2_000_00], // 900 baht are below the minimum of installments
  [6, 2_000_00],
  [7, 2_100_00],
  [10, 3_000_00],
])("over %i months at 300 baht a month the minimum is %i", (term, minimum) => {
  expect(effectiveMinimum(plan, term, 2_000_00)).toBe(minimum);
});

describe("a term that the bank does not offer is refused, with the terms that it offers", () => {
  test.each([
    [undefined, ["installment_term cannot be blank"]],
    [3, []],
    [4, []],
    [10, []],
    [5, ["installment_term must be one of 3, 4, 10 for ktc"]],
    [0, ["installment_term must be one of 3, 4, 10 for ktc"]],
    [-3, ["installment_term must be one of 3, 4, 10 for ktc"]],
  ])("%s", (term, faults) => {
    expect(termFaults(plan, term)).toEqual(faults);
  });

  test("for every bank and every number of months up to five years", () => {
    for (const { installment } of methods) {
      if (!installment) continue;
      for (let term = 1; term <= 60; term++) {
        expect(termFaults(installment, term).length === 0).toBe(installment.terms.includes(term));
      }
    }
  });
});
