import { days } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { failing, limitsOf, onThePhone, refundable } from "./on-the-phone.ts";

/** Methods of accounts in Japan. Sources: Omise documentation; samples of the mobile libraries of 2023; plug-ins. */
export const japan: readonly Method[] = [
  onThePhone({
    type: "econtext",
    family: "counter",
    // the payer is given a link with the number to pay under, though nothing sends them back
    journey: { kind: "code", flow: "offline", shows: "references", linked: true },
    parameters: { name: "required", email: "required", phoneNumber: "required" },
    forms: {
      phoneNumber: { form: /^\d{10,11}$/, says: "phone_number must contain 10-11 digit characters" },
      email: { form: /^[^\s@]+@[^\s@]+$/, says: "email is in invalid format" },
    },
    limits: limitsOf("JP"),
    expiresAfter: days(7),
    failures: failing({ cancelled: "payment_cancelled" }),
    label: {
      en: "Convenience store, Pay-easy or online banking",
      th: "ร้านสะดวกซื้อ Pay-easy หรือธนาคารออนไลน์ในญี่ปุ่น",
      ja: "コンビニ・Pay-easy・ネットバンキング",
    },
    alsoNamed: ["convenience_store", "pay_easy", "net_banking"], // the three lines of the original's form, which all make this source
    short: { en: "Konbini", th: "คอมบินิ" },
    mark: "EC",
    evidence: {
      from: "documentation; a sample of 2023",
      assumed: ["limits", "expiry", "fees", "failures", "refund"],
    },
  }),
  onThePhone({
    type: "paypay",
    family: "wallet",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    limits: limitsOf("JP"),
    refund: refundable("partial", 365),
    label: { en: "PayPay", th: "เพย์เพย์", ja: "PayPay" },
    mark: "PP",
    evidence: { from: "samples; plug-ins", assumed: ["limits", "expiry", "fees", "failures", "refund"] },
  }),
];
