import type { Method } from "../domain/method.ts";
import { minutes } from "../domain/time.ts";

/** K PLUS, the app of Kasikorn Bank. Source: guide "KBank (K PLUS)". */
export const mobileBankingKbank: Method = {
  type: "mobile_banking_kbank",
  flow: "app_redirect",
  currencies: ["THB"],
  amount: { min: 20_00, max: 150_000_00 },
  expiresAfter: minutes(10),
  connector: "kplus",
  card: false,
  platformType: true,
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
  refund: { kind: "none", why: "mobile banking charges cannot be voided or refunded" },
  voidable: false,
  disputable: false,
  manualCapture: false,
  label: { en: "K PLUS", th: "K PLUS", ja: "K PLUS" },
};
