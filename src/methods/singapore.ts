import type { Method } from "../domain/payment/method.ts";
import { limitsOf, onThePhone, rate, refundable } from "./on-the-phone.ts";

/** Methods of accounts in Singapore. Both recorded charges of PayNow, of 2020 and 2021, wait for seven days. Sources: recorded charges of PayNow of 2020 and 2021; documentation; a community client of 2024; plug-ins. */
export const singapore: readonly Method[] = [
  onThePhone({
    type: "paynow",
    family: "qr",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    parameters: { qrSettings: "optional" },
    limits: limitsOf("SG"),
    fees: rate("1.0"),
    refund: refundable("partial", 180),
    label: { en: "PayNow", th: "เพย์นาว" },
    mark: "PN",
    evidence: { from: "recordings of 2020 and 2021; plug-ins", assumed: ["limits", "failures", "refund"] },
  }),
  onThePhone({
    type: "mobile_banking_ocbc",
    family: "mobile_banking",
    journey: { kind: "page", flow: "app_redirect", host: "ours" },
    parameters: { platformType: "optional" },
    referenced: true,
    limits: limitsOf("SG"),
    refund: refundable("full", 180),
    label: { en: "OCBC Digital" },
    mark: "OC",
    evidence: { from: "a client library of 2024; plug-ins", assumed: ["expiry", "fees", "failures"] },
  }),
];
