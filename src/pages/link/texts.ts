import type { Texts } from "../language.ts";

/** Texts of payment links and checkout sessions for payers. Names in braces are filled in. */
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
  orderPaid: { en: "This order has been paid", th: "คำสั่งซื้อนี้ชำระเงินแล้ว", ja: "このご注文はお支払い済みです" },
  orderPaidDetail: {
    en: "{merchant} has your payment.",
    th: "{merchant} ได้รับการชำระเงินของคุณแล้ว",
    ja: "{merchant} がお支払いを受け取りました。",
  },
  orderCancelled: {
    en: "This payment was cancelled",
    th: "ยกเลิกการชำระเงินนี้แล้ว",
    ja: "このお支払いはキャンセルされました",
  },
  orderCancelledDetail: {
    en: "Nothing was charged. To buy, please start again at {merchant}.",
    th: "ไม่มีการเรียกเก็บเงิน หากต้องการซื้อ โปรดเริ่มใหม่ที่ {merchant}",
    ja: "請求は行われていません。ご購入は {merchant} でもう一度お手続きください。",
  },
  orderExpired: { en: "The time to pay is over", th: "หมดเวลาชำระเงินแล้ว", ja: "お支払いの期限が切れました" },
  orderExpiredDetail: {
    en: "Nothing was charged. To buy, please start again at {merchant}.",
    th: "ไม่มีการเรียกเก็บเงิน หากต้องการซื้อ โปรดเริ่มใหม่ที่ {merchant}",
    ja: "請求は行われていません。ご購入は {merchant} でもう一度お手続きください。",
  },
  giveUp: {
    en: "Cancel and return to {merchant}",
    th: "ยกเลิกและกลับไปที่ {merchant}",
    ja: "キャンセルして {merchant} に戻る",
  },
  closed: {
    en: "This cannot be paid at the moment",
    th: "ขณะนี้ยังชำระเงินไม่ได้",
    ja: "現在お支払いいただけません",
  },
  closedDetail: {
    en: "{merchant} has no payment method for this amount. Please ask there.",
    th: "{merchant} ไม่มีช่องทางชำระเงินสำหรับยอดนี้ โปรดติดต่อร้านค้า",
    ja: "{merchant} にはこの金額に使えるお支払い方法がありません。ショップにお問い合わせください。",
  },
  busy: {
    en: "Another payment is not over yet. Wait a moment, then pay again: nobody is charged twice.",
    th: "การชำระเงินอื่นยังไม่สิ้นสุด โปรดรอสักครู่แล้วชำระอีกครั้ง จะไม่มีการเรียกเก็บซ้ำ",
    ja: "別のお支払いがまだ完了していません。少し待ってからもう一度お試しください。二重に請求されることはありません。",
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
  unknown: { en: "There is no such page", th: "ไม่พบหน้านี้", ja: "このページは見つかりません" },
  unknownDetail: {
    en: "Please check that the address is complete, or ask the shop again.",
    th: "โปรดตรวจสอบว่าที่อยู่ครบถ้วน หรือสอบถามร้านค้า",
    ja: "アドレスが正しいかご確認いただくか、ショップにお問い合わせください。",
  },
} as const satisfies Record<string, Texts>;
