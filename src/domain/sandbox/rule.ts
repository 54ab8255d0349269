import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import { hours, minutes, seconds, type Time } from "../base/time.ts";
import { type EventKey, eventKeys } from "../event/event.ts";
import type { Charge } from "../payment/charge.ts";
import type { FailureCode } from "../payment/failure.ts";

/** Where a fault takes effect. Of the rules for one place, the newest that fits a payment is applied. */
export type Place = "answer" | "outcome" | "webhook" | "api";

/** One fault: where it takes effect, which parameters it has, and what it does. */
type FaultEntry = {
  place: Place;
  /** How long: where nothing is said, and at most. Missing where it has no length. */
  by?: { usual: number; most: number };
  /** Whether it has a failure code. */
  code?: true;
  what: { en: string; th: string };
};

/**
 * Every fault on purpose. What a rule may say, the API document, the help of the command line, the dashboard and the table in docs/rules.md derive from
 * this list.
 */
const faults = {
  answer_late: {
    place: "answer",
    by: { usual: seconds(30), most: hours(24 * 31) },
    what: {
      en: "The bank carries the request out, and its answer comes late, by the account's clock. An answer that comes later than the gateway waits is unknown until then.",
      th: "ธนาคารดำเนินการแล้วแต่ตอบกลับช้า ตามนาฬิกาของบัญชี หากช้ากว่าเวลาที่เกตเวย์รอ ผลจะยังไม่ทราบจนกว่าจะถึงเวลานั้น",
    },
  },
  answer_never: {
    place: "answer",
    what: {
      en: "The bank carries the request out, and its answer is lost: the gateway asks again later.",
      th: "ธนาคารดำเนินการแล้วแต่คำตอบหายไป เกตเวย์จะถามอีกครั้งภายหลัง",
    },
  },
  answer_twice: {
    place: "answer",
    what: {
      en: "The request arrives at the bank twice, and the second answer counts.",
      th: "คำขอไปถึงธนาคารสองครั้ง และใช้คำตอบครั้งที่สอง",
    },
  },
  answer_out_of_order: {
    place: "answer",
    what: {
      en: "The bank's next answer about the same payment overtakes this one, which waits for it half a minute at most.",
      th: "คำตอบถัดไปของธนาคารเกี่ยวกับรายการเดียวกันมาถึงก่อนคำตอบนี้ ซึ่งรอไม่เกินครึ่งนาที",
    },
  },
  answer_nonsense: {
    place: "answer",
    what: {
      en: "The bank carries the request out, and its answer cannot be read.",
      th: "ธนาคารดำเนินการแล้วแต่คำตอบอ่านไม่ได้",
    },
  },
  decline: {
    place: "outcome",
    code: true,
    what: {
      en: "The bank declines with the failure code: as soon as it is asked, or when its payer pays.",
      th: "ธนาคารปฏิเสธด้วยรหัสความล้มเหลวที่กำหนด ทันทีที่ถูกถามหรือเมื่อผู้ชำระเงินจ่าย",
    },
  },
  paid_after_expiry: {
    place: "outcome",
    what: {
      en: "The payer's approval arrives half a minute after the charge's time is over, and the charge is paid. For methods whose payer decides at the bank.",
      th: "การอนุมัติของผู้ชำระเงินมาถึงครึ่งนาทีหลังหมดเวลาของชาร์จ และชาร์จนั้นชำระสำเร็จ สำหรับวิธีที่ผู้ชำระเงินตัดสินใจที่ธนาคาร",
    },
  },
  refund_refused: {
    place: "outcome",
    what: { en: "The bank refuses refunds.", th: "ธนาคารปฏิเสธการคืนเงิน" },
  },
  webhook_lost: {
    place: "webhook",
    what: {
      en: "The event never arrives: it is given up without a try. It can be sent again by hand.",
      th: "อีเวนต์ไปไม่ถึงเลย ระบบเลิกส่งโดยไม่ลอง และส่งซ้ำเองได้",
    },
  },
  webhook_twice: {
    place: "webhook",
    what: { en: "The event arrives twice.", th: "อีเวนต์ไปถึงสองครั้ง" },
  },
  webhook_late: {
    place: "webhook",
    by: { usual: minutes(10), most: hours(24 * 7) },
    what: {
      en: "The event is sent late, by the account's clock.",
      th: "อีเวนต์ถูกส่งช้า ตามนาฬิกาของบัญชี",
    },
  },
  webhook_out_of_order: {
    place: "webhook",
    what: {
      en: "A later event of the same charge is sent first. Where none follows, it is sent ten minutes late, by the account's clock.",
      th: "อีเวนต์ที่เกิดทีหลังของชาร์จเดียวกันถูกส่งก่อน หากไม่มีอีเวนต์ตามมา จะส่งช้าสิบนาทีตามนาฬิกาของบัญชี",
    },
  },
  webhook_early: {
    place: "webhook",
    what: {
      en: "The event is sent before the request that caused it is answered.",
      th: "อีเวนต์ถูกส่งก่อนที่คำขอซึ่งทำให้เกิดอีเวนต์จะได้รับคำตอบ",
    },
  },
  webhook_after_return: {
    place: "webhook",
    what: {
      en: "The event is held until the payer was sent back to return_uri, and a second longer; ten minutes at most, by the account's clock.",
      th: "อีเวนต์ถูกพักไว้จนกว่าผู้ชำระเงินจะถูกส่งกลับไปที่ return_uri และอีกหนึ่งวินาที ไม่เกินสิบนาทีตามนาฬิกาของบัญชี",
    },
  },
  api_slow: {
    place: "api",
    by: { usual: seconds(5), most: seconds(30) },
    what: {
      en: "The answer of the API waits, in real time, when its work is done. With conditions: answers that are a charge or a refund.",
      th: "คำตอบของ API รอตามเวลาจริงหลังทำงานเสร็จแล้ว หากมีเงื่อนไข จะใช้กับคำตอบที่เป็นชาร์จหรือการคืนเงิน",
    },
  },
} as const satisfies Record<string, FaultEntry>;

export type Fault = keyof typeof faults;
export const faultNames = Object.keys(faults) as [Fault, ...Fault[]]; // the table has no other keys
export const faultEntry = (fault: Fault): FaultEntry => faults[fault];

/** What a payment must be for a rule to fit: everything that is not null. */
export type Conditions = {
  /** Id of a charge, or of a refund. */
  charge: string | null;
  /** A value by key; `true` stands for any value. */
  metadata: Readonly<Record<string, unknown>> | null;
  method: string | null;
  /** Last four digits. */
  card: string | null;
  /** Digits of a telephone number. */
  phone: string | null;
};

/** A fault on purpose, of a test account. Only `applied` changes. */
export type Rule = {
  id: string;
  account: AccountId;
  fault: Fault;
  conditions: Conditions;
  /** Milliseconds; null where the fault has no length. */
  delay: number | null;
  /** Null where the fault has none. */
  code: FailureCode | null;
  /** Which events: a key, or a pattern such as `charge.*`. Null where the fault is not about webhooks. */
  events: string | null;
  /** How often it is applied; null for without end. */
  times: number | null;
  /** How often it was applied. */
  applied: number;
  /** By the account's time. */
  createdAt: Time;
  /** Server time of the last change but `applied`, by which other processes find it. */
  changedAt: Time;
};

/** What is asked of a rule, as it was parsed. */
export type RuleRequest = Pick<Rule, "fault" | "conditions" | "times"> & {
  by: number | undefined;
  code: FailureCode | undefined;
  events: string | undefined;
};

/** Upper bound of rules of one account. */
export const rulesMax = 1_000;

/** How long an event is held at most for what it waits for, so that none is forgotten. */
export const heldFor = minutes(10);

/** Time between a payer's way back and the event that was held for it: their browser is there first. */
export const afterReturn = seconds(1);

/**
 * @param count the account's rules so far
 * @throws Refusal `bad_request` for a parameter that the fault has not, for one out of its bounds, and for one rule too many
 */
export function createRule(
  account: AccountId,
  { fault, conditions, by, code, events, times }: RuleRequest,
  { id, count, at, now }: { id: string; count: number; at: Time; now: Time },
): Rule {
  const entry = faultEntry(fault);
  if (count >= rulesMax) throw new Refusal("bad_request", `the account has ${rulesMax} rules: remove some first`);
  const strange = [
    by !== undefined && !entry.by && "by",
    code !== undefined && !entry.code && "code",
    events !== undefined && entry.place !== "webhook" && "events",
  ].filter((name) => name !== false);
  if (strange.length > 0) throw new Refusal("bad_request", `${fault} has no ${strange.join(" and no ")}`);
  if (by !== undefined && entry.by && by > entry.by.most)
    throw new Refusal("bad_request", `by must be at most ${entry.by.most / seconds(1)} seconds for ${fault}`);
  if (events !== undefined && !eventsOf(events).length)
    throw new Refusal("bad_request", "events must be the key of an event, or a pattern such as charge.*");
  if (times !== null && times < 1) throw new Refusal("bad_request", "times must be at least 1");
  return {
    id,
    account,
    fault,
    conditions,
    delay: entry.by ? (by ?? entry.by.usual) : null,
    code: entry.code ? (code ?? "failed_processing") : null,
    events: entry.place === "webhook" ? (events ?? "*") : null,
    times,
    applied: 0,
    createdAt: at,
    changedAt: now,
  };
}

/** The events that a pattern names; `*` stands for any letters. */
function eventsOf(pattern: string): EventKey[] {
  const parts = pattern.split("*").map((part) => part.replace(/[^\w.]/g, "!").replaceAll(".", "\\."));
  const matcher = new RegExp(`^${parts.join(".*")}$`);
  return (Object.keys(eventKeys) as EventKey[]).filter((key) => matcher.test(key)); // the table has no other keys
}

/** What rules ask of a payment. */
export type Facts = {
  /** The charge, and what belongs to it and is meant. */
  ids: readonly string[];
  metadata: Readonly<Record<string, unknown>>;
  method: string;
  card: string | null;
  phone: string | null;
};

/** @param others ids of what belongs to the charge and is meant, such as a refund */
export const factsOf = (
  { id, metadata, method, card, source }: Pick<Charge, "id" | "metadata" | "method" | "card" | "source">,
  ...others: string[]
): Facts => ({
  ids: [id, ...others],
  metadata,
  method,
  card: card?.lastDigits ?? null,
  phone: source?.phoneNumber ? digitsOf(source.phoneNumber) : null,
});

/** Whether a rule is for a payment. @param facts null for what is about no payment: only a rule without conditions is for it */
export function fits({ conditions }: Rule, facts: Facts | null): boolean {
  const { charge, metadata, method, card, phone } = conditions;
  if (!facts) return isGeneral(conditions);
  return (
    (charge === null || facts.ids.includes(charge)) &&
    (method === null || facts.method === method) &&
    (card === null || facts.card === card) &&
    (phone === null || facts.phone === phone) &&
    Object.entries(metadata ?? {}).every(([key, wanted]) => {
      if (!Object.hasOwn(facts.metadata, key)) return false;
      return wanted === true || JSON.stringify(facts.metadata[key]) === JSON.stringify(wanted);
    })
  );
}

/** Whether it is for all of an account. */
export const isGeneral = (conditions: Conditions): boolean =>
  Object.values(conditions).every((condition) => condition === null);

/** Whether a rule is for events of this key. */
export const tells = ({ events }: Rule, key: EventKey): boolean => events !== null && eventsOf(events).includes(key);

/** A telephone number without spaces and signs, in its international form: payers write the same number in many ways. */
export const digitsOf = (phone: string): string => phone.replace(/\D/g, "").replace(/^0(?=\d{8,9}$)/, "66");

/** The rules of test accounts, as a process knows them. */
export type KnownRules = {
  /** Rules of an account for one place, the newest first. */
  at(account: AccountId, place: Place): readonly Rule[];
  /** Counts an application. @returns false where the rule was removed, or was applied as often as it may */
  apply(rule: Rule): Promise<boolean>;
};
