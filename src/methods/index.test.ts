import { describe, expect, test } from "vitest";
import { methodOf, standardMethods } from "../../tests/kit/methods.ts";
import { inMainUnits } from "../domain/base/money.ts";
import { hours } from "../domain/base/time.ts";
import { declineReasons } from "../domain/payment/failure.ts";
import { failureCodesOf, failureMessageOf, type Method } from "../domain/payment/method.ts";
import { methods } from "./index.ts";

/** The guides' tables, copied: terms, monthly minimum in baht, refund period in days. */
const installmentGuide: Record<string, { terms: string; loanTerms?: string; monthly: string; refundDays: number }> = {
  installment_wlb_bay: { terms: "3, 4, 6, 9, 10", monthly: "500.00", refundDays: 30 },
  installment_wlb_bbl: { terms: "3, 4, 6, 8, 9, 10", monthly: "500.00", refundDays: 365 },
  installment_wlb_first_choice: {
    terms: "3, 4, 6, 9, 10, 12, 18, 24, 36",
    loanTerms: "3, 4, 6, 9, 10, 12, 18, 24, 36",
    monthly: "300.00",
    refundDays: 30,
  },
  installment_wlb_kbank: { terms: "3, 4, 6, 10", monthly: "500.00", refundDays: 120 },
  installment_wlb_ktc: { terms: "3, 4, 5, 6, 7, 8, 9, 10", monthly: "300.00", refundDays: 180 },
  installment_wlb_scb: { terms: "3, 4, 6, 9, 10", monthly: "500.00", refundDays: 180 },
  installment_wlb_ttb: { terms: "3, 4, 6, 10", monthly: "500.00", refundDays: 365 },
  installment_wlb_uob: { terms: "3, 4, 6, 10", monthly: "500.00", refundDays: 365 },
};

/**
 * Percent of the amount per month, copied from the help page "What are the installment plans and interest rates offered?" (21 October 2021): the
 * customer's rate, then the merchant's. For TTB and UOB the official plug-ins have the customer's rate; no source has the merchant's.
 */
const interestRates: Record<string, { customer: string; merchant: string; assumed?: true }> = {
  installment_wlb_bay: { customer: "0.74", merchant: "0.80" },
  installment_wlb_bbl: { customer: "0.74", merchant: "0.80" },
  installment_wlb_first_choice: { customer: "1.16", merchant: "1.30" },
  installment_wlb_kbank: { customer: "0.65", merchant: "0.65" },
  installment_wlb_ktc: { customer: "0.74", merchant: "0.80" },
  installment_wlb_scb: { customer: "0.74", merchant: "0.80" },
  installment_wlb_ttb: { customer: "0.80", merchant: "0.80", assumed: true },
  installment_wlb_uob: { customer: "0.64", merchant: "0.64", assumed: true },
};

const installmentCodes = ["insufficient_balance", "payment_cancelled", "timeout", "failed_processing"];
const failureGuide: Record<string, string[]> = {
  ...Object.fromEntries(Object.keys(installmentGuide).map((type) => [type, installmentCodes])),
  mobile_banking_kbank: [
    "payment_expired",
    "payment_rejected",
    "failed_processing",
    "invalid_account",
    "insufficient_fund",
  ],
};

describe("the list of methods", () => {
  test("begins with the card, has the guide's eight banks in order, and has no duplicates", () => {
    const types = methods.map(({ type }) => type);
    expect(types[0]).toBe("card");
    expect(methods.filter(({ installment, carries }) => installment && carries).map(({ type }) => type)).toEqual(
      Object.keys(installmentGuide),
    );
    expect(new Set(types).size).toBe(types.length);
  });

  test("finds each method by its type, and reports an unknown type", () => {
    for (const method of methods)
      expect([standardMethods.find(method.type), methodOf(method.type).type]).toEqual([method, method.type]);
    for (const type of ["", "installment_citi", "installment_wlb_", "toString", "CARD"]) {
      expect(standardMethods.find(type)).toBeUndefined();
      expect(() => methodOf(type)).toThrow("no payment method is called");
    }
  });

  test.each(["en", "th", "ja"] as const)("has different labels for all methods in %s", (language) => {
    const names = methods.map(({ label }) => label[language]);
    expect(new Set(names).size).toBe(methods.length);
    for (const name of names) expect(name.trim()).toMatch(/\S/);
  });
});

test.each(methods)("$type has terms, with as many paragraphs in Thai as in English", ({ terms }) => {
  expect(terms.version).toMatch(/^\d{4}-\d{2}$/);
  expect(terms.en.length).toBeGreaterThan(2);
  expect(terms.th).toHaveLength(terms.en.length);
  for (const paragraph of terms.th) expect(paragraph).toMatch(/[\u0e00-\u0e7f]/);
});

describe.each(Object.entries(installmentGuide))("%s as in the guide", (type, row) => {
  const method = methodOf(type);

  test("terms and monthly minimum", () => {
    expect(method.installment?.bank).toBe(type.slice("installment_wlb_".length));
    expect(method.installment?.terms.join(", ")).toBe(row.terms);
    expect(method.installment?.loanTerms?.join(", ")).toBe(row.loanTerms);
    expect(inMainUnits(method.installment?.minMonthly ?? 0, "THB")).toBe(row.monthly);
  });

  test("one interest rate for customers and one for merchants, with a mark on guesses", () => {
    const { customer = "", merchant = "", assumed = false } = interestRates[type] ?? {};
    expect(method.installment?.interest).toEqual({
      customer: { monthly: customer, assumed: false },
      merchant: { monthly: merchant, assumed },
    });
    for (const paragraphs of [method.terms.en, method.terms.th]) {
      const [interest = ""] = paragraphs.filter((paragraph) => paragraph.includes(`${customer}`));
      expect(interest).toMatch(new RegExp(`${merchant} ?%.*${customer} ?%`));
      expect(/assumed|สมมติ/.test(interest)).toBe(assumed);
    }
  });

  test("refunds in full only, within the bank's period", () => {
    expect(method.refund).toEqual({ kind: "full", withinDays: row.refundDays });
    expect(method).toMatchObject({ voidable: false, disputable: false });
  });

  test("a card and a source together, 2,000 to 150,000 baht, a redirect, seven days", () => {
    expect(method).toMatchObject({
      family: "installment",
      journey: { kind: "page", flow: "redirect" },
      carries: "card",
      limits: { THB: { min: 200_000, max: 15_000_000 } },
      bank: "card",
      capture: "at once only",
      expiresAfter: hours(7 * 24),
    });
  });
});

test("K PLUS as in the guide: 20 to 150,000 baht, the app, ten minutes, neither void nor refund", () => {
  expect(methodOf("mobile_banking_kbank")).toMatchObject({
    family: "mobile_banking",
    journey: { kind: "page", flow: "app_redirect" },
    carries: null,
    limits: { THB: { min: 2_000, max: 15_000_000 } },
    bank: "kplus",
    parameters: { platformType: "optional" },
    installment: null,
    refund: { kind: "none" },
    voidable: false,
    disputable: false,
    capture: "at once whatever is asked",
    expiresAfter: hours(1) / 6,
  });
});

test.each(Object.keys(installmentGuide))("%s has the same plans where its card is entered at the bank", (type) => {
  const atBank = methodOf(type.replace("_wlb", ""));
  expect(atBank).toMatchObject({ carries: null, refund: methodOf(type).refund });
  expect(atBank.installment).toEqual({ ...methodOf(type).installment, loanTerms: null });
});

/** Limits in satang, and minutes to pay, where they differ from 20 to 150,000 baht and seven days. Source: documentation and client libraries of 2024. */
const waits: Record<string, { limits?: [number, number]; minutes?: number }> = {
  mobile_banking_bay: { minutes: 15 },
  mobile_banking_bbl: { minutes: 15 },
  mobile_banking_ktb: { minutes: 30 },
  mobile_banking_scb: {},
  truemoney: {},
  truemoney_jumpapp: { limits: [10_000, 5_000_000], minutes: 3 },
  truemoney_qr: { limits: [10_000, 5_000_000], minutes: 3 },
  rabbit_linepay: {},
  shopeepay: { minutes: 20 },
  shopeepay_jumpapp: { minutes: 20 },
  alipay: {},
  bill_payment_tesco_lotus: { minutes: 24 * 60 },
  internet_banking_bay: { minutes: 24 * 60 },
  installment_bay: { limits: [200_000, 15_000_000] },
};

test.each(Object.entries(waits))("%s has its documents' limits and time", (type, { limits, minutes = 7 * 24 * 60 }) => {
  const [min, max] = limits ?? [2_000, 15_000_000];
  expect(methodOf(type)).toMatchObject({ limits: { THB: { min, max } }, expiresAfter: minutes * 60_000 });
});

test("PromptPay as recorded: 20 to 150,000 baht, a code, a day, 1.65 %, neither void nor refund", () => {
  expect(methodOf("promptpay")).toMatchObject({
    journey: { kind: "code", flow: "offline", shows: "qr" },
    limits: { THB: { min: 2_000, max: 15_000_000 } },
    fees: { flat: "0.0", rate: "1.65", vat: "7.0" },
    refund: { kind: "none" },
    expiresAfter: hours(24),
  });
  expect(failureCodesOf(methodOf("promptpay")).sort()).toEqual([
    "failed_processing",
    "insufficient_balance",
    "payment_cancelled",
  ]);
});

test("PayNow and OCBC as recorded and documented: Singapore's dollars, seven days, 1 % of a code, refunds", () => {
  const sgd = { SGD: { min: 100, max: 2_000_000 } };
  expect(methodOf("paynow")).toMatchObject({
    ...{ limits: sgd, fees: { flat: "0.0", rate: "1.0" }, expiresAfter: hours(7 * 24) },
    journey: { kind: "code", flow: "offline", shows: "qr" },
    refund: { kind: "partial" },
  });
  expect(methodOf("mobile_banking_ocbc")).toMatchObject({
    limits: sgd,
    journey: { kind: "page", flow: "app_redirect" },
    refund: { kind: "full", withinDays: 180 },
  });
});

test("a card waits seven days, is captured by hand if wanted, refunded in parts for a year, voided and disputed", () => {
  expect(methodOf("card")).toMatchObject({
    journey: { kind: "direct" },
    expiresAfter: hours(7 * 24),
    refund: { kind: "partial", withinDays: 365, brandDays: { JCB: 160, "American Express": 160, "Diners Club": 160 } },
    voidable: true,
    disputable: true,
    capture: "by hand too",
  });
});

describe("failure codes", () => {
  test.each(Object.entries(failureGuide))(
    "%s has exactly the codes of its guide, in the guide's order",
    (type, codes) => {
      expect(failureCodesOf(methodOf(type))).toEqual(codes);
    },
  );

  test("of a card are the codes of its documents", () => {
    expect(failureCodesOf(methodOf("card")).sort()).toEqual(
      [
        "insufficient_fund",
        "stolen_or_lost_card",
        "failed_processing",
        "payment_rejected",
        "invalid_security_code",
        "failed_fraud_check",
        "invalid_account_number",
        "timeout",
      ].sort(),
    );
  });

  test.each(methods)("of $type cover every decline reason, and each has a message", (method: Method) => {
    for (const reason of declineReasons) expect(failureMessageOf(method, method.failures[reason])).toMatch(/^[a-z]/);
  });

  test("of a card and of K PLUS describe missing money in the words of their documents", () => {
    const message = (type: string) => failureMessageOf(methodOf(type), "insufficient_fund");
    expect(message("card")).toBe("insufficient funds in the account or the card has reached the credit limit");
    expect(message("mobile_banking_kbank")).toBe(
      "insufficient funds in the account or the payment method has reached its limit",
    );
  });

  test.each(methods.filter(({ carries }) => !carries))(
    "of $type, which has no card, never mention a card",
    (method: Method) => {
      for (const code of failureCodesOf(method)) expect(failureMessageOf(method, code)).not.toMatch(/card|credit/);
    },
  );

  test("have the guides' meaning where the payer or a time limit is the cause", () => {
    const { failures } = methodOf("installment_wlb_ktc");
    expect(failures).toMatchObject({
      cancelled: "payment_cancelled",
      expired: "timeout",
      insufficient_funds: "insufficient_balance",
    });
    expect(methodOf("mobile_banking_kbank").failures).toMatchObject({
      expired: "payment_expired",
      rejected: "payment_rejected",
      invalid_account: "invalid_account",
      insufficient_funds: "insufficient_fund",
      processing: "failed_processing",
    });
  });
});
