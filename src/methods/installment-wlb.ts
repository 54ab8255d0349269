import type { Method } from "../domain/method.ts";
import type { Minor } from "../domain/money.ts";
import { days } from "../domain/time.ts";

type Row = {
  bank: string;
  label: { en: string; th: string };
  terms: readonly number[];
  loanTerms?: readonly number[];
  minMonthly: Minor;
  refundDays: number;
  monthlyRate: string;
};

/**
 * The guide's tables in one: terms in months, monthly minimum in satang, refund period in days.
 * `monthlyRate` is what the bank takes when the merchant pays the interest, percent of the whole amount a month;
 * the guide names none, so these are the figures that the official shop plug-ins have used since December 2023.
 * Source: guide "Installment Payments", supported cards, supported loan cards, voids and refunds.
 */
const banks: readonly Row[] = [
  {
    bank: "bay",
    label: { en: "Krungsri", th: "กรุงศรี" },
    terms: [3, 4, 6, 9, 10],
    minMonthly: 500_00,
    refundDays: 30,
    monthlyRate: "0.74",
  },
  {
    bank: "bbl",
    label: { en: "Bangkok Bank", th: "ธนาคารกรุงเทพ" },
    terms: [3, 4, 6, 8, 9, 10],
    minMonthly: 500_00,
    refundDays: 365,
    monthlyRate: "0.74",
  },
  {
    bank: "first_choice",
    label: { en: "Krungsri First Choice", th: "กรุงศรี เฟิร์สช้อยส์" },
    terms: [3, 4, 6, 9, 10, 12, 18, 24, 36],
    loanTerms: [3, 4, 6, 9, 10, 12, 18, 24, 36],
    minMonthly: 300_00,
    refundDays: 30,
    monthlyRate: "1.16",
  },
  {
    bank: "kbank",
    label: { en: "Kasikorn Bank", th: "ธนาคารกสิกรไทย" },
    terms: [3, 4, 6, 10],
    minMonthly: 500_00,
    refundDays: 120,
    monthlyRate: "0.65",
  },
  {
    bank: "ktc",
    label: { en: "Krungthai Card (KTC)", th: "บัตรกรุงไทย (เคทีซี)" },
    terms: [3, 4, 5, 6, 7, 8, 9, 10],
    minMonthly: 300_00,
    refundDays: 180,
    monthlyRate: "0.74",
  },
  {
    bank: "scb",
    label: { en: "Siam Commercial Bank", th: "ธนาคารไทยพาณิชย์" },
    terms: [3, 4, 6, 9, 10],
    minMonthly: 500_00,
    refundDays: 180,
    monthlyRate: "0.74",
  },
  {
    bank: "ttb",
    label: { en: "TMBThanachart Bank", th: "ทีเอ็มบีธนชาต" },
    terms: [3, 4, 6, 10],
    minMonthly: 500_00,
    refundDays: 365,
    monthlyRate: "0.80",
  },
  {
    bank: "uob",
    label: { en: "United Overseas Bank (UOB)", th: "ธนาคารยูโอบี" },
    terms: [3, 4, 6, 10],
    minMonthly: 500_00,
    refundDays: 365,
    monthlyRate: "0.64",
  },
];

/** White-label card installments: a card token and a source together. */
export const installments: readonly Method[] = banks.map(installment);

function installment(row: Row): Method {
  return {
    type: `installment_wlb_${row.bank}`,
    flow: "redirect",
    currencies: ["THB"],
    amount: { min: 2_000_00, max: 150_000_00 },
    expiresAfter: days(7),
    connector: "card",
    card: true,
    platformType: false,
    installment: {
      bank: row.bank,
      bankName: { ...row.label, ja: row.label.en },
      terms: row.terms,
      loanTerms: row.loanTerms ?? null,
      minMonthly: row.minMonthly,
      monthlyRate: row.monthlyRate,
    },
    fees: { flat: "0.0", rate: "3.65", vat: "7.0" },
    failures: {
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
    },
    refund: { kind: "full", withinDays: row.refundDays },
    voidable: false,
    disputable: false,
    manualCapture: false,
    label: { en: `${row.label.en} installments`, th: `ผ่อนชำระ ${row.label.th}`, ja: `${row.label.en} 分割払い` },
  };
}
