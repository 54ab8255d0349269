import type { Method, PayerBank } from "../domain/payment/method.ts";
import { installmentFailures } from "./installment-wlb.ts";
import { limitsOf, onThePhone, rate, refundable } from "./on-the-phone.ts";

const names: Readonly<Record<string, string>> = {
  affin: "Affin Bank",
  alliance: "Alliance Bank",
  agro: "Agrobank",
  ambank: "AmBank",
  islam: "Bank Islam",
  muamalat: "Bank Muamalat",
  rakyat: "Bank Rakyat",
  bocm: "Bank of China",
  bsn: "BSN",
  cimb: "CIMB Clicks",
  hongleong: "Hong Leong",
  hsbc: "HSBC Bank",
  kfh: "KFH",
  maybank2e: "Maybank2E",
  maybank2u: "Maybank2U",
  ocbc: "OCBC Bank",
  public: "Public Bank",
  rhb: "RHB Bank",
  sc: "Standard Chartered",
  uob: "UOB",
};

/** Banks of FPX, of which DuitNow reaches all but two. Source: the lists of the official mobile libraries. */
const fpxBanks: readonly PayerBank[] = Object.entries(names).map(([code, name]) => ({ code, name }));
const duitNowBanks = fpxBanks.filter(({ code }) => code !== "bocm" && code !== "maybank2e");

/** What all of them have in common but installments, whose refunds are in full. */
const common = {
  journey: { kind: "page", flow: "redirect", host: "bank" },
  limits: limitsOf("MY"),
  refund: refundable("partial", 180),
} as const;

/** Wallets and codes that open on a page, of which nothing else is known. Sources: samples of the mobile libraries; plug-ins. */
const onAPage = [
  {
    type: "duitnow_qr",
    family: "qr",
    mark: "DN",
    label: { en: "DuitNow QR", th: "คิวอาร์ดูอิทนาว", ja: "DuitNow QR コード" },
  },
  { type: "boost", family: "wallet", mark: "BO", label: { en: "Boost", th: "บูสต์" } },
  { type: "maybank_qr", family: "qr", mark: "MB", label: { en: "Maybank QRPay", th: "คิวอาร์เมย์แบงก์" } },
];

/** Methods of accounts in Malaysia. Sources: a recorded charge of FPX of 2021; samples of the mobile libraries; documentation; plug-ins. */
export const malaysia: readonly Method[] = [
  onThePhone({
    type: "fpx",
    family: "internet_banking",
    ...common,
    parameters: { bank: "required", email: "optional" },
    banks: fpxBanks,
    fees: rate("0.0"), // recorded in one account
    label: { en: "FPX", th: "เอฟพีเอ็กซ์" },
    mark: "FPX",
    evidence: { from: "recording of 2021; plug-ins", assumed: ["limits", "fees", "failures", "refund"] },
  }),
  onThePhone({
    type: "duitnow_obw",
    family: "internet_banking",
    ...common,
    parameters: { bank: "required" },
    banks: duitNowBanks,
    label: {
      en: "DuitNow Online Banking/Wallets",
      th: "ดูอิทนาว ธนาคารออนไลน์",
      ja: "DuitNow（ネットバンキング・ウォレット）",
    },
    short: { en: "DuitNow", th: "ดูอิทนาว" },
    mark: "DN",
    evidence: { from: "samples; plug-ins", assumed: ["limits", "expiry", "fees", "failures", "refund"] },
  }),
  ...onAPage.map((each) =>
    onThePhone({
      ...common,
      evidence: { from: "samples; plug-ins", assumed: ["limits", "expiry", "fees", "failures", "refund"] },
      ...each,
    }),
  ),
  maybankInstallments(),
];

/** Installments whose interest the merchant always pays; at what rate no source says. Source: documentation, Maybank. */
function maybankInstallments(): Method {
  const name = { en: "Maybank", th: "เมย์แบงก์", ja: "Maybank" };
  const method = onThePhone({
    type: "installment_mbb",
    family: "installment",
    journey: common.journey,
    parameters: { installmentTerm: "required", zeroInterestInstallments: "optional" },
    limits: { MYR: { min: 500_00, max: limitsOf("MY")["MYR"]?.max ?? 0 } },
    failures: installmentFailures,
    refund: refundable("full", 180),
    label: { en: "Maybank installments", th: "ผ่อนชำระเมย์แบงก์", ja: "Maybank 分割払い" },
    short: { en: "Maybank", th: "เมย์แบงก์" },
    mark: "MBB",
    evidence: { from: "documentation; samples", assumed: ["limits", "fees", "failures", "refund", "interest"] },
  });
  return {
    ...method,
    installment: {
      bank: "mbb",
      bankName: name,
      terms: [6, 12, 18, 24],
      loanTerms: null,
      minMonthly: 0,
      minTotals: { 6: 500_00, 12: 1_000_00, 18: 1_500_00, 24: 2_000_00 },
      interestPaidBy: "merchant",
      interest: { customer: { monthly: "0.0", assumed: true }, merchant: { monthly: "0.0", assumed: true } },
    },
  };
}
