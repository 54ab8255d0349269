import type { Decimal, Minor } from "../domain/base/money.ts";
import { days } from "../domain/base/time.ts";
import type { InstallmentPlan, InterestRate, Method, Terms } from "../domain/payment/method.ts";

/** A bank and its plans; the same whether the card is entered at the merchant or at the bank. */
export type InstallmentRow = {
  bank: string;
  label: { en: string; th: string };
  /** The short name that people use for the bank. */
  short: string;
  mark: string;
  terms: readonly number[];
  loanTerms?: readonly number[];
  minMonthly: Minor;
  refundDays: number;
  interest: InstallmentPlan["interest"];
};

const published = (monthly: Decimal): InterestRate => ({ monthly, assumed: false });
const assumed = (monthly: Decimal): InterestRate => ({ monthly, assumed: true });

/**
 * The guide's tables in one: terms in months, monthly minimum in satang, refund period in days.
 * Source: guide "Installment Payments", supported cards, supported loan cards, voids and refunds.
 *
 * The guide names no interest. It is percent of the whole amount per month; most banks charge merchants more than customers. Sources:
 * - help page "What are the installment plans and interest rates offered?", omise.co/en/installment-plans-and-interest-rates/malaysia
 *   (21 October 2021, rates from 1 August 2020): both rates of all banks but TTB and UOB.
 * - two recorded charges of 2019 whose merchant paid: Krungsri took 48,000 + 3,360 of 1,000,000 over 6 months, and 240,000 + 16,800
 *   of 4,999,995 over 6 months; both are exactly 0.80 %.
 * - the official plug-ins for WooCommerce and Magento since December 2023: the customer's rates, TTB and UOB included. They do not use
 *   their table where the merchant pays, so it is no source of the merchant's rate.
 * The merchant's rate for TTB and UOB is published nowhere; the customer's rate is assumed.
 */
export const installmentBanks: readonly InstallmentRow[] = [
  {
    bank: "bay",
    short: "Krungsri",
    mark: "BAY",
    label: { en: "Krungsri", th: "กรุงศรี" },
    terms: [3, 4, 6, 9, 10],
    minMonthly: 500_00,
    refundDays: 30,
    interest: { customer: published("0.74"), merchant: published("0.80") },
  },
  {
    bank: "bbl",
    short: "BBL",
    mark: "BBL",
    label: { en: "Bangkok Bank", th: "ธนาคารกรุงเทพ" },
    terms: [3, 4, 6, 8, 9, 10],
    minMonthly: 500_00,
    refundDays: 365,
    interest: { customer: published("0.74"), merchant: published("0.80") },
  },
  {
    bank: "first_choice",
    short: "First Choice",
    mark: "FC",
    label: { en: "Krungsri First Choice", th: "กรุงศรี เฟิร์สช้อยส์" },
    terms: [3, 4, 6, 9, 10, 12, 18, 24, 36],
    loanTerms: [3, 4, 6, 9, 10, 12, 18, 24, 36],
    minMonthly: 300_00,
    refundDays: 30,
    interest: { customer: published("1.16"), merchant: published("1.30") },
  },
  {
    bank: "kbank",
    short: "KBank",
    mark: "KBANK",
    label: { en: "Kasikorn Bank", th: "ธนาคารกสิกรไทย" },
    terms: [3, 4, 6, 10],
    minMonthly: 500_00,
    refundDays: 120,
    interest: { customer: published("0.65"), merchant: published("0.65") },
  },
  {
    bank: "ktc",
    short: "KTC",
    mark: "KTC",
    label: { en: "Krungthai Card (KTC)", th: "บัตรกรุงไทย (เคทีซี)" },
    terms: [3, 4, 5, 6, 7, 8, 9, 10],
    minMonthly: 300_00,
    refundDays: 180,
    interest: { customer: published("0.74"), merchant: published("0.80") },
  },
  {
    bank: "scb",
    short: "SCB",
    mark: "SCB",
    label: { en: "Siam Commercial Bank", th: "ธนาคารไทยพาณิชย์" },
    terms: [3, 4, 6, 9, 10],
    minMonthly: 500_00,
    refundDays: 180,
    interest: { customer: published("0.74"), merchant: published("0.80") },
  },
  {
    bank: "ttb",
    short: "ttb",
    mark: "TTB",
    label: { en: "TMBThanachart Bank", th: "ทีเอ็มบีธนชาต" },
    terms: [3, 4, 6, 10],
    minMonthly: 500_00,
    refundDays: 365,
    interest: { customer: published("0.80"), merchant: assumed("0.80") },
  },
  {
    bank: "uob",
    short: "UOB",
    mark: "UOB",
    label: { en: "United Overseas Bank (UOB)", th: "ธนาคารยูโอบี" },
    terms: [3, 4, 6, 10],
    minMonthly: 500_00,
    refundDays: 365,
    interest: { customer: published("0.64"), merchant: assumed("0.64") },
  },
];

/** The plans of a bank. */
export const planOf = (row: InstallmentRow): InstallmentPlan => ({
  bank: row.bank,
  bankName: { ...row.label, ja: row.label.en },
  terms: row.terms,
  loanTerms: row.loanTerms ?? null,
  minMonthly: row.minMonthly,
  interest: row.interest,
});

/** Failure codes of installments. Source: guide "Installment Payments". */
export const installmentFailures: Method["failures"] = {
  insufficient_funds: "insufficient_balance",
  cancelled: "payment_cancelled",
  expired: "timeout",
  processing: "failed_processing",
  rejected: "failed_processing",
  invalid_account: "failed_processing",
  invalid_number: "failed_processing",
  invalid_security_code: "failed_processing",
  stolen_or_lost: "failed_processing",
  fraud: "failed_processing",
};

/** White-label card installments: a card token and a source together. */
export const installments: readonly Method[] = installmentBanks.map(installment);

function installment(row: InstallmentRow): Method {
  return {
    type: `installment_wlb_${row.bank}`,
    family: "installment",
    journey: { kind: "page", flow: "redirect", host: "ours" },
    carries: "card",
    parameters: { installmentTerm: "required", zeroInterestInstallments: "optional" },
    limits: { THB: { min: 2_000_00, max: 150_000_00 } },
    expiresAfter: days(7),
    bank: "card",
    installment: planOf(row),
    fees: { flat: "0.0", rate: "3.65", vat: "7.0" },
    failures: installmentFailures,
    failureWords: {},
    refund: { kind: "full", withinDays: row.refundDays },
    voidable: false,
    disputable: false,
    capture: "at once only",
    webView: true,
    evidence: { from: "guide", assumed: row.interest.merchant.assumed ? ["interest"] : [] },
    label: { en: `${row.label.en} installments`, th: `ผ่อนชำระ ${row.label.th}`, ja: `${row.label.en} 分割払い` },
    short: { en: row.short, th: row.short },
    mark: row.mark,
    terms: installmentTerms(row),
  };
}

/** The terms of one bank: interest, refund periods and terms in months differ by bank, so each bank is accepted on its own. */
export function installmentTerms({ label, refundDays, interest: { customer, merchant } }: InstallmentRow): Terms {
  const guess = merchant.assumed
    ? { en: ", which is assumed since no rate is published", th: " (เป็นอัตราสมมติ เพราะไม่มีอัตราที่ประกาศไว้)" }
    : { en: "", th: "" };
  return {
    version: "2026-12",
    en: [
      `You offer installments with cards of ${label.en} for goods and services that you sell yourself, and deliver what was paid for.`,
      "Each payment costs the fee that is shown with this method, and VAT on the fee. You get the rest at once; the cardholder pays the bank month by month.",
      `Where you pay the interest (zero interest for the customer), it is taken from the payment together with VAT on it: ${merchant.monthly} % of the amount for each month${guess.en}. Where the customer pays it, the bank adds ${customer.monthly} % of the amount for each month, and you say so before they pay.`,
      "You offer the terms and monthly minimums that the bank allows, and no others.",
      `A payment can be refunded within ${refundDays} days, in full only. It cannot be voided.`,
      "These terms add to your agreements with the operator of this server and with the bank; they replace neither.",
    ],
    th: [
      `คุณให้ผ่อนชำระด้วยบัตรของ${label.th} สำหรับสินค้าและบริการที่คุณขายเอง และส่งมอบสิ่งที่ลูกค้าชำระเงินแล้ว`,
      "การชำระเงินแต่ละครั้งมีค่าธรรมเนียมตามที่แสดงไว้กับช่องทางนี้ และภาษีมูลค่าเพิ่มของค่าธรรมเนียม คุณได้รับส่วนที่เหลือทันที ส่วนผู้ถือบัตรผ่อนกับธนาคารเป็นรายเดือน",
      `หากร้านค้าเป็นผู้จ่ายดอกเบี้ย (ลูกค้าผ่อน 0%) ดอกเบี้ยและภาษีมูลค่าเพิ่มของดอกเบี้ยจะหักจากยอดชำระ โดยคิดดอกเบี้ยเดือนละ ${merchant.monthly}% ของยอดชำระ${guess.th} หากลูกค้าเป็นผู้จ่าย ธนาคารคิดเพิ่มเดือนละ ${customer.monthly}% ของยอดชำระ และคุณต้องแจ้งก่อนชำระเงิน`,
      "คุณเสนอเฉพาะจำนวนงวดและยอดขั้นต่ำต่อเดือนที่ธนาคารอนุญาต",
      `คืนเงินได้เต็มจำนวนเท่านั้น ภายใน ${refundDays} วัน และยกเลิกรายการไม่ได้`,
      "ข้อกำหนดนี้เพิ่มเติมจากสัญญาของคุณกับผู้ดูแลเซิร์ฟเวอร์นี้และกับธนาคาร และไม่ใช้แทนสัญญาเหล่านั้น",
    ],
  };
}
