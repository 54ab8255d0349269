import type { Method, Terms } from "../domain/method.ts";
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
    capture: "at once only",
    label: { en: `${row.label.en} installments`, th: `ผ่อนชำระ ${row.label.th}`, ja: `${row.label.en} 分割払い` },
    terms: termsOf(row),
  };
}

/** Interest, refunds and terms in months are the bank's, so each bank is agreed to on its own. */
function termsOf({ label, refundDays }: Row): Terms {
  return {
    version: "2026-11",
    en: [
      `You offer installments with cards of ${label.en} for goods and services that you sell yourself, and deliver what was paid for.`,
      "Each payment costs the fee that is shown with this method, and VAT on the fee. You get the rest at once; the cardholder pays the bank month by month.",
      "Where you pay the interest (zero interest for the customer), it is taken from the payment together with VAT on it. Where the customer pays it, you say so before he pays.",
      "You offer the terms and monthly minimums that the bank allows, and no others.",
      `A payment can be refunded within ${refundDays} days, in full only. It cannot be voided.`,
      "These terms add to your agreements with the operator of this server and with the bank; they replace neither.",
    ],
    th: [
      `คุณให้ผ่อนชำระด้วยบัตรของ${label.th} สำหรับสินค้าและบริการที่คุณขายเอง และส่งมอบสิ่งที่ลูกค้าชำระเงินแล้ว`,
      "การชำระเงินแต่ละครั้งมีค่าธรรมเนียมตามที่แสดงไว้กับช่องทางนี้ และภาษีมูลค่าเพิ่มของค่าธรรมเนียม คุณได้รับส่วนที่เหลือทันที ส่วนผู้ถือบัตรผ่อนกับธนาคารเป็นรายเดือน",
      "หากร้านค้าเป็นผู้จ่ายดอกเบี้ย (ลูกค้าผ่อน 0%) ดอกเบี้ยและภาษีมูลค่าเพิ่มของดอกเบี้ยจะหักจากยอดชำระ หากลูกค้าเป็นผู้จ่าย คุณต้องแจ้งก่อนชำระเงิน",
      "คุณเสนอเฉพาะจำนวนงวดและยอดขั้นต่ำต่อเดือนที่ธนาคารอนุญาต",
      `คืนเงินได้เต็มจำนวนเท่านั้น ภายใน ${refundDays} วัน และยกเลิกรายการไม่ได้`,
      "ข้อกำหนดนี้เพิ่มเติมจากสัญญาของคุณกับผู้ดูแลเซิร์ฟเวอร์นี้และกับธนาคาร และไม่ใช้แทนสัญญาเหล่านั้น",
    ],
  };
}
