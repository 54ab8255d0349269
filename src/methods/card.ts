import { days } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { limitsOf } from "./on-the-phone.ts";

/** Plain cards: no source, charged at once unless the cardholder must authenticate. Fee 3.65 % as in the recordings. */
export const card: Method = {
  type: "card",
  family: "card",
  journey: { kind: "direct" },
  carries: "card",
  parameters: {},
  limits: limitsOf("TH", "JP", "SG", "MY"),
  // Source: recorded capability of 2025, in its order; the Charges API measures other currencies after conversion
  converted: ["THB", "JPY", "USD", "EUR", "GBP", "SGD", "AUD", "CHF", "CNY", "DKK", "HKD", "MYR"],
  expiresAfter: days(7),
  bank: "card",
  installment: null,
  fees: { flat: "0.0", rate: "3.65", vat: "7.0" },
  failures: {
    insufficient_funds: "insufficient_fund",
    stolen_or_lost: "stolen_or_lost_card",
    processing: "failed_processing",
    rejected: "payment_rejected",
    cancelled: "payment_rejected",
    expired: "timeout",
    fraud: "failed_fraud_check",
    invalid_account: "invalid_account_number",
    invalid_number: "invalid_account_number",
    invalid_security_code: "invalid_security_code",
  },
  failureWords: {},
  // Source: help page "How do I create a refund" and the FAQ of November 2023
  refund: {
    kind: "partial",
    withinDays: 365,
    brandDays: { JCB: 160, "American Express": 160, "Diners Club": 160 },
  },
  voidable: true,
  disputable: true,
  capture: "by hand too",
  webView: true,
  evidence: { from: "recordings; help page on refunds", assumed: [] },
  label: { en: "Credit or debit card", th: "บัตรเครดิตหรือบัตรเดบิต", ja: "クレジットカード・デビットカード" },
  short: { en: "Card", th: "บัตร" },
  mark: "••••",
  terms: {
    version: "2026-11",
    en: [
      "You take cards for goods and services that you sell yourself, and deliver what was paid for.",
      "Each payment costs the fee that is shown with this method, and VAT on the fee. Both are taken from the payment.",
      "Cardholders can dispute a payment with their bank. Whether the money stays yours is then for the banks to decide, so keep proof of what you delivered.",
      "You do not ask for, keep or send card numbers or security codes yourself: the payment form takes them and the vault keeps them.",
      "A payment can be refunded, in full or in part, for 365 days; with JCB, American Express and Diners Club cards for 160 days. The refund goes to the card that paid.",
      "These terms add to your agreements with the operator of this server and with your acquirer; they replace neither.",
    ],
    th: [
      "คุณรับบัตรสำหรับสินค้าและบริการที่คุณขายเอง และส่งมอบสิ่งที่ลูกค้าชำระเงินแล้ว",
      "การชำระเงินแต่ละครั้งมีค่าธรรมเนียมตามที่แสดงไว้กับช่องทางนี้ และภาษีมูลค่าเพิ่มของค่าธรรมเนียม ทั้งสองรายการหักจากยอดชำระ",
      "ผู้ถือบัตรอาจโต้แย้งรายการกับธนาคารของตน ธนาคารจะเป็นผู้ตัดสินว่าเงินเป็นของใคร โปรดเก็บหลักฐานการส่งมอบไว้",
      "คุณไม่ขอ ไม่เก็บ และไม่ส่งหมายเลขบัตรหรือรหัสความปลอดภัยเอง แบบฟอร์มชำระเงินเป็นผู้รับและห้องนิรภัยเป็นผู้เก็บ",
      "คืนเงินได้เต็มจำนวนหรือบางส่วนภายใน 365 วัน (บัตร JCB, American Express และ Diners Club ภายใน 160 วัน) โดยคืนเข้าบัตรที่ใช้ชำระ",
      "ข้อกำหนดนี้เพิ่มเติมจากสัญญาของคุณกับผู้ดูแลเซิร์ฟเวอร์นี้และกับธนาคารผู้รับบัตร และไม่ใช้แทนสัญญาเหล่านั้น",
    ],
  },
};
