import type { Method } from "../domain/payment/method.ts";
import { limitsOf, onThePhone, refundable } from "./on-the-phone.ts";

/** Wallets of one type each. Sources: samples of the mobile libraries; plug-ins; a community client of 2024. */
export const wallets: readonly Method[] = [
  onThePhone({
    type: "rabbit_linepay",
    family: "wallet",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    refund: refundable("partial", 60),
    label: { en: "Rabbit LINE Pay", th: "แรบบิท ไลน์ เพย์" },
    mark: "LP",
    evidence: { from: "a client library of 2024; plug-ins", assumed: ["expiry", "fees"] },
  }),
  onThePhone({
    type: "grabpay",
    family: "wallet",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    parameters: { platformType: "optional" },
    refund: refundable("partial", 90),
    limits: limitsOf("TH", "SG", "MY"),
    label: { en: "GrabPay", th: "แกร็บเพย์" },
    mark: "GP",
    evidence: { from: "samples; plug-ins", assumed: ["limits", "expiry", "fees", "failures", "refund"] },
  }),
  onThePhone({
    type: "points_citi",
    family: "points",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    label: { en: "Citi points", th: "คะแนนซิตี้", ja: "シティのポイント" },
    mark: "PT",
    evidence: { from: "recording of 2019", assumed: ["limits", "failures", "refund"] },
  }),
  onThePhone({
    type: "qr_code_upi",
    family: "qr",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    parameters: { qrSettings: "optional" },
    label: { en: "UPI", th: "ยูพีไอ" },
    mark: "UPI",
    evidence: { from: "capability of 2025", assumed: ["flow", "limits", "expiry", "fees", "failures", "refund"] },
  }),
];
