import type { ReactNode } from "react";
import { type Texts, texts, useTexts } from "../language.tsx";
import classes from "./badge.module.css";

export type Tone = "good" | "bad" | "warn" | "info" | "quiet";

/** Badge with a state. The word carries the meaning; the colour only repeats it. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}

type ChargeStatus = { tone: Tone; en: string; th: string };

const standings = {
  // charges
  pending: { tone: "info", en: "Pending", th: "รอชำระ" },
  authorized: { tone: "info", en: "Authorized", th: "กันวงเงินแล้ว" },
  successful: { tone: "good", en: "Successful", th: "สำเร็จ" },
  refunded: { tone: "quiet", en: "Refunded", th: "คืนเงินแล้ว" },
  partially_refunded: { tone: "quiet", en: "Partly refunded", th: "คืนเงินบางส่วน" },
  voided: { tone: "quiet", en: "Voided", th: "ยกเลิกการเรียกเก็บ" },
  failed: { tone: "bad", en: "Failed", th: "ไม่สำเร็จ" },
  expired: { tone: "quiet", en: "Expired", th: "หมดอายุ" },
  reversed: { tone: "quiet", en: "Reversed", th: "ยกเลิกแล้ว" },
  // schedules
  running: { tone: "good", en: "Running", th: "ดำเนินอยู่" },
  expiring: { tone: "warn", en: "Last date ahead", th: "เหลือครั้งสุดท้าย" },
  suspended: { tone: "bad", en: "Suspended", th: "ถูกระงับ" },
  deleted: { tone: "quiet", en: "Deleted", th: "ลบแล้ว" },
  skipped: { tone: "quiet", en: "Skipped", th: "ข้ามไป" },
  // transfers and recipients
  created: { tone: "info", en: "To be sent", th: "รอส่ง" },
  sent: { tone: "info", en: "Sent", th: "ส่งแล้ว" },
  paid: { tone: "good", en: "Paid out", th: "โอนถึงแล้ว" },
  active: { tone: "good", en: "Active", th: "ใช้งานได้" },
  verified: { tone: "warn", en: "Verified, not active", th: "ยืนยันแล้ว ยังไม่เปิดใช้" },
  unverified: { tone: "info", en: "Being verified", th: "รอยืนยัน" },
  // refunds
  closed: { tone: "good", en: "Refunded", th: "คืนเงินแล้ว" },
  // disputes
  dispute_open: { tone: "warn", en: "Answer it", th: "รอคำตอบของคุณ" },
  dispute_pending: { tone: "info", en: "With the bank", th: "รอธนาคารตัดสิน" },
  dispute_won: { tone: "good", en: "Won", th: "ชนะ" },
  dispute_lost: { tone: "bad", en: "Lost", th: "แพ้" },
  // payment links
  open: { tone: "info", en: "Open", th: "เปิดรับชำระ" },
  used: { tone: "good", en: "Paid", th: "ชำระแล้ว" },
  removed: { tone: "quiet", en: "Removed", th: "ลบแล้ว" },
  // deliveries
  delivered: { tone: "good", en: "Delivered", th: "ส่งแล้ว" },
  retrying: { tone: "warn", en: "Retrying", th: "กำลังส่งซ้ำ" },
  waiting: { tone: "info", en: "Waiting", th: "รอส่ง" },
  given_up: { tone: "bad", en: "Given up", th: "เลิกส่งแล้ว" },
  // payment methods
  enabled: { tone: "good", en: "Enabled", th: "เปิดใช้งาน" },
  requested: { tone: "warn", en: "Waiting for approval", th: "รออนุมัติ" },
  off: { tone: "quiet", en: "Off", th: "ปิดอยู่" },
} as const satisfies Record<string, ChargeStatus>;

export type StandingName = keyof typeof standings;

const words: Texts<Record<StandingName, string>> = texts({
  en: wordsIn("en"),
  th: wordsIn("th"),
});

function wordsIn(language: "en" | "th") {
  const entries = Object.entries(standings).map(([name, standing]) => [name, standing[language]]);
  return Object.fromEntries(entries) as Record<StandingName, string>; // the same names as the table's
}

/** The badge of an API state; states that this table lacks are shown by their API name. */
export function Status({ state }: { state: StandingName | (string & {}) }) {
  const known = useTexts(words);
  if (!(state in standings)) return <Badge tone="quiet">{state}</Badge>;
  const name = state as StandingName; // it is in the table
  return <Badge tone={standings[name].tone}>{known[name]}</Badge>;
}
