import type { Method } from "../domain/payment/method.ts";
import { failing, onThePhone } from "./on-the-phone.ts";

const banks = [
  {
    bank: "bay",
    mark: "BAY",
    label: { en: "Direct debit Krungsri", th: "หักบัญชีกรุงศรี", ja: "口座振替（クルンシィ銀行）" },
  },
  {
    bank: "kbank",
    mark: "KB",
    label: { en: "Direct debit KBank", th: "หักบัญชีกสิกรไทย", ja: "口座振替（カシコン銀行）" },
  },
  {
    bank: "ktb",
    mark: "KTB",
    label: { en: "Direct debit Krungthai", th: "หักบัญชีกรุงไทย", ja: "口座振替（クルンタイ銀行）" },
  },
  { bank: "scb", mark: "SCB", label: { en: "Direct debit SCB", th: "หักบัญชีไทยพาณิชย์", ja: "口座振替（SCB）" } },
];

/** Direct debit, charged by an account that its payer has linked, and without a source. Sources: recorded capabilities of 2025; Linked Accounts API. */
export const directDebit: readonly Method[] = banks.map(({ bank, ...row }) => ({
  ...onThePhone({
    type: `direct_debit_${bank}`,
    family: "direct_debit",
    journey: { kind: "direct" },
    failures: failing({ insufficient_funds: "insufficient_balance", invalid_account: "invalid_account" }),
    evidence: { from: "capability of 2025; documentation", assumed: ["limits", "fees", "failures", "refund"] },
    ...row,
  }),
  carries: "linked account",
  bank: "direct_debit",
}));
