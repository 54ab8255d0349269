import type { FailureCode } from "../../../src/domain/payment/failure.ts";
import { texts } from "../language.tsx";

type Words = Record<FailureCode, string>;

/** Failure codes in plain words; the codes are shown beside them. */
export const failureTexts = texts<Words>({
  en: {
    insufficient_fund: "Not enough money in the account, or the card's limit is reached",
    insufficient_balance: "Not enough money in the account, or its limit is reached",
    payment_rejected: "The payer's bank refused",
    payment_cancelled: "The payer cancelled",
    payment_expired: "The bank stopped waiting for the payer",
    timeout: "The payer did not act in time",
    failed_processing: "The bank could not process it",
    failed_fraud_check: "Stopped by a fraud check",
    invalid_account: "The payer has no account for this method",
    invalid_account_number: "The card number is not valid",
    invalid_security_code: "The security code is wrong",
    invalid_barcode: "The payer's code could not be read",
    stolen_or_lost_card: "The card was reported lost or stolen",
  },
  th: {
    insufficient_fund: "เงินในบัญชีไม่พอ หรือบัตรเต็มวงเงิน",
    insufficient_balance: "เงินในบัญชีไม่พอ หรือเต็มวงเงิน",
    payment_rejected: "ธนาคารของผู้ชำระเงินปฏิเสธ",
    payment_cancelled: "ผู้ชำระเงินยกเลิก",
    payment_expired: "ธนาคารหมดเวลารอผู้ชำระเงิน",
    timeout: "ผู้ชำระเงินไม่ได้ดำเนินการทันเวลา",
    failed_processing: "ธนาคารประมวลผลไม่ได้",
    failed_fraud_check: "ถูกระงับโดยการตรวจสอบการทุจริต",
    invalid_account: "ผู้ชำระเงินไม่มีบัญชีสำหรับวิธีนี้",
    invalid_account_number: "หมายเลขบัตรไม่ถูกต้อง",
    invalid_security_code: "รหัสความปลอดภัยไม่ถูกต้อง",
    invalid_barcode: "อ่านโค้ดของผู้ชำระเงินไม่ได้",
    stolen_or_lost_card: "บัตรถูกแจ้งหายหรือถูกขโมย",
  },
});
