import type { Method } from "../domain/payment/method.ts";
import { failing, onThePhone } from "./on-the-phone.ts";

const banks = [
  { bank: "bay", mark: "BAY", name: { en: "Krungsri", th: "กรุงศรี", ja: "クルンシィ銀行" } },
  { bank: "kbank", mark: "KB", name: { en: "KBank", th: "กสิกรไทย", ja: "カシコン銀行" } },
  { bank: "ktb", mark: "KTB", name: { en: "Krungthai", th: "กรุงไทย", ja: "クルンタイ銀行" } },
  { bank: "scb", mark: "SCB", name: { en: "SCB", th: "ไทยพาณิชย์", ja: "SCB" } },
];

/** Direct debit, charged by an account that its payer has linked, and without a source. Sources: recorded capabilities of 2025; Linked Accounts API. */
export const directDebit: readonly Method[] = banks.map(({ bank, mark, name }) => ({
  ...onThePhone({
    type: `direct_debit_${bank}`,
    family: "direct_debit",
    journey: { kind: "direct" },
    failures: failing({ insufficient_funds: "insufficient_balance", invalid_account: "invalid_account" }),
    label: { en: `Direct debit ${name.en}`, th: `หักบัญชี${name.th}`, ja: `口座振替（${name.ja}）` },
    mark,
    evidence: { from: "capability of 2025; documentation", assumed: ["limits", "fees", "failures", "refund"] },
  }),
  carries: "linked account",
  bank: "direct_debit",
}));
