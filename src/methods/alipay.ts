import { days } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { failing, onThePhone, rate, refundable } from "./on-the-phone.ts";

/** Wallets offer refunds in the shop plug-ins, for a time that no source names. */
const refund = refundable("partial", 180);

/** Wallets of the Alipay+ network that accounts in Thailand have. Source: recorded capabilities of 2025. */
const wallets = [
  { type: "alipay_cn", mark: "AL", label: { en: "Alipay China", th: "อาลีเพย์ จีน" } },
  { type: "alipay_hk", mark: "HK", label: { en: "AlipayHK", th: "อาลีเพย์ ฮ่องกง" } },
  { type: "kakaopay", mark: "KP", label: { en: "KakaoPay", th: "คาเคาเพย์" } },
  { type: "touch_n_go", mark: "TG", label: { en: "Touch 'n Go eWallet" } },
];

/** Failure codes of a scanned code. Source: the list of an official client library of 2021. */
export const scannedFailures = failing({
  insufficient_funds: "insufficient_balance",
  invalid_number: "invalid_barcode",
});

/** Alipay and the wallets of its network: by page, app, and codes that either side shows. */
export const alipay: readonly Method[] = [
  onThePhone({
    type: "alipay",
    family: "wallet",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    refund,
    label: { en: "Alipay", th: "อาลีเพย์" },
    mark: "AL",
    evidence: { from: "recording of 2019; plug-ins", assumed: ["limits", "failures", "refund"] },
  }),
  ...wallets.map((wallet) =>
    onThePhone({
      family: "wallet",
      journey: { kind: "page", flow: "app_redirect", host: "ours" },
      parameters: { platformType: "optional" },
      refund,
      evidence: { from: "recordings of 2025; plug-ins", assumed: ["limits", "failures", "refund"] },
      ...wallet,
    }),
  ),
  onThePhone({
    type: "alipayplus_mpm",
    family: "qr",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    parameters: { qrSettings: "optional" },
    refund,
    label: { en: "Alipay+ QR", th: "คิวอาร์อาลีเพย์พลัส" },
    mark: "A+",
    evidence: { from: "capability of 2025", assumed: ["flow", "limits", "expiry", "fees", "failures", "refund"] },
  }),
  onThePhone({
    type: "alipayplus_upm",
    family: "scanned",
    journey: { kind: "code", flow: "offline", shows: "references" },
    parameters: { barcode: "required" },
    failures: scannedFailures,
    refund,
    label: { en: "Alipay+ code of the payer", th: "โค้ดอาลีเพย์พลัสของผู้ชำระเงิน" },
    mark: "A+",
    evidence: {
      from: "capability of 2025",
      assumed: ["flow", "limits", "expiry", "fees", "failures", "refund", "parameters"],
    },
  }),
  onThePhone({
    type: "barcode_alipay",
    family: "scanned",
    journey: { kind: "code", flow: "offline", shows: "references" },
    parameters: { barcode: "required", storeId: "optional", storeName: "optional", terminalId: "optional" },
    expiresAfter: days(7),
    fees: rate("1.65"),
    failures: scannedFailures,
    refund,
    label: { en: "Alipay barcode of the payer", th: "บาร์โค้ดอาลีเพย์ของผู้ชำระเงิน" },
    mark: "AL",
    evidence: { from: "recording of 2019", assumed: ["limits", "failures", "refund"] },
  }),
];
