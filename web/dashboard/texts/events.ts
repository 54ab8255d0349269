import type { EventKey } from "../../../src/domain/event.ts";
import { texts } from "../language.tsx";

type Keys = Record<EventKey, string>;

/** What each event tells, in a few words. */
export const eventKeyTexts = texts<Keys>({
  en: {
    "charge.create": "Charge created",
    "charge.update": "Charge changed",
    "charge.complete": "Charge reached its end",
    "charge.capture": "Charge captured",
    "charge.reverse": "Charge reversed",
    "charge.expire": "Charge expired",
    "refund.create": "Refund made",
  },
  th: {
    "charge.create": "สร้างรายการชำระเงิน",
    "charge.update": "แก้ไขรายการ",
    "charge.complete": "รายการสิ้นสุด",
    "charge.capture": "เรียกเก็บเงินแล้ว",
    "charge.reverse": "ยกเลิกการกันวงเงิน",
    "charge.expire": "รายการหมดอายุ",
    "refund.create": "คืนเงิน",
  },
});

export const eventsTexts = texts({
  en: {
    title: "Events",
    intro: "What happened, as your server is told of it.",
    columns: { key: "Event", about: "About", delivery: "Webhook", id: "Id", created: "Happened" },
    delivered: "Delivered",
    failing: "Failing",
    notSent: "Not sent",
    emptyTitle: "No events yet",
    emptyHint: "Everything that happens to a charge or a refund makes one.",
    back: "All events",
    payload: "Payload",
    payloadHint: "The very content that endpoints are sent.",
    deliveries: "Deliveries",
    deliveriesNone: "No endpoint was set when this happened, so it was sent nowhere.",
    nextTry: "Next try",
    tried: "Time",
    answer: "Answer",
    error: "What went wrong",
    triesOf: (uri: string) => `Tries at ${uri}`,
    latency: "Took",
    noAnswer: "No answer",
    ms: (count: string) => `${count} ms`,
    resend: "Send again",
    resent: "It is being sent again.",
  },
  th: {
    title: "เหตุการณ์",
    intro: "สิ่งที่เกิดขึ้น ตามที่แจ้งไปยังเซิร์ฟเวอร์ของคุณ",
    columns: { key: "เหตุการณ์", about: "เกี่ยวกับ", delivery: "Webhook", id: "รหัส", created: "เกิดเมื่อ" },
    delivered: "ส่งถึงแล้ว",
    failing: "ส่งไม่ถึง",
    notSent: "ไม่ได้ส่ง",
    emptyTitle: "ยังไม่มีเหตุการณ์",
    emptyHint: "ทุกสิ่งที่เกิดกับรายการชำระเงินหรือการคืนเงินจะเป็นเหตุการณ์",
    back: "เหตุการณ์ทั้งหมด",
    payload: "เนื้อหา",
    payloadHint: "เนื้อหาเดียวกับที่ส่งไปยังปลายทาง",
    deliveries: "การส่ง",
    deliveriesNone: "ขณะเกิดเหตุการณ์ยังไม่ได้ตั้งปลายทาง จึงไม่ได้ส่งไปที่ใด",
    nextTry: "ส่งครั้งถัดไป",
    tried: "เวลา",
    answer: "คำตอบ",
    error: "สาเหตุ",
    triesOf: (uri: string) => `การส่งไปยัง ${uri}`,
    latency: "ใช้เวลา",
    noAnswer: "ไม่มีคำตอบ",
    ms: (count: string) => `${count} มิลลิวินาที`,
    resend: "ส่งอีกครั้ง",
    resent: "กำลังส่งอีกครั้ง",
  },
});
