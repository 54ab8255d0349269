import { expect, test } from "vitest";
import type { PaymentOption } from "../../src/pages/payment-options.ts";
import { choices, platformOf } from "./methods-shown.ts";

const label = { en: "", th: "", ja: "" };
const plain = {
  alsoNamed: [] as string[],
  label,
  group: label,
  shows: null,
  asks: [],
  platformType: false,
  installment: null,
};
const bank = (code: string): PaymentOption => ({
  ...plain,
  type: `installment_wlb_${code}`,
  family: "installment",
  card: true,
  installment: { bank: code, bankName: label, takesLoanCards: false, minMonthly: 1, monthlyRate: "0.74", terms: [] },
});
const offered: PaymentOption[] = [
  { ...plain, type: "card", family: "card", card: true },
  bank("bay"),
  bank("ktc"),
  { ...plain, type: "mobile_banking_kbank", family: "mobile_banking", card: false },
  { ...bank("bay"), type: "installment_bay", card: false },
  { ...bank("uob"), type: "installment_uob", card: false },
  { ...plain, type: "econtext", alsoNamed: ["convenience_store", "pay_easy"], family: "counter", card: false },
  ...["alipay", "alipay_cn"].map((type) => ({ ...plain, type, family: "wallet", card: false })),
];

test.each([
  [["credit_card"], ["card"]],
  [
    ["credit_card", "mobile_banking_kbank"],
    ["card", "mobile_banking_kbank"],
  ],
  [
    ["installment", "credit_card"],
    ["installment", "card"],
  ],
  [["mobile_banking"], ["mobile_banking_kbank"]],
  [["mobile_banking(kbank, scb)"], ["mobile_banking_kbank"]],
  [["mobile_banking(scb)"], []],
  [["installment_wlb_ktc"], ["installment"]],
  [["card_something", "fpx", "", "installment(", "credit_card"], ["card"]],
  [["credit_card", "credit_card"], ["card"]],
  [["alipay"], ["alipay"]],
  [["wallet"], ["alipay", "alipay_cn"]],
  [["convenience_store", "pay_easy"], ["econtext"]],
])("%j shows %j", (asked, names) => {
  expect(choices(asked, offered).map(({ name }) => name)).toEqual(names);
});

test.each([
  ["installment", ["bay", "ktc", "uob"]],
  ["installment_bay", ["bay"]],
  ["installment(ktc)", ["ktc"]],
  ["installment_wlb", ["bay", "ktc"]],
  ["installment_wlb_bay", ["bay"]],
])("%s shows the plans of %j", (asked, banks) => {
  const [choice] = choices([asked], offered);
  expect(choice?.kind === "installments" && choice.plans.map(({ installment }) => installment?.bank)).toEqual(banks);
});

test("the card of a bank's plan is entered here where the page asks for both, and at the bank where it asks for that only", () => {
  const typesFor = (asked: string) => {
    const [choice] = choices([asked], offered);
    return choice?.kind === "installments" ? choice.plans.map(({ type }) => type) : [];
  };
  expect(typesFor("installment")).toEqual(["installment_wlb_bay", "installment_wlb_ktc", "installment_uob"]);
  expect(typesFor("installment_bay")).toEqual(["installment_bay"]);
});

test("an iPad that says it is a Mac is found out by its touch screen", () => {
  const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
  expect([platformOf(mac, 5), platformOf(mac, 0)]).toEqual(["IOS", null]);
});
