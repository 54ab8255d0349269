import { texts } from "../language.tsx";

/** Texts of the clock of a test account. */
export const clockTexts = texts({
  en: {
    moveClock: "Move the clock",
    clockAt: "Clock:",
    frozenAt: "Clock stands at",
    title: "Clock of this test account",
    isAt: "It is",
    hint: "Everything that happens by time follows this clock: expiry, webhook retries, schedules, transfers. Time never runs backwards.",
    by: "Move it by",
    spans: {
      "10m": "10 minutes",
      "1h": "1 hour",
      "1d": "1 day",
      "7d": "7 days",
      "31d": "31 days",
      "365d": "365 days",
      to: "to a day and hour…",
      now: "nothing: only do what is due",
    },
    to: "Day and hour in Bangkok",
    freeze: "Stand still afterwards",
    freezeHint: "Nothing falls due by itself until the clock runs or is moved again.",
    move: "Move",
    moving: "Moving",
    played: (events: number, delivered: number, failed: number) =>
      `${events} ${events === 1 ? "event" : "events"} happened. Webhooks: ${delivered} delivered, ${failed} failed.`,
    further: (count: number) => `and ${count} more`,
  },
  th: {
    moveClock: "เลื่อนนาฬิกา",
    clockAt: "นาฬิกา:",
    frozenAt: "นาฬิกาหยุดที่",
    title: "นาฬิกาของบัญชีทดสอบนี้",
    isAt: "ขณะนี้",
    hint: "ทุกอย่างที่เกิดขึ้นตามเวลาใช้นาฬิกานี้: การหมดอายุ การส่ง webhook ซ้ำ กำหนดการ และการโอนเงิน เวลาไม่ย้อนกลับ",
    by: "เลื่อนไป",
    spans: {
      "10m": "10 นาที",
      "1h": "1 ชั่วโมง",
      "1d": "1 วัน",
      "7d": "7 วัน",
      "31d": "31 วัน",
      "365d": "365 วัน",
      to: "ถึงวันและเวลา…",
      now: "ไม่เลื่อน: ทำเฉพาะงานที่ถึงกำหนด",
    },
    to: "วันและเวลาในกรุงเทพฯ",
    freeze: "หยุดนิ่งหลังเลื่อน",
    freezeHint: "จะไม่มีอะไรถึงกำหนดเองจนกว่านาฬิกาจะเดินหรือถูกเลื่อนอีกครั้ง",
    move: "เลื่อน",
    moving: "กำลังเลื่อน",
    played: (events: number, delivered: number, failed: number) =>
      `เกิดขึ้น ${events} เหตุการณ์ webhook: ส่งสำเร็จ ${delivered} ครั้ง ไม่สำเร็จ ${failed} ครั้ง`,
    further: (count: number) => `และอีก ${count} เหตุการณ์`,
  },
});
