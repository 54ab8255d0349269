import type { Method } from "../domain/payment/method.ts";
import { limitsOf, onThePhone, refundable } from "./on-the-phone.ts";

const shared = {
  parameters: {
    phoneNumber: "required",
    shipping: "required",
    items: "required",
    name: "optional",
    email: "optional",
    billing: "optional",
  },
  refund: refundable("partial", 180),
  mark: "AT",
} as const;

/** Atome: buy now, pay in three parts. Nobody compares the sum of the items with the amount. Source: a recorded source of 2024. */
export const atome: readonly Method[] = [
  onThePhone({
    type: "atome",
    family: "later",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    ...shared,
    limits: limitsOf("TH", "SG", "MY"),
    label: { en: "Atome", th: "อาโทเม่" },
    evidence: {
      from: "recorded source of 2024; plug-ins",
      assumed: ["limits", "expiry", "fees", "failures", "refund"],
    },
  }),
  onThePhone({
    type: "atome_qr",
    family: "qr",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    ...shared,
    label: { en: "Atome QR", th: "คิวอาร์อาโทเม่", ja: "Atome QR コード" },
    evidence: {
      from: "capability of 2025",
      assumed: ["flow", "limits", "expiry", "fees", "failures", "refund", "parameters"],
    },
  }),
];
