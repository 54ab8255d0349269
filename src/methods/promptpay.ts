import { hours } from "../domain/base/time.ts";
import { failing, onThePhone, rate } from "./on-the-phone.ts";

/** PromptPay: a QR code that every Thai bank's app reads. Sources: recorded charges of 2020, 2021 and 2025; Omise documentation. */
export const promptpay = onThePhone({
  type: "promptpay",
  family: "qr",
  journey: { kind: "code", flow: "offline", shows: "qr" },
  parameters: { qrSettings: "optional" },
  expiresAfter: hours(24),
  fees: rate("1.65"),
  failures: failing({ insufficient_funds: "insufficient_balance", cancelled: "payment_cancelled" }),
  label: { en: "PromptPay", th: "พร้อมเพย์" },
  mark: "PP",
  evidence: { from: "recordings; documentation; client libraries", assumed: [] },
});
