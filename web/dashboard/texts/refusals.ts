import { texts } from "../language.tsx";

/** Pattern of a gateway message, and its translation. `found` are the pattern's groups, `amount` the group in baht. */
type Retold = readonly [pattern: RegExp, words: (found: string, amount: string) => string];

const states: Record<string, string> = {
  pending: "รอชำระ",
  authorized: "กันวงเงินแล้ว",
  successful: "ชำระแล้ว",
  paid: "ชำระแล้ว",
  failed: "ไม่สำเร็จ",
  reversed: "ยกเลิกการกันวงเงินแล้ว",
  expired: "หมดอายุแล้ว",
  "past its time": "เลยกำหนดเวลาแล้ว",
};
const inThai = (state: string): string => states[state] ?? state;

export const refusalTexts = texts<readonly Retold[]>({
  en: [
    [/^charge was not paid/, () => "It was not paid, so there is nothing to refund."],
    [/^charge was already refunded in full/, () => "It was already refunded in full."],
    [
      /^mobile banking charges cannot/,
      () => "K PLUS payments cannot be refunded or voided. Pay the money back another way.",
    ],
    [
      /^installment charges can only be refunded in full: .* (\d+)$/,
      (_, amount) => `Installments go back in full only: ${amount}.`,
    ],
    [/^amount must be at most (\d+)/, (_, amount) => `At most ${amount} is left to refund.`],
    [
      /^the refund period of (.+) after payment/,
      (period) => `The refund period of ${period} after payment has passed.`,
    ],
    [
      /^charge was already refunded (\d+) times/,
      (count) => `It was already refunded ${count} times, which is as often as possible.`,
    ],
    [/^charge was already captured/i, () => "It was already captured."],
    [/^charge is not authorized/i, () => "No amount is held on a card, so there is nothing to capture."],
    [/^capture_amount must be at most (\d+)/, (_, amount) => `At most ${amount} is held.`],
    [
      /^capture_amount below/,
      () => "Only the whole amount can be captured, as the charge was not made as a pre-authorization.",
    ],
    [/^the bank refused the capture/, () => "The bank refused the capture."],
    [/^the bank refused the reversal/, () => "The bank refused to release the amount."],
    [/^charge expired/, () => "The authorization has lapsed, so nothing can be captured any more."],
    [/^only uncaptured authorized/, () => "No amount is held on a card, so there is nothing to release."],
    [/^charge cannot be expired: it is (.+)$/, (state) => `It no longer waits for the payer: it is ${state}.`],
    [
      /^charge cannot be expired: its bank/,
      () => "The bank cannot be reached to close the payment. Try again in a moment.",
    ],
    [
      /^too many attempts failed: try again in (\d+) s/,
      (seconds) => `Too many attempts failed. Try again in ${seconds} seconds.`,
    ],
    [/^this link was used before/, () => "This link was used before, was taken back, or is too old. Ask for another."],
    [
      /^uri must be an absolute http or https address$/,
      () => "The address has to begin with http:// or https:// and name a host.",
    ],
    [/^uri must be https in live mode$/, () => "In live mode the address has to begin with https://."],
    [
      /^uri must be reachable from the public internet/,
      () => "The address has to lead to a host that can be reached from the internet.",
    ],
    [/^uri must not be of this network alone$/, () => "The address must not lead to this network alone."],
    [/^uri must not contain a user name/, () => "The address must not contain a user name or a password."],
    [/^uri must not contain white space$/, () => "The address must not contain spaces."],
    [/^only charges of test mode/, () => "Only charges of test mode can be marked."],
    [/^only pending charges .* is (.+)$/, (state) => `It no longer waits for the payer: it is ${state}.`],
    [/^charge could not be captured/, () => "The card was declined."],
    [/^start_date cannot be in the past/, () => "The first date has passed."],
    [/^end_date cannot be before/, () => "The last date lies before the first one."],
    [/^end_date leaves no date/, () => "No such day lies between the first and the last date."],
  ],
  th: [
    [/^charge was not paid/, () => "รายการนี้ยังไม่ได้ชำระ จึงไม่มีเงินให้คืน"],
    [/^charge was already refunded in full/, () => "คืนเงินเต็มจำนวนไปแล้ว"],
    [/^mobile banking charges cannot/, () => "การชำระผ่าน K PLUS คืนเงินหรือยกเลิกไม่ได้ ต้องคืนเงินด้วยวิธีอื่น"],
    [
      /^installment charges can only be refunded in full: .* (\d+)$/,
      (_, amount) => `รายการผ่อนชำระคืนได้เต็มจำนวนเท่านั้น คือ ${amount}`,
    ],
    [/^amount must be at most (\d+)/, (_, amount) => `คืนได้อีกไม่เกิน ${amount}`],
    [/^the refund period of/, () => "พ้นระยะเวลาคืนเงินหลังชำระแล้ว"],
    [/^charge was already refunded (\d+) times/, (count) => `คืนเงินครบ ${count} ครั้งซึ่งเป็นจำนวนสูงสุดแล้ว`],
    [/^charge was already captured/i, () => "เรียกเก็บเงินไปแล้ว"],
    [/^charge is not authorized/i, () => "ไม่มีวงเงินที่กันไว้บนบัตร จึงไม่มีสิ่งที่เรียกเก็บได้"],
    [/^capture_amount must be at most (\d+)/, (_, amount) => `กันวงเงินไว้ไม่เกิน ${amount}`],
    [/^capture_amount below/, () => "เรียกเก็บได้เต็มจำนวนเท่านั้น เพราะไม่ได้สร้างรายการแบบกันวงเงินไว้ก่อน"],
    [/^the bank refused the capture/, () => "ธนาคารปฏิเสธการเรียกเก็บ"],
    [/^the bank refused the reversal/, () => "ธนาคารปฏิเสธการปล่อยวงเงิน"],
    [/^charge expired/, () => "การอนุมัติวงเงินหมดอายุแล้ว จึงเรียกเก็บไม่ได้อีก"],
    [/^only uncaptured authorized/, () => "ไม่มีวงเงินที่กันไว้บนบัตร จึงไม่มีสิ่งที่ต้องยกเลิก"],
    [/^charge cannot be expired: it is (.+)$/, (state) => `รายการนี้ไม่ได้รอผู้ชำระเงินแล้ว สถานะคือ ${inThai(state)}`],
    [/^charge cannot be expired: its bank/, () => "ติดต่อธนาคารเพื่อปิดการชำระเงินไม่ได้ โปรดลองอีกครั้งในอีกสักครู่"],
    [/^too many attempts failed: try again in (\d+) s/, (seconds) => `ลองไม่สำเร็จหลายครั้งเกินไป โปรดรอ ${seconds} วินาที`],
    [/^this link was used before/, () => "ลิงก์นี้ใช้ไปแล้ว ถูกยกเลิก หรือหมดอายุ โปรดขอลิงก์ใหม่"],
    [/^uri must be an absolute http or https address$/, () => "ที่อยู่ต้องขึ้นต้นด้วย http:// หรือ https:// และระบุชื่อโฮสต์"],
    [/^uri must be https in live mode$/, () => "ในโหมดใช้งานจริง ที่อยู่ต้องขึ้นต้นด้วย https://"],
    [/^uri must be reachable from the public internet/, () => "ที่อยู่ต้องเป็นโฮสต์ที่เข้าถึงได้จากอินเทอร์เน็ต"],
    [/^uri must not be of this network alone$/, () => "ที่อยู่ต้องไม่ชี้ไปยังเครือข่ายภายในเท่านั้น"],
    [/^uri must not contain a user name/, () => "ที่อยู่ต้องไม่มีชื่อผู้ใช้หรือรหัสผ่าน"],
    [/^uri must not contain white space$/, () => "ที่อยู่ต้องไม่มีช่องว่าง"],
    [/^only charges of test mode/, () => "ทำได้เฉพาะรายการในโหมดทดสอบ"],
    [/^only pending charges .* is (.+)$/, (state) => `รายการนี้ไม่ได้รอผู้ชำระเงินแล้ว สถานะคือ ${inThai(state)}`],
    [/^charge could not be captured/, () => "บัตรถูกปฏิเสธ"],
    [/^start_date cannot be in the past/, () => "วันแรกผ่านไปแล้ว"],
    [/^end_date cannot be before/, () => "วันสุดท้ายอยู่ก่อนวันแรก"],
    [/^end_date leaves no date/, () => "ไม่มีวันดังกล่าวระหว่างวันแรกกับวันสุดท้าย"],
  ],
});
