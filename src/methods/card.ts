import type { Method } from "../domain/method.ts";
import { days } from "../domain/time.ts";

/** Plain cards: no source, immediate where the cardholder need not authenticate. Fee 3.65 % as in the recordings. */
export const card: Method = {
  type: "card",
  flow: null,
  currencies: ["THB"],
  amount: { min: 20_00, max: 150_000_00 },
  expiresAfter: days(7),
  connector: "card",
  card: true,
  platformType: false,
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
  refund: { kind: "partial", withinDays: 365 },
  voidable: true,
  disputable: true,
  manualCapture: true,
  label: { en: "Credit or debit card", th: "บัตรเครดิตหรือบัตรเดบิต", ja: "クレジットカード・デビットカード" },
};
