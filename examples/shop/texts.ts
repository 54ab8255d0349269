import type { Language } from "./products.ts";

type Texts = Readonly<Record<Language, string>>;

export const texts = {
  shop: { th: "ดินกับไฟ", en: "Din & Fai" },
  motto: { th: "เครื่องปั้นดินเผาทำมือ จากลำปาง", en: "Handmade ceramics from Lampang" },
  other: { th: "English", en: "ภาษาไทย" },
  demo: {
    th: "ร้านตัวอย่าง · โหมดทดสอบ ไม่มีการเรียกเก็บเงินจริง",
    en: "Example shop · test mode, no real money moves",
  },
  quantity: { th: "จำนวน", en: "Quantity" },
  checkout: { th: "ไปชำระเงิน", en: "Go to checkout" },
  ways: { th: "K PLUS · ผ่อนชำระ · บัตร", en: "K PLUS · installments · card" },
  empty: { th: "กรุณาเลือกสินค้าอย่างน้อยหนึ่งชิ้น", en: "Please choose at least one piece." },
  review: { th: "ตรวจสอบและชำระเงิน", en: "Review and pay" },
  order: { th: "คำสั่งซื้อ", en: "Order" },
  total: { th: "ยอดชำระ", en: "Total" },
  pay: { th: "เลือกวิธีชำระเงิน", en: "Choose how to pay" },
  noScript: {
    th: "แบบฟอร์มชำระเงินต้องใช้ JavaScript กรุณาเปิดใช้งาน",
    en: "The payment form needs JavaScript: please switch it on.",
  },
  testCard: {
    th: "บัตรทดสอบ 4242 4242 4242 4242 วันหมดอายุใดก็ได้ในอนาคต รหัสใดก็ได้",
    en: "Test card 4242 4242 4242 4242, any future date, any security code",
  },
  waiting: { th: "รอผลการชำระเงิน", en: "Waiting for your payment" },
  waitingDetail: {
    th: "ยังไม่มีคำตอบจากธนาคาร หน้านี้ตรวจสอบให้เองทุกสองสามวินาที",
    en: "The bank has not answered yet. This page looks again every few seconds.",
  },
  goOn: { th: "กลับไปหน้าชำระเงิน", en: "Go on with the payment" },
  otherWay: { th: "ชำระด้วยวิธีอื่น", en: "Pay another way" },
  failed: { th: "ชำระเงินไม่สำเร็จ", en: "The payment did not go through" },
  again: { th: "ยังไม่มีการหักเงิน คุณลองชำระอีกครั้งได้", en: "Nothing was taken. You can try again." },
  later: { th: "กรุณาลองอีกครั้ง", en: "Please try again." },
  trouble: { th: "เริ่มการชำระเงินไม่ได้", en: "The payment could not be started" },
  thanks: { th: "ขอบคุณที่อุดหนุน", en: "Thank you!" },
  thanksDetail: {
    th: "เราได้รับชำระเงินแล้ว และกำลังห่อของของคุณอย่างระมัดระวัง",
    en: "Your payment has arrived, and we are wrapping your order with care.",
  },
  refunded: { th: "คืนเงินแล้ว", en: "Your money was returned" },
  refundedDetail: {
    th: "เราคืนเงินเต็มจำนวนให้คุณแล้ว",
    en: "We have returned the whole amount to you.",
  },
  cancel: { th: "ยกเลิกคำสั่งซื้อและขอเงินคืน", en: "Cancel the order and get the money back" },
  more: { th: "เลือกซื้อต่อ", en: "Back to the shop" },
  timeline: { th: "อะไรมาถึงเมื่อไร", en: "What arrived when" },
  timelineDetail: { th: "ตามเวลาที่เซิร์ฟเวอร์ของร้านได้รับ", en: "As this shop's server saw it" },
  missing: { th: "ไม่พบหน้านี้", en: "There is no such page" },
  broken: { th: "ขออภัย มีบางอย่างผิดพลาด", en: "Sorry, something went wrong" },
} as const satisfies Record<string, Texts>;

/** Texts of the timeline. */
export const moments: Readonly<Record<string, Texts>> = {
  "order.placed": { th: "สร้างคำสั่งซื้อ", en: "Order placed" },
  "charge.created": { th: "ร้านสร้างรายการชำระเงิน", en: "Charge created" },
  "charge.create": { th: "เว็บฮุค charge.create มาถึง ลายเซ็นถูกต้อง", en: "Webhook charge.create, signature valid" },
  "charge.complete": { th: "เว็บฮุค charge.complete มาถึง ลายเซ็นถูกต้อง", en: "Webhook charge.complete, signature valid" },
  "charge.expire": { th: "เว็บฮุค charge.expire มาถึง ลายเซ็นถูกต้อง", en: "Webhook charge.expire, signature valid" },
  "refund.create": { th: "เว็บฮุค refund.create มาถึง ลายเซ็นถูกต้อง", en: "Webhook refund.create, signature valid" },
  "charge.refunded": { th: "มีการคืนเงิน", en: "Money returned" },
  "refund.refused": { th: "คืนเงินไม่สำเร็จ", en: "The refund was refused" },
  "charge.over": { th: "รายการชำระเงินจบโดยไม่สำเร็จ", en: "Charge ended unpaid" },
  "payer.returned": { th: "ลูกค้ากลับมาที่ร้าน", en: "Customer returned" },
  "order.paid": { th: "คำสั่งซื้อชำระเงินแล้ว", en: "Order paid" },
  "order.paid_twice": { th: "มีการจ่ายซ้ำ ร้านจะคืนเงินให้", en: "Paid a second time, to be refunded" },
};

/** Failure codes in words for the payer; unknown codes are shown unchanged. */
export const reasons: Readonly<Record<string, Texts>> = {
  insufficient_balance: {
    th: "เงินในบัญชีไม่พอ หรือเต็มวงเงิน",
    en: "There was not enough money in the account, or a limit was reached.",
  },
  insufficient_fund: {
    th: "เงินในบัญชีไม่พอ หรือเต็มวงเงิน",
    en: "There was not enough money in the account, or a limit was reached.",
  },
  payment_cancelled: { th: "คุณยกเลิกการชำระเงิน", en: "You cancelled the payment." },
  payment_expired: { th: "การชำระเงินหมดเวลา", en: "The time to pay ran out." },
  expired: { th: "การชำระเงินหมดเวลา", en: "The time to pay ran out." },
  timeout: { th: "ไม่มีการยืนยันภายในเวลาที่กำหนด", en: "The payment was not confirmed in time." },
  payment_rejected: { th: "ธนาคารปฏิเสธการชำระเงิน", en: "The bank rejected the payment." },
  failed_processing: { th: "ธนาคารดำเนินการไม่สำเร็จ", en: "The bank could not process the payment." },
  invalid_account: { th: "ไม่พบบัญชีที่ใช้ชำระเงินได้", en: "The bank found no account for this payment." },
};
