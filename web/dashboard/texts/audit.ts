import { texts } from "../language.tsx";

/** What an act is called in the log; its name is the endpoint's. */
export const auditTexts = texts<{
  lead: string;
  list: string;
  empty: string;
  emptyHint: string;
  commandLine: string;
  key: (named: string) => string;
  failedSignIn: string;
  before: string;
  after: string;
  nothing: string;
  asked: string;
  answered: string;
  show: string;
  object: string;
  number: string;
  hash: string;
  ip: string;
  team: string;
  acts: Record<string, string>;
}>({
  en: {
    lead: "Who changed what here, and which key changed settings, with what stood there before and after. Each line carries a hash over the one before it, so none can be changed or left out unseen: chamra verify checks the chain.",
    list: "Acts",
    empty: "Nothing has been done yet",
    emptyHint: "Every change that somebody makes here is noted, with who made it.",
    commandLine: "Command line",
    key: (named) => `Key ${named}`,
    failedSignIn: "Tried to sign in",
    before: "Before",
    after: "After",
    nothing: "Nothing was changed",
    asked: "Noted before the bank was asked",
    answered: "Noted after it had answered",
    show: "Details",
    object: "Object",
    number: "Number",
    hash: "Hash",
    ip: "Address",
    team: "Team",
    acts: {
      "POST /sign-in": "Signed in",
      "POST /sign-in-link": "Signed in by a link",
      "POST /join": "Joined the team",
      "POST /sign-out": "Signed out",
      "POST /me": "Changed their profile",
      "POST /me/password": "Changed their password",
      "POST /me/totp": "Prepared one-time codes",
      "POST /me/totp/confirm": "Turned one-time codes on",
      "POST /me/totp/remove": "Turned one-time codes off",
      "POST /me/sessions/:id/revoke": "Ended a session",
      "POST /team/codes": "Changed whether codes are required",
      "POST /team/invitations": "Invited a member",
      "POST /team/invitations/:id/revoke": "Took an invitation back",
      "POST /team/members/:id": "Changed a role",
      "POST /team/members/:id/remove": "Removed a member",
      "POST /webhook": "Changed the webhook endpoint",
      "POST /webhook/test": "Sent a test event",
      "POST /webhook/reveal": "Looked at the webhook secret",
      "POST /webhook/roll": "Rolled the webhook secret",
      "POST /events/:id/resend": "Sent an event again",
      "POST /methods/:type/request": "Asked for a payment method",
      "POST /methods/:type/disable": "Switched a payment method off",
      "POST /keys": "Created a key",
      "POST /keys/:id/rename": "Renamed a key",
      "POST /keys/:id/reveal": "Looked at a key",
      "POST /keys/:id/roll": "Rolled a key",
      "POST /keys/:id/revoke": "Revoked a key",
      "POST /settings": "Changed settings",
      "GET /export/charges.csv": "Downloaded charges",
      "GET /export/transactions.csv": "Downloaded transactions",
      "GET /export/refunds.csv": "Downloaded refunds",
      "PATCH /account": "Changed the account",
      "PATCH /account/api_version": "Changed the API version",
      "POST /charges/:id/refunds": "Refunded a charge",
      "POST /charges/:id/capture": "Captured a charge",
      "POST /charges/:id/reverse": "Reversed a charge",
      "POST /charges/:id/expire": "Expired a charge",
      "POST /charges/:id/mark_as_paid": "Marked a charge as paid",
      "POST /charges/:id/mark_as_failed": "Marked a charge as failed",
      "POST /operator/approvals/:account/:type": "Decided on a payment method",
    },
  },
  th: {
    lead: "ใครเปลี่ยนอะไรที่นี่ และคีย์ใดเปลี่ยนการตั้งค่า พร้อมค่าก่อนและหลัง แต่ละรายการมีแฮชที่ครอบคลุมรายการก่อนหน้า จึงแก้ไขหรือลบโดยไม่มีใครรู้ไม่ได้ คำสั่ง chamra verify ใช้ตรวจสอบ",
    list: "การกระทำ",
    empty: "ยังไม่มีการกระทำ",
    emptyHint: "ทุกการเปลี่ยนแปลงที่ทำจากที่นี่จะถูกบันทึก พร้อมชื่อผู้ทำ",
    commandLine: "บรรทัดคำสั่ง",
    key: (named) => `คีย์ ${named}`,
    failedSignIn: "พยายามเข้าสู่ระบบ",
    before: "ก่อน",
    after: "หลัง",
    nothing: "ไม่มีอะไรเปลี่ยน",
    asked: "บันทึกก่อนถามธนาคาร",
    answered: "บันทึกหลังธนาคารตอบ",
    show: "รายละเอียด",
    object: "รายการ",
    number: "ลำดับ",
    hash: "แฮช",
    ip: "ที่อยู่ IP",
    team: "ทีม",
    acts: {
      "POST /sign-in": "เข้าสู่ระบบ",
      "POST /sign-in-link": "เข้าสู่ระบบด้วยลิงก์",
      "POST /join": "เข้าร่วมทีม",
      "POST /sign-out": "ออกจากระบบ",
      "POST /me": "แก้ไขโปรไฟล์",
      "POST /me/password": "เปลี่ยนรหัสผ่าน",
      "POST /me/totp": "เตรียมรหัสใช้ครั้งเดียว",
      "POST /me/totp/confirm": "เปิดรหัสใช้ครั้งเดียว",
      "POST /me/totp/remove": "ปิดรหัสใช้ครั้งเดียว",
      "POST /me/sessions/:id/revoke": "สิ้นสุดเซสชัน",
      "POST /team/codes": "เปลี่ยนการบังคับใช้รหัส",
      "POST /team/invitations": "เชิญสมาชิก",
      "POST /team/invitations/:id/revoke": "ถอนคำเชิญ",
      "POST /team/members/:id": "เปลี่ยนบทบาท",
      "POST /team/members/:id/remove": "นำสมาชิกออก",
      "POST /webhook": "เปลี่ยนปลายทางเว็บฮุค",
      "POST /webhook/test": "ส่งเหตุการณ์ทดสอบ",
      "POST /webhook/reveal": "เปิดดูรหัสลับเว็บฮุค",
      "POST /webhook/roll": "เปลี่ยนรหัสลับเว็บฮุค",
      "POST /events/:id/resend": "ส่งเหตุการณ์ซ้ำ",
      "POST /methods/:type/request": "ขอเปิดช่องทางชำระเงิน",
      "POST /methods/:type/disable": "ปิดช่องทางชำระเงิน",
      "POST /keys": "สร้างคีย์",
      "POST /keys/:id/rename": "เปลี่ยนชื่อคีย์",
      "POST /keys/:id/reveal": "เปิดดูคีย์",
      "POST /keys/:id/roll": "เปลี่ยนคีย์",
      "POST /keys/:id/revoke": "เพิกถอนคีย์",
      "POST /settings": "เปลี่ยนการตั้งค่า",
      "GET /export/charges.csv": "ดาวน์โหลดรายการชำระเงิน",
      "GET /export/transactions.csv": "ดาวน์โหลดรายการเดินบัญชี",
      "GET /export/refunds.csv": "ดาวน์โหลดการคืนเงิน",
      "PATCH /account": "เปลี่ยนบัญชี",
      "PATCH /account/api_version": "เปลี่ยนเวอร์ชัน API",
      "POST /charges/:id/refunds": "คืนเงิน",
      "POST /charges/:id/capture": "ตัดยอด",
      "POST /charges/:id/reverse": "ยกเลิกการกันวงเงิน",
      "POST /charges/:id/expire": "ทำให้รายการหมดอายุ",
      "POST /charges/:id/mark_as_paid": "ทำเครื่องหมายว่าชำระแล้ว",
      "POST /charges/:id/mark_as_failed": "ทำเครื่องหมายว่าไม่สำเร็จ",
      "POST /operator/approvals/:account/:type": "พิจารณาช่องทางชำระเงิน",
    },
  },
});
