import type { Texts } from "../language.ts";

/** Texts for the payer of a card on the gateway's own page. Names in braces are filled in. */
export const cardTexts = {
  challenge: {
    en: "Your bank asks you to confirm",
    th: "ธนาคารขอให้คุณยืนยัน",
    ja: "カード会社による本人確認があります",
  },
  challengeDetail: {
    en: "The bank that issued your card wants to know that it is you. You confirm on its page and are then brought back here.",
    th: "ธนาคารผู้ออกบัตรต้องการยืนยันว่าเป็นคุณ ยืนยันในหน้าของธนาคาร แล้วระบบจะพาคุณกลับมา",
    ja: "カード発行会社のページで本人確認を行います。完了すると自動的に戻ります。",
  },
  toBank: { en: "Continue to your bank", th: "ไปที่ธนาคารของคุณ", ja: "カード会社のページへ進む" },
  silent: { en: "Your bank does not answer", th: "ธนาคารของคุณไม่ตอบกลับ", ja: "カード会社から応答がありません" },
  silentDetail: {
    en: "Nothing has been charged so far. Please try again in a moment: one payment is never charged twice.",
    th: "ยังไม่มีการเรียกเก็บเงิน โปรดลองอีกครั้งในอีกสักครู่ การชำระเงินหนึ่งครั้งจะไม่ถูกเรียกเก็บซ้ำ",
    ja: "まだ請求されていません。しばらくしてからもう一度お試しください。同じお支払いが二重に請求されることはありません。",
  },
  undecided: {
    en: "Your bank has not said yet whether you confirmed. This page looks again every few seconds. If you have not confirmed, continue to your bank.",
    th: "ธนาคารยังไม่แจ้งว่าคุณยืนยันแล้วหรือไม่ หน้านี้จะตรวจสอบใหม่ทุกไม่กี่วินาที หากคุณยังไม่ได้ยืนยัน โปรดไปที่ธนาคารของคุณ",
    ja: "本人確認の結果がまだ届いていません。このページは数秒ごとに確認します。まだ確認していない場合は、カード会社のページへお進みください。",
  },
} as const satisfies Record<string, Texts>;

/** Texts of the issuer's pages. */
export const acsTexts = {
  simulator: { en: "Card issuer simulator", th: "ระบบจำลองธนาคารผู้ออกบัตร", ja: "カード発行会社シミュレーター" },
  confirm: { en: "Confirm this payment", th: "ยืนยันการชำระเงินนี้", ja: "お支払いの本人確認" },
  merchant: { en: "Shop", th: "ร้านค้า", ja: "ショップ" },
  amount: { en: "Amount", th: "จำนวนเงิน", ja: "金額" },
  card: { en: "Card", th: "บัตร", ja: "カード" },
  ending: { en: "ending in {digits}", th: "ลงท้ายด้วย {digits}", ja: "下4桁 {digits}" },
  confirmBy: { en: "Confirm by", th: "ยืนยันภายใน", ja: "確認期限" },
  message: { en: "Text message (test mode)", th: "ข้อความ SMS (โหมดทดสอบ)", ja: "SMS(テストモード)" },
  messageText: {
    en: "{code} is your code for {amount} at {merchant}. Tell nobody.",
    th: "รหัสของคุณคือ {code} สำหรับยอด {amount} ที่ {merchant} ห้ามบอกผู้อื่น",
    ja: "認証コード {code}({merchant} でのお支払い {amount})。誰にも教えないでください。",
  },
  code: { en: "One-time code", th: "รหัสใช้ครั้งเดียว", ja: "ワンタイムコード" },
  codeDetail: {
    en: "Six digits, from the text message.",
    th: "ตัวเลข 6 หลักจากข้อความ SMS",
    ja: "SMSに記載された6桁の数字",
  },
  attemptsLeft: { en: "Attempts left: {count}", th: "ลองได้อีก {count} ครั้ง", ja: "残り{count}回入力できます" },
  submit: { en: "Confirm", th: "ยืนยัน", ja: "確認する" },
  wrongCode: {
    en: "That is not the code. Please check it and try again.",
    th: "รหัสไม่ถูกต้อง โปรดตรวจสอบแล้วลองอีกครั้ง",
    ja: "コードが違います。もう一度ご確認ください。",
  },
  codeResent: {
    en: "A new code has been sent. The old one no longer counts.",
    th: "ส่งรหัสใหม่แล้ว รหัสเดิมใช้ไม่ได้อีก",
    ja: "新しいコードを送信しました。前のコードは使えません。",
  },
  resend: { en: "Send new code", th: "ส่งรหัสใหม่", ja: "コードを再送" },
  noResend: {
    en: "No more codes are sent for this payment.",
    th: "ไม่สามารถส่งรหัสสำหรับรายการนี้ได้อีก",
    ja: "このお支払いではこれ以上コードを送信できません。",
  },
  cancel: { en: "Cancel", th: "ยกเลิก", ja: "キャンセル" },
  confirmed: { en: "Confirmed", th: "ยืนยันแล้ว", ja: "本人確認が完了しました" },
  confirmedDetail: {
    en: "Thank you. You are being taken back to complete the payment.",
    th: "ขอบคุณ กำลังพาคุณกลับไปทำรายการชำระเงินให้เสร็จสิ้น",
    ja: "ありがとうございます。お支払いの手続きに戻ります。",
  },
  refused: { en: "Not confirmed", th: "ไม่ได้ยืนยัน", ja: "本人確認ができませんでした" },
  refusedDetail: {
    en: "This payment was not confirmed, and nothing was charged. You are being taken back.",
    th: "รายการนี้ไม่ได้รับการยืนยัน และไม่มีการเรียกเก็บเงิน กำลังพาคุณกลับไปที่หน้าชำระเงิน",
    ja: "本人確認ができなかったため、請求は行われていません。お支払いの手続きに戻ります。",
  },
  leadsTo: { en: "The button leads to {host}.", th: "ปุ่มนี้จะพาไปที่ {host}", ja: "ボタンを押すと {host} に移動します。" },
  back: { en: "Back to the payment", th: "กลับไปที่การชำระเงิน", ja: "お支払いに戻る" },
  unknown: { en: "There is nothing to confirm here", th: "ไม่มีรายการให้ยืนยัน", ja: "確認するお支払いはありません" },
  unknownDetail: {
    en: "This bank knows no such payment. Please go back to the shop and start again.",
    th: "ธนาคารไม่พบรายการนี้ โปรดกลับไปที่ร้านค้าแล้วเริ่มใหม่",
    ja: "該当するお支払いが見つかりません。ショップに戻ってもう一度お試しください。",
  },
} as const satisfies Record<string, Texts>;
