import { minutes } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import {
  type InstallmentRow,
  installmentBanks,
  installmentFailures,
  installmentTerms,
  planOf,
} from "./installment-wlb.ts";
import { onThePhone, refundable } from "./on-the-phone.ts";

const limits = { THB: { min: 2_000_00, max: 150_000_00 } };

/** Installments whose card is entered on a page of the bank: a source, and no token. Sources: recordings of 2019, 2020 and 2025; documentation. */
function atBank(row: InstallmentRow): Method {
  const { en, th } = row.label;
  const method = onThePhone({
    type: `installment_${row.bank}`,
    family: "installment",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    parameters: { installmentTerm: "required", zeroInterestInstallments: "optional" },
    limits,
    failures: installmentFailures,
    refund: refundable("full", row.refundDays),
    label: { en: `${en} installments at the bank`, th: `ผ่อนชำระที่หน้า${th}`, ja: `${en} 分割払い(銀行ページ)` },
    short: { en: `${row.short} page`, th: `หน้า ${row.short}` },
    mark: row.mark,
    evidence: {
      from: "recordings of 2019 to 2025; documentation",
      assumed: row.interest.merchant.assumed ? ["refund", "interest"] : ["refund"],
    },
  });
  return { ...method, installment: { ...planOf(row), loanTerms: null }, terms: installmentTerms(row) };
}

/**
 * PayNext Extra, a credit line and no card. Its plans are chosen in its app. Source: documentation; sources disagree on the limits of the app, of which the
 * narrower ones are taken.
 */
const paynext = {
  family: "later",
  parameters: { installmentTerm: "optional", zeroInterestInstallments: "optional" },
  refund: refundable("full", 30),
  mark: "PN",
} as const;

/** Installments without a card token. */
export const installmentsAtBank: readonly Method[] = [
  ...installmentBanks.map(atBank),
  onThePhone({
    type: "installment_paynext_extra_jumpapp",
    journey: { kind: "page", flow: "app_redirect", host: "ours" },
    ...paynext,
    limits: { THB: { min: 20_00, max: 5_000_00 } },
    label: { en: "PayNext Extra", th: "เพย์เน็กซ์ เอ็กซ์ตร้า" },
    evidence: { from: "documentation", assumed: ["limits", "fees", "failures", "refund"] },
  }),
  onThePhone({
    type: "installment_paynext_extra_qr",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    ...paynext,
    limits,
    expiresAfter: minutes(15),
    label: { en: "PayNext Extra QR", th: "คิวอาร์เพย์เน็กซ์ เอ็กซ์ตร้า", ja: "PayNext Extra QR コード" },
    evidence: { from: "documentation", assumed: ["flow", "limits", "expiry", "fees", "failures", "refund"] },
  }),
];
