import { minutes } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";

/** K PLUS, the app of Kasikorn Bank. Source: guide "KBank (K PLUS)". */
export const mobileBankingKbank: Method = {
  type: "mobile_banking_kbank",
  family: "mobile_banking",
  journey: { kind: "page", flow: "app_redirect", host: "ours" },
  carries: null,
  parameters: { platformType: "optional" },
  referenced: true,
  limits: { THB: { min: 20_00, max: 150_000_00 } },
  expiresAfter: minutes(10),
  bank: "kplus",
  installment: null,
  fees: { flat: "10.0", rate: "0.0", vat: "7.0" },
  failures: {
    expired: "payment_expired",
    rejected: "payment_rejected",
    processing: "failed_processing",
    invalid_account: "invalid_account",
    insufficient_funds: "insufficient_fund",
    cancelled: "payment_rejected",
    invalid_number: "invalid_account",
    invalid_security_code: "payment_rejected",
    stolen_or_lost: "payment_rejected",
    fraud: "payment_rejected",
  },
  // The guide: "Insufficient funds in the account or the payment method has reached its limit." No card is involved that could have a limit.
  failureWords: { insufficient_fund: "insufficient_balance" },
  refund: { kind: "none", why: "mobile banking charges cannot be voided or refunded" },
  voidable: false,
  disputable: false,
  capture: "at once whatever is asked",
  webView: false,
  evidence: { from: "guide", assumed: [] },
  label: { en: "K PLUS", th: "K PLUS", ja: "K PLUS" },
  mark: "K+",
  terms: {
    version: "2026-11",
    en: [
      "You take K PLUS for goods and services that you sell yourself, and deliver what was paid for.",
      "Each payment costs the fee that is shown with this method, and VAT on the fee. Both are taken from the payment.",
      "A payment can be neither voided nor refunded through this gateway. You return money to customers in another way, and tell them so before they pay.",
      "Customers confirm in their bank's app within ten minutes. You deliver when the charge is successful, not when they come back to your page.",
      "These terms add to your agreements with the operator of this server and with the bank; they replace neither.",
    ],
    th: [
      "คุณรับ K PLUS สำหรับสินค้าและบริการที่คุณขายเอง และส่งมอบสิ่งที่ลูกค้าชำระเงินแล้ว",
      "การชำระเงินแต่ละครั้งมีค่าธรรมเนียมตามที่แสดงไว้กับช่องทางนี้ และภาษีมูลค่าเพิ่มของค่าธรรมเนียม ทั้งสองรายการหักจากยอดชำระ",
      "ยกเลิกหรือคืนเงินผ่านระบบนี้ไม่ได้ คุณคืนเงินให้ลูกค้าด้วยวิธีอื่น และแจ้งลูกค้าก่อนชำระเงิน",
      "ลูกค้ายืนยันในแอปของธนาคารภายในสิบนาที คุณส่งมอบเมื่อรายการสำเร็จ ไม่ใช่เมื่อลูกค้ากลับมาที่หน้าร้าน",
      "ข้อกำหนดนี้เพิ่มเติมจากสัญญาของคุณกับผู้ดูแลเซิร์ฟเวอร์นี้และกับธนาคาร และไม่ใช้แทนสัญญาเหล่านั้น",
    ],
  },
};
