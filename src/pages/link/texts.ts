import type { Texts } from "../language.ts";

/** Texts of payment links for payers. Names in braces are filled in. */
export const linkTexts = {
  sending: { en: "One moment, please …", th: "โปรดรอสักครู่ …", ja: "しばらくお待ちください…" },
  needsScript: {
    en: "The payment form needs JavaScript, which is off in this browser.",
    th: "แบบฟอร์มชำระเงินต้องใช้ JavaScript ซึ่งปิดอยู่ในเบราว์เซอร์นี้",
    ja: "お支払いフォームには JavaScript が必要です。このブラウザーでは無効になっています。",
  },
  used: { en: "This link has been paid", th: "ลิงก์นี้ชำระเงินแล้ว", ja: "このリンクはお支払い済みです" },
  usedDetail: {
    en: "It can be paid only once. If somebody else should pay, ask {merchant} for another link.",
    th: "ลิงก์นี้ชำระได้เพียงครั้งเดียว หากมีผู้อื่นต้องชำระ โปรดขอลิงก์ใหม่จาก {merchant}",
    ja: "このリンクでお支払いいただけるのは一度だけです。別のお支払いが必要な場合は {merchant} に新しいリンクをご依頼ください。",
  },
  deleted: { en: "This link was removed", th: "ลิงก์นี้ถูกลบแล้ว", ja: "このリンクは削除されました" },
  deletedDetail: {
    en: "{merchant} takes no payment by this link any more. Nothing was charged.",
    th: "{merchant} ไม่รับชำระเงินผ่านลิงก์นี้แล้ว ไม่มีการเรียกเก็บเงิน",
    ja: "{merchant} はこのリンクでのお支払いを受け付けていません。請求は行われていません。",
  },
  closed: {
    en: "This link cannot be paid at the moment",
    th: "ขณะนี้ยังชำระเงินผ่านลิงก์นี้ไม่ได้",
    ja: "現在このリンクではお支払いいただけません",
  },
  closedDetail: {
    en: "{merchant} has no payment method for this amount. Please ask there.",
    th: "{merchant} ไม่มีช่องทางชำระเงินสำหรับยอดนี้ โปรดติดต่อร้านค้า",
    ja: "{merchant} にはこの金額に使えるお支払い方法がありません。ショップにお問い合わせください。",
  },
  busy: {
    en: "Another payment of this link is not over yet. Wait a moment, then pay again: nobody is charged twice.",
    th: "การชำระเงินอื่นของลิงก์นี้ยังไม่สิ้นสุด โปรดรอสักครู่แล้วชำระอีกครั้ง จะไม่มีการเรียกเก็บซ้ำ",
    ja: "このリンクの別のお支払いがまだ完了していません。少し待ってからもう一度お試しください。二重に請求されることはありません。",
  },
  refused: {
    en: "The payment could not be begun. Please choose how to pay once more.",
    th: "เริ่มการชำระเงินไม่ได้ โปรดเลือกวิธีชำระเงินอีกครั้ง",
    ja: "お支払いを開始できませんでした。お支払い方法をもう一度お選びください。",
  },
  notPaid: {
    en: "Nothing was charged. You can try again, also in another way.",
    th: "ไม่มีการเรียกเก็บเงิน คุณลองอีกครั้งหรือเลือกวิธีอื่นได้",
    ja: "請求は行われていません。別の方法でもう一度お試しいただけます。",
  },
  goOn: { en: "Continue the payment", th: "ชำระเงินต่อ", ja: "お支払いを続ける" },
  payAgain: { en: "Pay again", th: "ชำระอีกครั้ง", ja: "もう一度支払う" },
  unknown: { en: "There is no such link", th: "ไม่พบลิงก์นี้", ja: "このリンクは見つかりません" },
  unknownDetail: {
    en: "Please check that the address is complete, or ask the shop for the link again.",
    th: "โปรดตรวจสอบว่าที่อยู่ครบถ้วน หรือขอลิงก์จากร้านค้าอีกครั้ง",
    ja: "アドレスが正しいかご確認いただくか、ショップにリンクをもう一度ご依頼ください。",
  },
} as const satisfies Record<string, Texts>;
