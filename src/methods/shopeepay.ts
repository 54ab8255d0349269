import { minutes } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { failing, limitsOf, onThePhone, refundable } from "./on-the-phone.ts";

/** Source: a community client written from the documentation of 2024. */
const shared = {
  family: "wallet",
  limits: limitsOf("TH", "SG", "MY"),
  expiresAfter: minutes(20),
  refund: refundable("partial", 180),
  failures: failing({
    insufficient_funds: "insufficient_fund",
    cancelled: "payment_cancelled",
    expired: "payment_expired",
    rejected: "payment_rejected",
    invalid_account: "invalid_account",
  }),
  mark: "SP",
} as const;

/** ShopeePay: by a page with a code, or by its app. An old sample of the second says `redirect`; the documentation says `app_redirect`. */
export const shopeepay: readonly Method[] = [
  onThePhone({
    type: "shopeepay",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    ...shared,
    label: { en: "ShopeePay", th: "ช้อปปี้เพย์" },
    evidence: { from: "a client library of 2024; samples", assumed: ["fees", "failures"] },
  }),
  onThePhone({
    type: "shopeepay_jumpapp",
    journey: { kind: "page", flow: "app_redirect", host: "ours" },
    parameters: { platformType: "optional" },
    ...shared,
    label: { en: "ShopeePay app", th: "แอปช้อปปี้เพย์", ja: "ShopeePay アプリ" },
    evidence: { from: "documentation; a client library of 2024", assumed: ["fees"] },
  }),
];
