import { describe, expect, test } from "vitest";
import { anAccount, aSourceRequest, noon, refusalOf } from "../../../tests/kit/domain-builders.ts";
import { methodOf, bahtMethods as methods } from "../../../tests/kit/methods.ts";
import { chargeLimitFaults, createInlineSource, createSource, type SourceRequest } from "./create-source.ts";
import { hasSource } from "./journey.ts";
import { firstLimits } from "./method.ts";

const sources = methods.filter(hasSource);

const create = (type: string, patch: Partial<SourceRequest> = {}, account = anAccount()) =>
  createSource("src_test_5z4ykxebkkthku0nojv", account, methodOf(type), aSourceRequest(patch), noon);

const createInline = (type: string, patch: Partial<SourceRequest> = {}, account = anAccount()) =>
  createInlineSource("src_test_5z4ykxebkkthku0nojv", account, methodOf(type), aSourceRequest(patch), noon);

/** The guide's minimums in baht for each term: the monthly minimum times the months, at least 2,000. */
const minimums: Record<string, Record<number, number>> = {
  bay: { 3: 2_000, 4: 2_000, 6: 3_000, 9: 4_500, 10: 5_000 },
  bbl: { 3: 2_000, 4: 2_000, 6: 3_000, 8: 4_000, 9: 4_500, 10: 5_000 },
  first_choice: { 3: 2_000, 4: 2_000, 6: 2_000, 9: 2_700, 10: 3_000, 12: 3_600, 18: 5_400, 24: 7_200, 36: 10_800 },
  kbank: { 3: 2_000, 4: 2_000, 6: 3_000, 10: 5_000 },
  ktc: { 3: 2_000, 4: 2_000, 5: 2_000, 6: 2_000, 7: 2_100, 8: 2_400, 9: 2_700, 10: 3_000 },
  scb: { 3: 2_000, 4: 2_000, 6: 3_000, 9: 4_500, 10: 5_000 },
  ttb: { 3: 2_000, 4: 2_000, 6: 3_000, 10: 5_000 },
  uob: { 3: 2_000, 4: 2_000, 6: 3_000, 10: 5_000 },
};
const monthly: Record<string, string> = { first_choice: "300.00", ktc: "300.00" };
const plans = Object.entries(minimums).flatMap(([bank, terms]) =>
  Object.entries(terms).map(([term, baht]) => ({ bank, term: Number(term), minimum: baht * 100 })),
);

test("every installment method is in this table", () => {
  const banks = methods.flatMap(({ installment, carries }) => (installment && carries ? [installment.bank] : []));
  expect(Object.keys(minimums).sort()).toEqual(banks.sort());
});

describe("K PLUS takes 20 to 150,000 baht", () => {
  test.each([
    [1_999, "amount must be at least 2000"],
    [2_000, undefined],
    [15_000_000, undefined],
    [15_000_001, "amount must be less than 15000000"],
  ])("%i: %s", (amount, message) => {
    const refusal = refusalOf(() => create("mobile_banking_kbank", { amount }));
    expect(refusal).toEqual(message && { code: "bad_request", message });
  });
});

describe.each(plans)("$bank over $term months takes $minimum to 15000000", ({ bank, term, minimum }) => {
  const type = `installment_wlb_${bank}`;
  const why = minimum > 200_000 ? ` (${term} months of at least THB ${monthly[bank] ?? "500.00"})` : "";

  test.each([
    [minimum - 1, `amount must be at least ${minimum}${why}`],
    [minimum, undefined],
    [15_000_000, undefined],
    [15_000_001, "amount must be less than 15000000"],
  ])("a source of %i: %s", (amount, message) => {
    const refusal = refusalOf(() => create(type, { amount, installmentTerm: term }));
    expect(refusal).toEqual(message && { code: "bad_request", message });
  });

  test.each([
    [minimum - 1, `amount must be greater than or equal to ${minimum} (thb subunits)${why}`],
    [minimum, undefined],
    [15_000_000, undefined],
    [15_000_001, "amount must be less than or equal to 15000000 (thb subunits)"],
  ])("a charge of %i that makes its source: %s", (amount, message) => {
    const refusal = refusalOf(() => createInline(type, { amount, installmentTerm: term }));
    expect(refusal).toEqual(message && { code: "invalid_charge", message });
  });
});

describe("a source is refused with all its faults at once", () => {
  const ktc = "installment_wlb_ktc";
  const ktcTerms = "installment_term must be one of 3, 4, 5, 6, 7, 8, 9, 10 for ktc";
  test.each<[string, Partial<SourceRequest>, string]>([
    ["mobile_banking_kbank", { currency: "USD" }, "currency must be THB"],
    ["mobile_banking_kbank", { currency: "JPY", amount: 1 }, "amount must be at least 2000 and currency must be THB"],
    [ktc, { amount: 400_000 }, "installment_term cannot be blank"],
    [ktc, { amount: 400_000, installmentTerm: 12 }, ktcTerms],
    [
      "installment_wlb_kbank",
      { amount: 500_000, installmentTerm: 9 },
      "installment_term must be one of 3, 4, 6, 10 for kbank",
    ],
    [ktc, { amount: 199_999, installmentTerm: 12 }, `amount must be at least 200000 and ${ktcTerms}`],
    [
      ktc,
      { amount: 199_999, currency: "SGD" },
      "amount must be at least 200000, currency must be THB, and installment_term cannot be blank",
    ],
  ])("%s %o", (type, patch, message) => {
    expect(refusalOf(() => create(type, patch))).toEqual({ code: "bad_request", message });
  });
});

describe("an inline source is refused for its own parameters first, then for the charge's", () => {
  test.each<[string, Partial<SourceRequest>, string, string]>([
    ["installment_wlb_ktc", { amount: 400_000 }, "bad_request", "installment_term cannot be blank"],
    [
      "installment_wlb_uob",
      { amount: 1, installmentTerm: 5 },
      "bad_request",
      "installment_term must be one of 3, 4, 6, 10 for uob",
    ],
    ["mobile_banking_kbank", { currency: "USD" }, "invalid_charge", "currency is currently not supported"],
    [
      "mobile_banking_kbank",
      { amount: 1_999 },
      "invalid_charge",
      "amount must be greater than or equal to 2000 (thb subunits)",
    ],
    [
      "mobile_banking_kbank",
      { amount: 15_000_001 },
      "invalid_charge",
      "amount must be less than or equal to 15000000 (thb subunits)",
    ],
  ])("%s %o: %s, %s", (type, patch, code, message) => {
    expect(refusalOf(() => createInline(type, patch))).toEqual({ code, message });
  });
});

test.each(methods)("a charge by $type keeps to the limits of its method", (method) => {
  const { min, max } = firstLimits(method);
  expect(chargeLimitFaults(method, min - 1, "THB")).toEqual([
    `amount must be greater than or equal to ${min} (thb subunits)`,
  ]);
  expect(chargeLimitFaults(method, min, "THB")).toEqual([]);
  expect(chargeLimitFaults(method, max, "THB")).toEqual([]);
  expect(chargeLimitFaults(method, max + 1, "THB")).toEqual([
    `amount must be less than or equal to ${max} (thb subunits)`,
  ]);
  expect(chargeLimitFaults(method, min, "USD")).toEqual(["currency is currently not supported"]);
});

describe("a new source", () => {
  test("of K PLUS keeps its parameters, and none of installments", () => {
    const source = create("mobile_banking_kbank", {
      platformType: "IOS",
      installmentTerm: 4,
      zeroInterestInstallments: true,
      email: "payer@example.com",
      ip: "35.198.236.178",
    });
    expect(source).toMatchObject({
      version: 1,
      account: anAccount().id,
      livemode: false,
      type: "mobile_banking_kbank",
      flow: "app_redirect",
      amount: 150_000,
      currency: "THB",
      installmentTerm: null,
      zeroInterestInstallments: null,
      platformType: "IOS",
      email: "payer@example.com",
      ip: "35.198.236.178",
      providerReference: null,
      charge: null,
      createdAt: noon,
    });
  });

  test("of installments keeps its term, and no platform type", () => {
    const source = create("installment_wlb_ktc", { amount: 400_000, installmentTerm: 4, platformType: "IOS" });
    expect(source).toMatchObject({ flow: "redirect", installmentTerm: 4, platformType: null });
  });

  test.each([
    [undefined, false, false],
    [undefined, true, true],
    [false, true, false],
    [true, false, true],
  ])("asked for zero interest %s, account default %s: the merchant pays is %s", (asked, byDefault, expected) => {
    const account = anAccount({ zeroInterestInstallments: byDefault });
    const patch = { amount: 400_000, installmentTerm: 4, zeroInterestInstallments: asked };
    expect(create("installment_wlb_ktc", patch, account).zeroInterestInstallments).toBe(expected);
    expect(createInline("installment_wlb_ktc", patch, account).zeroInterestInstallments).toBe(expected);
  });

  const live = anAccount({ livemode: true });
  test.each(sources)("of $type belongs to the mode of its account", (method) => {
    const { type, installment } = method;
    const patch = { amount: firstLimits(method).max, installmentTerm: installment?.terms[0] };
    const undemanding = { ...method, parameters: {} };
    const source = createSource("src_5z4ykxebkkthku0nojv", live, undemanding, aSourceRequest(patch), noon);
    expect(source).toMatchObject({ type, livemode: true });
  });
});
