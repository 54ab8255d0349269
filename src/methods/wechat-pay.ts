import type { Method } from "../domain/payment/method.ts";
import { scannedFailures } from "./alipay.ts";
import { onThePhone, rate } from "./on-the-phone.ts";

/** WeChat Pay. A recorded successful charge of 2025 can neither be refunded nor voided; one account paid no fee for it, which is no rule. */
export const wechatPay: readonly Method[] = [
  onThePhone({
    type: "wechat_pay",
    family: "wallet",
    journey: { kind: "page", flow: "app_redirect", host: "ours" },
    parameters: { platformType: "optional" },
    label: { en: "WeChat Pay", th: "วีแชทเพย์" },
    mark: "WC",
    evidence: { from: "recording of 2025; plug-ins", assumed: ["limits", "fees", "failures"] },
  }),
  onThePhone({
    type: "wechat_pay_mpm",
    family: "qr",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    parameters: { qrSettings: "optional" },
    label: { en: "WeChat Pay QR", th: "คิวอาร์วีแชทเพย์", ja: "WeChat Pay QR コード" },
    mark: "WC",
    evidence: { from: "capability of 2025", assumed: ["flow", "limits", "expiry", "fees", "failures", "refund"] },
  }),
  onThePhone({
    type: "wechat_pay_upm",
    family: "scanned",
    journey: { kind: "code", flow: "offline", shows: "references" },
    parameters: { barcode: "required" },
    failures: scannedFailures,
    label: { en: "WeChat Pay code of the payer", th: "โค้ดวีแชทเพย์ของผู้ชำระเงิน", ja: "WeChat Pay（支払者のコード）" },
    mark: "WC",
    evidence: {
      from: "capability of 2025",
      assumed: ["flow", "limits", "expiry", "fees", "failures", "refund", "parameters"],
    },
  }),
  onThePhone({
    type: "barcode_wechat",
    family: "scanned",
    journey: { kind: "code", flow: "offline", shows: "references" },
    parameters: { barcode: "required", storeId: "optional", storeName: "optional", terminalId: "optional" },
    fees: rate("1.65"),
    failures: scannedFailures,
    label: { en: "WeChat barcode of the payer", th: "บาร์โค้ดวีแชทของผู้ชำระเงิน", ja: "WeChat（支払者のバーコード）" },
    mark: "WC",
    evidence: { from: "recording of 2020", assumed: ["limits", "failures", "refund"] },
  }),
];
