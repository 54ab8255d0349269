import type { TimelineItem } from "../../../src/api/insight/timeline.shape.ts";
import { texts } from "../language.tsx";

type Of<Kind extends TimelineItem["kind"]> = Extract<TimelineItem, { kind: Kind }>;
type Texts = {
  kinds: Record<TimelineItem["kind"], string>;
  all: string;
  show: string;
  empty: string;
  state: Record<Of<"state">["title_key"], string>;
  cardCheck: Record<Of<"card_check">["title_key"], (amount: string) => string>;
  cardCheckUnanswered: Record<Of<"card_check">["title_key"], string>;
  voidConfirmed: string;
  noToken: string;
  route: Record<Of<"route">["title_key"], string>;
  notTo: string;
  notification: string;
  whatItSaid: string;
  bank: Record<Of<"bank">["title_key"], string>;
  acquirer: string;
  answers: Record<Of<"bank">["details"]["answer"], string>;
  entry: Record<Of<"entry">["title_key"], string>;
  attempt: Record<Of<"attempt">["title_key"], string>;
  acts: Record<string, string>;
  ledgerAccounts: Record<string, string>;
  request: string;
  event: string;
  by: (member: string) => string;
  commandLine: string;
  withKey: Record<Of<"request">["details"]["key_kind"], string>;
  took: (ms: string) => string;
  noAnswer: string;
  reference: string;
  approvalCode: string;
  postings: string;
};

/** One sentence for each item of a charge's timeline. */
export const timelineTexts = texts<Texts>({
  en: {
    kinds: {
      request: "API requests",
      card_check: "Card check",
      route: "Routing",
      notification: "Notifications",
      bank: "Bank messages",
      state: "Changes of state",
      entry: "Ledger",
      event: "Events",
      attempt: "Webhooks",
      act: "Acts of the team",
    },
    all: "Everything",
    show: "Show",
    empty: "Nothing of this kind has happened.",
    state: {
      "state.created": "Charge created",
      "state.authorized": "Amount authorized and held",
      "state.paid": "Paid",
      "state.failed": "Failed",
      "state.expired": "Expired: the payer did not pay in time",
      "state.reversed": "Reversed: the held amount was released",
      "state.refund_requested": "Refund asked for",
      "state.refunded": "Refunded",
      "state.voided": "Voided",
      "state.refund_failed": "The refund failed",
    },
    cardCheck: {
      "card_check.authorize": (amount) => `Card check: issuer asked to authorize ${amount}`,
      "card_check.void": (amount) => `Card check: bank asked to void ${amount}`,
    },
    cardCheckUnanswered: {
      "card_check.authorize": "the answer is not on record",
      "card_check.void": "not confirmed yet, asked again every minute",
    },
    voidConfirmed: "confirmed",
    noToken: "so the card got no token",
    route: { "route.first": "Sent to", "route.next": "Not taken, so sent to" },
    notTo: "passed over: a route to",
    notification: "A notification came",
    whatItSaid: "What it said",
    bank: {
      "bank.open": "Payment opened at the bank",
      "bank.authenticate": "Cardholder authentication",
      "bank.authorize": "Bank asked to authorize",
      "bank.capture": "Bank asked to capture",
      "bank.reverse": "Bank asked to release the amount",
      "bank.refund": "Bank asked to refund",
      "bank.inquire": "Bank asked what became of it",
      "bank.cancel": "Bank asked to close the payment",
    },
    acquirer: "Card acquirer",
    answers: {
      approved: "approved",
      declined: "declined",
      pending: "not decided yet",
      unknown: "no usable answer",
      challenge: "wants to see the cardholder",
    },
    entry: {
      "entry.charge.captured.net": "Booked to the balance, net",
      "entry.charge.voided.net": "Void booked",
      "entry.refund.created.debit": "Refund booked",
      "entry.dispute.started.debit": "Dispute taken from the balance",
      "entry.dispute.won.credit": "Dispute won, given back to the balance",
    },
    attempt: { "attempt.delivered": "Webhook delivered", "attempt.failed": "Webhook not delivered" },
    acts: {
      "POST /charges/:id/notes": "A note was written",
      "POST /charges/:id/notes/:note/remove": "A note was removed",
      "POST /charges/:id/refunds": "Refunded in the dashboard",
      "POST /charges/:id/capture": "Captured in the dashboard",
      "POST /charges/:id/reverse": "Reversed in the dashboard",
      "POST /charges/:id/expire": "Expired in the dashboard",
      "POST /charges/:id/mark_as_paid": "Marked as paid in the dashboard",
      "POST /charges/:id/mark_as_failed": "Marked as failed in the dashboard",
      "POST /events/:id/resend": "Event sent again from the dashboard",
    },
    ledgerAccounts: {
      acquirer: "Acquirer owes us",
      held: "Held by the upstream",
      kept: "Kept by the upstream",
      settled: "In your bank account",
      merchant: "Owed to you",
      fee: "Fees",
      interest: "Interest for the bank",
      vat: "VAT",
    },
    request: "API request",
    event: "Event",
    by: (member) => `by ${member}`,
    commandLine: "the command line",
    withKey: { secret: "secret key", public: "public key" },
    took: (ms) => `${ms} ms`,
    noAnswer: "no answer",
    reference: "Reference",
    approvalCode: "Approval code",
    postings: "Postings",
  },
  th: {
    kinds: {
      request: "คำขอ API",
      card_check: "การตรวจสอบบัตร",
      route: "เส้นทาง",
      notification: "การแจ้งเตือนจากธนาคาร",
      bank: "ข้อความกับธนาคาร",
      state: "การเปลี่ยนสถานะ",
      entry: "บัญชีแยกประเภท",
      event: "เหตุการณ์",
      attempt: "เว็บฮุค",
      act: "การดำเนินการของทีม",
    },
    all: "ทั้งหมด",
    show: "แสดง",
    empty: "ยังไม่มีสิ่งใดในหมวดนี้",
    state: {
      "state.created": "สร้างรายการแล้ว",
      "state.authorized": "อนุมัติและกันวงเงินแล้ว",
      "state.paid": "ชำระแล้ว",
      "state.failed": "ไม่สำเร็จ",
      "state.expired": "หมดอายุ ผู้ชำระเงินไม่ได้ชำระทันเวลา",
      "state.reversed": "ยกเลิกและปล่อยวงเงินแล้ว",
      "state.refund_requested": "ขอคืนเงิน",
      "state.refunded": "คืนเงินแล้ว",
      "state.voided": "ยกเลิกการเรียกเก็บแล้ว",
      "state.refund_failed": "คืนเงินไม่สำเร็จ",
    },
    cardCheck: {
      "card_check.authorize": (amount) => `ตรวจสอบบัตร: ขออนุมัติ ${amount} จากธนาคารผู้ออกบัตร`,
      "card_check.void": (amount) => `ตรวจสอบบัตร: ขอให้ธนาคารยกเลิกยอด ${amount}`,
    },
    cardCheckUnanswered: {
      "card_check.authorize": "ไม่มีบันทึกคำตอบ",
      "card_check.void": "ธนาคารยังไม่ยืนยัน ระบบถามซ้ำทุกนาที",
    },
    voidConfirmed: "ยืนยันแล้ว",
    noToken: "บัตรจึงไม่ได้รับโทเค็น",
    route: { "route.first": "ส่งไปที่", "route.next": "ไม่ได้รับรายการ จึงส่งต่อไปที่" },
    notTo: "ข้ามเส้นทางไป",
    notification: "ได้รับการแจ้งเตือน",
    whatItSaid: "เนื้อหาที่แจ้ง",
    bank: {
      "bank.open": "เปิดการชำระเงินที่ธนาคาร",
      "bank.authenticate": "ยืนยันตัวตนผู้ถือบัตร",
      "bank.authorize": "ขออนุมัติจากธนาคาร",
      "bank.capture": "ขอเรียกเก็บเงินจากธนาคาร",
      "bank.reverse": "ขอให้ธนาคารปล่อยวงเงิน",
      "bank.refund": "ขอให้ธนาคารคืนเงิน",
      "bank.inquire": "สอบถามผลจากธนาคาร",
      "bank.cancel": "ขอให้ธนาคารปิดการชำระเงิน",
    },
    acquirer: "ธนาคารผู้รับบัตร",
    answers: {
      approved: "อนุมัติ",
      declined: "ปฏิเสธ",
      pending: "ยังไม่ทราบผล",
      unknown: "ไม่มีคำตอบที่ใช้ได้",
      challenge: "ขอให้ผู้ถือบัตรยืนยันตัวตน",
    },
    entry: {
      "entry.charge.captured.net": "ลงบัญชียอดสุทธิ",
      "entry.charge.voided.net": "ลงบัญชีการยกเลิก",
      "entry.refund.created.debit": "ลงบัญชีการคืนเงิน",
      "entry.dispute.started.debit": "หักยอดที่ถูกโต้แย้ง",
      "entry.dispute.won.credit": "ชนะข้อโต้แย้ง คืนยอดเข้าบัญชี",
    },
    attempt: { "attempt.delivered": "ส่งเว็บฮุคสำเร็จ", "attempt.failed": "ส่งเว็บฮุคไม่สำเร็จ" },
    acts: {
      "POST /charges/:id/notes": "มีผู้เขียนบันทึก",
      "POST /charges/:id/notes/:note/remove": "มีผู้ลบบันทึก",
      "POST /charges/:id/refunds": "คืนเงินจากแดชบอร์ด",
      "POST /charges/:id/capture": "เรียกเก็บเงินจากแดชบอร์ด",
      "POST /charges/:id/reverse": "ยกเลิกการกันวงเงินจากแดชบอร์ด",
      "POST /charges/:id/expire": "ทำให้หมดอายุจากแดชบอร์ด",
      "POST /charges/:id/mark_as_paid": "ทำเครื่องหมายว่าชำระแล้วจากแดชบอร์ด",
      "POST /charges/:id/mark_as_failed": "ทำเครื่องหมายว่าไม่สำเร็จจากแดชบอร์ด",
      "POST /events/:id/resend": "ส่งเหตุการณ์อีกครั้งจากแดชบอร์ด",
    },
    ledgerAccounts: {
      acquirer: "ธนาคารผู้รับบัตรต้องจ่ายเรา",
      held: "ต้นทางถือไว้",
      kept: "ต้นทางหักไว้",
      settled: "เข้าบัญชีธนาคารของคุณแล้ว",
      merchant: "ต้องจ่ายให้คุณ",
      fee: "ค่าธรรมเนียม",
      interest: "ดอกเบี้ยส่งธนาคาร",
      vat: "ภาษีมูลค่าเพิ่ม",
    },
    request: "คำขอ API",
    event: "เหตุการณ์",
    by: (member) => `โดย ${member}`,
    commandLine: "บรรทัดคำสั่ง",
    withKey: { secret: "คีย์ลับ", public: "คีย์สาธารณะ" },
    took: (ms) => `${ms} มิลลิวินาที`,
    noAnswer: "ไม่มีคำตอบ",
    reference: "เลขอ้างอิง",
    approvalCode: "รหัสอนุมัติ",
    postings: "รายการบัญชี",
  },
});
