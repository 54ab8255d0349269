import { days, minutes } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { mobileBankingKbank } from "./mobile-banking-kbank.ts";
import { onThePhone } from "./on-the-phone.ts";

type Row = { bank: string; label: string; short: string; mark: string; expiresAfter: number };

/** The banks' apps, and for how long each waits. Source: a community client written from the documentation of 2024. */
const apps: readonly Row[] = [
  { bank: "bay", label: "KMA (Krungsri)", short: "KMA", mark: "BAY", expiresAfter: minutes(15) },
  { bank: "bbl", label: "Bualuang mBanking", short: "mBanking", mark: "BBL", expiresAfter: minutes(15) },
  { bank: "ktb", label: "Krungthai NEXT", short: "NEXT", mark: "KTB", expiresAfter: minutes(30) },
  { bank: "scb", label: "SCB EASY", short: "SCB EASY", mark: "SCB", expiresAfter: days(7) },
];

const { failures, fees, parameters } = mobileBankingKbank;

/** The apps of banks beside K PLUS. Their guides have the text of its guide, its codes and its minimum version. */
export const mobileBanking: readonly Method[] = apps.map(({ bank, label, short, ...row }) =>
  onThePhone({
    type: `mobile_banking_${bank}`,
    family: "mobile_banking",
    journey: { kind: "page", flow: "app_redirect", host: "ours" },
    ...{ parameters, fees, failures },
    referenced: true,
    label: { en: label },
    short: { en: short, th: short },
    evidence: { from: "guides of each bank; a client library of 2024", assumed: ["fees"] },
    ...row,
  }),
);
