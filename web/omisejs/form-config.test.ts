import { expect, test } from "vitest";
import { billingOf, defaults, formConfig, merge } from "./form-config.ts";

test("aliases and attributes come under the names of the defaults, and what is undefined changes nothing", () => {
  const merged = merge({ ...defaults }, { publicKey: "pkey_test_1", locationField: "yes", amount: "1500" });
  expect(merged).toMatchObject({ key: "pkey_test_1", location: "yes", currency: "THB" });
  expect(formConfig(merge(merged, { currency: "thb" }))).toMatchObject({
    mode: "popup",
    amount: 1500,
    currency: "THB",
    location: true,
    cardBrands: ["visa", "mastercard"],
  });
});

test.each([
  ["credit_card, mobile_banking_kbank", ["credit_card", "mobile_banking_kbank"]],
  ["installment(ktc, bay),promptpay", ["installment(ktc, bay)", "promptpay"]],
  [
    ["installment", " credit_card "],
    ["installment", "credit_card"],
  ],
])("other payment methods %j are %j", (otherPaymentMethods, methods) => {
  expect(formConfig(merge({}, { defaultPaymentMethod: "", otherPaymentMethods })).methods).toEqual(methods);
});

test("the original's default words are said in the payer's language instead", () => {
  expect(formConfig(defaults)).toMatchObject({ frameLabel: "", frameDescription: "", submitLabel: "" });
  expect(formConfig(merge(defaults, { submitLabel: "Donate" }))).toMatchObject({ submitLabel: "Donate" });
});

test("an address is read alone and beside an e-mail address", () => {
  expect(billingOf({ city: "Bangkok", state: "" })).toEqual({ city: "Bangkok" });
  expect(billingOf({ email: "a@example.com", billingAddress: { city: "Bangkok" } })).toEqual({
    email: "a@example.com",
    city: "Bangkok",
  });
  expect(billingOf(null)).toEqual({});
});
