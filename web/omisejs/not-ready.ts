import { type Locale, localeOf } from "../pay/texts.ts";

/** Message that the shop gets by `onError`, for the payer, when it submits a form that has not loaded. */
export const notReady = {
  en: "The payment form is not ready yet. Wait a moment and try again; you have not been charged.",
  th: "แบบฟอร์มชำระเงินยังไม่พร้อม กรุณารอสักครู่แล้วลองใหม่ ยังไม่มีการตัดเงิน",
  ja: "お支払いフォームの準備ができていません。少し待ってから、もう一度お試しください。請求は発生していません。",
} as const satisfies Record<Locale, string>;

export function notReadyIn(locale: string): string {
  return notReady[localeOf(locale)];
}
