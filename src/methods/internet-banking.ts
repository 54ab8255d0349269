import { hours } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { onThePhone } from "./on-the-phone.ts";

const banks = [
  { bank: "bay", mark: "BAY", en: "Krungsri Online", th: "กรุงศรีออนไลน์" },
  { bank: "bbl", mark: "BBL", en: "Bualuang iBanking", th: "บัวหลวง ไอแบงก์กิ้ง" },
];

/** Internet banking, which the original ended in 2025. Sources: recordings of 2019 and 2025; capability until March 2025. */
export const internetBanking: readonly Method[] = banks.map(({ bank, mark, en, th }) =>
  onThePhone({
    type: `internet_banking_${bank}`,
    family: "internet_banking",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    expiresAfter: hours(24),
    label: { en, th, ja: `${en}（インターネットバンキング）` },
    mark,
    evidence: { from: "recordings of 2019 and 2025", assumed: ["refund"] },
  }),
);
