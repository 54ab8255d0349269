import { type FailureCode, failureMessages } from "../domain/payment/failure.ts";
import type { Texts } from "./language.ts";

/** All texts for payers, in every language. Names in braces are filled in. */
export const texts = {
  testMode: { en: "TEST MODE", th: "โหมดทดสอบ", ja: "テストモード" },
  payTo: { en: "Pay {merchant}", th: "ชำระเงินให้ {merchant}", ja: "{merchant} へのお支払い" },
  amount: { en: "Amount", th: "ยอดชำระ", ja: "お支払い金額" },
  method: { en: "Pay with", th: "ชำระด้วย", ja: "お支払い方法" },
  card: { en: "Card", th: "บัตร", ja: "カード" },
  cardEnding: { en: "{brand} ending in {digits}", th: "{brand} ลงท้ายด้วย {digits}", ja: "{brand} 下4桁 {digits}" },
  plan: { en: "Plan", th: "แผนผ่อนชำระ", ja: "分割回数" },
  months: { en: "{months} months", th: "{months} เดือน", ja: "{months} か月" },
  monthlyInterestFree: {
    en: "about {amount} a month, no interest",
    th: "ประมาณ {amount} ต่อเดือน ไม่มีดอกเบี้ย",
    ja: "毎月約 {amount}、手数料なし",
  },
  monthlyWithInterest: {
    en: "about {amount} a month, interest included",
    th: "ประมาณ {amount} ต่อเดือน รวมดอกเบี้ยแล้ว",
    ja: "毎月約 {amount}、手数料込み",
  },
  interest: { en: "Interest", th: "ดอกเบี้ย", ja: "手数料" },
  interestRate: {
    en: "{rate}% of the amount each month",
    th: "{rate}% ของยอดชำระต่อเดือน",
    ja: "毎月、金額の {rate}%",
  },
  total: { en: "Total to pay", th: "ยอดรวมที่ต้องชำระ", ja: "お支払い総額" },
  description: { en: "For", th: "รายการ", ja: "内容" },
  order: { en: "Order", th: "คำสั่งซื้อ", ja: "ご注文番号" },
  runBy: {
    en: "{operator} runs this page and takes the payment for {merchant}.",
    th: "หน้านี้ดำเนินการโดย {operator} ซึ่งรับชำระเงินแทน {merchant}",
    ja: "このページは {operator} が運営し、{merchant} に代わってお支払いを受け付けます。",
  },
  thenBack: {
    en: "When you have paid, you go back to {merchant}.",
    th: "เมื่อชำระเงินแล้ว คุณจะกลับไปที่ {merchant}",
    ja: "お支払い後は {merchant} に戻ります。",
  },
  thenTold: {
    en: "When you have paid, {merchant} is told. You may close this page.",
    th: "เมื่อชำระเงินแล้ว {merchant} จะได้รับแจ้ง คุณปิดหน้านี้ได้",
    ja: "お支払い後、{merchant} に通知されます。このページは閉じてもかまいません。",
  },
  payBy: { en: "Pay by", th: "ชำระภายใน", ja: "お支払い期限" },
  thaiTime: { en: "{time} Thai time", th: "{time} น.", ja: "{time}(タイ時間)" },
  timeLeft: { en: "{time} left", th: "เหลือเวลา {time}", ja: "残り {time}" },
  lessThanAMinute: { en: "less than a minute", th: "ไม่ถึงหนึ่งนาที", ja: "1 分未満" },

  testPanel: { en: "Test panel", th: "แผงทดสอบ", ja: "テストパネル" },
  playPayer: { en: "How does this payment end?", th: "การชำระเงินนี้จบลงอย่างไร", ja: "このお支払いの結果は?" },
  noMoneyMoves: {
    en: "This is a test, so no money moves. You are the payer: choose.",
    th: "นี่คือการทดสอบ ไม่มีการตัดเงินจริง คุณคือผู้ชำระเงิน โปรดเลือกผลลัพธ์",
    ja: "これはテストです。実際のお金は動きません。支払者として結果を選んでください。",
  },
  cardDecides: {
    en: "With Successful the test card still decides: one that is made to be declined is declined.",
    th: "เมื่อเลือก Successful บัตรทดสอบยังเป็นผู้ตัดสิน บัตรที่กำหนดให้ถูกปฏิเสธจะถูกปฏิเสธ",
    ja: "Successful を選んでも結果はテストカードによります。拒否用のカードは拒否されます。",
  },
  openPhone: {
    en: "Pay it on the test phone",
    th: "จ่ายด้วยโทรศัพท์ทดสอบ",
    ja: "テスト用フォンで支払う",
  },
  failWithCode: { en: "Or let it fail with a code", th: "หรือให้ล้มเหลวด้วยรหัส", ja: "または失敗コードを選ぶ" },

  confirm: { en: "Confirm the payment", th: "ยืนยันการชำระเงิน", ja: "お支払いを確認してください" },
  confirmDetail: {
    en: "Your bank asks you to confirm, for instance in its app. This page goes on as soon as you have.",
    th: "ธนาคารจะให้คุณยืนยัน เช่น ในแอปของธนาคาร หน้านี้จะไปต่อทันทีที่คุณยืนยัน",
    ja: "銀行のアプリなどで確認してください。確認が済むとこのページは自動的に進みます。",
  },
  waiting: { en: "Waiting for your bank", th: "กำลังรอธนาคารของคุณ", ja: "銀行の応答を待っています" },
  waitingDetail: {
    en: "Your bank has not answered yet. Please do not pay again: this page looks again every few seconds.",
    th: "ธนาคารยังไม่ตอบกลับ โปรดอย่าชำระซ้ำ หน้านี้จะตรวจสอบใหม่ทุกไม่กี่วินาที",
    ja: "銀行からまだ応答がありません。もう一度支払わないでください。このページは数秒ごとに確認します。",
  },
  lookAgain: { en: "Look again", th: "ตรวจสอบอีกครั้ง", ja: "もう一度確認する" },

  paid: { en: "Payment successful", th: "ชำระเงินสำเร็จ", ja: "お支払いが完了しました" },
  paidDetail: {
    en: "{merchant} has your payment.",
    th: "{merchant} ได้รับการชำระเงินของคุณแล้ว",
    ja: "{merchant} がお支払いを受け取りました。",
  },
  approved: { en: "Payment approved", th: "อนุมัติการชำระเงินแล้ว", ja: "お支払いが承認されました" },
  approvedDetail: {
    en: "The amount is held on your card, and {merchant} will collect it.",
    th: "ยอดเงินถูกกันไว้ในบัตรของคุณ และ {merchant} จะเรียกเก็บต่อไป",
    ja: "金額はカードに確保され、{merchant} が請求します。",
  },
  failed: { en: "Payment failed", th: "ชำระเงินไม่สำเร็จ", ja: "お支払いに失敗しました" },
  failedDetail: {
    en: "You have not been charged.",
    th: "คุณไม่ถูกเรียกเก็บเงิน",
    ja: "代金は請求されていません。",
  },
  cancelled: { en: "Payment cancelled", th: "ยกเลิกการชำระเงินแล้ว", ja: "お支払いはキャンセルされました" },
  cancelledByPayer: {
    en: "You cancelled the payment at your bank.",
    th: "คุณยกเลิกการชำระเงินกับธนาคาร",
    ja: "銀行でのお支払いをキャンセルしました。",
  },
  expired: { en: "This payment has expired", th: "การชำระเงินนี้หมดเวลาแล้ว", ja: "お支払いの期限が切れました" },
  expiredDetail: {
    en: "The time to pay is over. To buy, please start again at {merchant}.",
    th: "หมดเวลาชำระเงินแล้ว หากต้องการซื้อ โปรดเริ่มใหม่ที่ {merchant}",
    ja: "お支払い期限を過ぎました。ご購入は {merchant} でもう一度お手続きください。",
  },
  reversed: { en: "Payment released", th: "ยกเลิกการกันวงเงินแล้ว", ja: "お支払いは取り消されました" },
  reversedDetail: {
    en: "{merchant} did not collect the amount; it is no longer held on your card.",
    th: "{merchant} ไม่ได้เรียกเก็บเงิน และยอดเงินไม่ถูกกันไว้ในบัตรของคุณแล้ว",
    ja: "{merchant} は請求を行わず、カードの確保は解除されました。",
  },
  returnTo: { en: "Return to {merchant}", th: "กลับไปที่ {merchant}", ja: "{merchant} に戻る" },

  unknownPage: { en: "There is no such payment", th: "ไม่พบการชำระเงินนี้", ja: "このお支払いは見つかりません" },
  unknownPageDetail: {
    en: "Please check that the address is complete, or go back to the shop and start again.",
    th: "โปรดตรวจสอบว่าที่อยู่ครบถ้วน หรือกลับไปที่ร้านค้าแล้วเริ่มใหม่",
    ja: "アドレスが正しいかご確認いただくか、ショップに戻ってもう一度お試しください。",
  },
  noTestBank: {
    en: "Test payments are switched off here",
    th: "ปิดการชำระเงินทดสอบอยู่",
    ja: "テスト決済は無効になっています",
  },
  noTestBankDetail: {
    en: "This is a test payment, and this server has no test banks now. No money moves. Unless they are switched on again, the payment expires.",
    th: "รายการนี้เป็นการทดสอบ และขณะนี้เซิร์ฟเวอร์ไม่มีธนาคารทดสอบ ไม่มีเงินเคลื่อนไหว หากไม่เปิดอีกครั้ง รายการจะหมดอายุ",
    ja: "これはテスト決済ですが、このサーバーには現在テスト用の銀行がありません。お金は動きません。再び有効にならなければ期限切れになります。",
  },
  unknownOutcome: { en: "A payment cannot end like that", th: "ไม่มีผลลัพธ์แบบนี้", ja: "そのような結果はありません" },
  unknownOutcomeDetail: {
    en: "Nothing was changed. Please use the buttons of the payment page.",
    th: "ไม่มีการเปลี่ยนแปลงใด ๆ โปรดใช้ปุ่มในหน้าชำระเงิน",
    ja: "何も変更されていません。お支払いページのボタンをお使いください。",
  },
  backToPayment: { en: "Back to the payment", th: "กลับไปที่หน้าชำระเงิน", ja: "お支払いページに戻る" },
  trouble: { en: "Something went wrong here", th: "เกิดข้อผิดพลาดในระบบ", ja: "エラーが発生しました" },
  troubleDetail: {
    en: "Please try again in a moment. Nobody is charged twice for one payment.",
    th: "โปรดลองอีกครั้งในอีกสักครู่ การชำระเงินหนึ่งครั้งจะไม่ถูกเรียกเก็บซ้ำ",
    ja: "しばらくしてからもう一度お試しください。同じお支払いが二重に請求されることはありません。",
  },
  tryAgain: { en: "Try again", th: "ลองอีกครั้ง", ja: "もう一度試す" },
} as const satisfies Record<string, Texts>;

/** Reasons of failed payments for their payers. In English these are the API's own sentences. */
export const failureReasons: Readonly<Record<FailureCode, Texts>> = {
  insufficient_fund: reason(
    "insufficient_fund",
    "เงินในบัญชีไม่พอ หรือบัตรเต็มวงเงิน",
    "残高不足、またはカードの限度額に達しています",
  ),
  insufficient_balance: reason(
    "insufficient_balance",
    "เงินในบัญชีไม่พอ หรือเต็มวงเงิน",
    "残高不足、または限度額に達しています",
  ),
  payment_rejected: reason("payment_rejected", "ธนาคารปฏิเสธการชำระเงิน", "発行元がお支払いを拒否しました"),
  payment_cancelled: reason("payment_cancelled", "ผู้ชำระเงินยกเลิกการชำระเงิน", "お支払いがキャンセルされました"),
  payment_expired: reason("payment_expired", "การชำระเงินหมดเวลา", "お支払いの期限が切れました"),
  timeout: reason("timeout", "ไม่มีการยืนยันภายในเวลาที่กำหนด", "期限内に手続きが行われませんでした"),
  failed_processing: reason("failed_processing", "ไม่สามารถดำเนินการชำระเงินได้", "お支払いを処理できませんでした"),
  failed_fraud_check: reason("failed_fraud_check", "ไม่ผ่านการตรวจสอบการทุจริต", "不正検知の確認を通過できませんでした"),
  invalid_account: reason("invalid_account", "ไม่พบบัญชีที่ใช้ได้สำหรับวิธีชำระเงินนี้", "有効な口座が見つかりません"),
  invalid_account_number: reason("invalid_account_number", "หมายเลขบัญชีไม่ถูกต้อง", "口座番号が正しくありません"),
  invalid_security_code: reason(
    "invalid_security_code",
    "รหัสความปลอดภัยไม่ถูกต้อง",
    "セキュリティコードが正しくありません",
  ),
  invalid_barcode: reason("invalid_barcode", "บาร์โค้ดไม่ถูกต้อง", "バーコードが正しくありません"),
  stolen_or_lost_card: reason("stolen_or_lost_card", "บัตรถูกแจ้งหายหรือถูกขโมย", "紛失または盗難の届け出があるカードです"),
};

function reason(code: FailureCode, th: string, ja: string): Texts {
  const message = failureMessages[code];
  return { en: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`, th, ja };
}
