import type { Texts } from "./language.ts";

/** Texts that the phone of K PLUS and that of all other banks and wallets have in common. */
export const phonesSay = {
  to: { en: "To", th: "ถึง", ja: "支払先" },
  reference: { en: "Reference", th: "เลขอ้างอิง", ja: "参照番号" },
  at: { en: "Time", th: "เวลา", ja: "日時" },
  cancel: { en: "Cancel payment", th: "ยกเลิกการจ่ายเงิน", ja: "支払いを中止" },
  cancelled: { en: "You cancelled the payment.", th: "คุณยกเลิกการจ่ายเงิน", ja: "支払いを中止しました。" },
  paid: { en: "Paid", th: "จ่ายแล้ว", ja: "支払い完了" },
  notPaid: { en: "Not paid", th: "ไม่ได้จ่าย", ja: "支払われませんでした" },
} as const satisfies Record<string, Texts>;
