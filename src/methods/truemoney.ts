import { minutes } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { commonFailures, onThePhone, refundable } from "./on-the-phone.ts";

const limits = { THB: { min: 100_00, max: 50_000_00 } };
/** Source: a community client written from the documentation of 2024. */
const byApp = {
  limits,
  expiresAfter: minutes(3),
  refund: refundable("full", 30),
  voidable: true,
  failures: commonFailures,
} as const;

/**
 * TrueMoney: by telephone number and one-time code, by its app, or by a code that the app scans.
 * Sources: recordings of 2019 to 2024; Omise documentation; the shop plug-ins.
 */
export const truemoney: readonly Method[] = [
  onThePhone({
    type: "truemoney",
    family: "wallet",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    parameters: { phoneNumber: "required" },
    refund: refundable("full", 30),
    label: { en: "TrueMoney Wallet", th: "ทรูมันนี่ วอลเล็ท" },
    mark: "TM",
    evidence: { from: "recordings of 2019; documentation; plug-ins", assumed: ["limits", "failures", "refund"] },
  }),
  onThePhone({
    type: "truemoney_jumpapp",
    family: "wallet",
    journey: { kind: "page", flow: "app_redirect", host: "ours" },
    parameters: { platformType: "optional" },
    ...byApp,
    label: { en: "TrueMoney app", th: "แอปทรูมันนี่", ja: "TrueMoney アプリ" },
    mark: "TM",
    evidence: { from: "recording of 2024; a client library of 2024", assumed: ["fees"] },
  }),
  onThePhone({
    type: "truemoney_qr",
    family: "qr",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    parameters: { qrSettings: "optional" },
    ...byApp,
    label: { en: "TrueMoney QR", th: "คิวอาร์ทรูมันนี่", ja: "TrueMoney QR コード" },
    mark: "TM",
    evidence: { from: "a client library of 2024", assumed: ["expiry", "fees", "refund", "void"] },
  }),
];
