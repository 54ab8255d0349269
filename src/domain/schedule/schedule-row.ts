import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { Day, Recurrence } from "./calendar.ts";
import type { Occurrence } from "./occurrence-row.ts";

/**
 * Every legal move of a schedule; others are refused. `expiring`: the next occurrence is the last one.
 * Source: Schedules API, "status".
 */
export const scheduleMoves = {
  running: { last: "expiring", suspend: "suspended", destroy: "deleted" },
  expiring: { end: "expired", suspend: "suspended", destroy: "deleted" },
  expired: { destroy: "deleted" },
  suspended: { destroy: "deleted" },
  deleted: {},
} as const satisfies Record<string, Record<string, string>>;

export type ScheduleState = keyof typeof scheduleMoves;

/** A merchant's standing order: to charge a customer's card, or to pay money of the balance out to a recipient. */
export type Schedule = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  state: ScheduleState;
  recurrence: Recurrence;
  /** Dates in Bangkok, both inclusive. */
  startOn: Day;
  endOn: Day;
  /** The date of the occurrence that comes next, or is under way or retried; null once there is none. */
  nextOn: Day | null;
  /** Id of what is charged or paid out, which the API shows as an object of its own. */
  scheduledId: string;
  /** The customer who is charged; null where money is paid out. */
  customer: string | null;
  /** The card to charge; null for the customer's default card of the day. */
  card: string | null;
  /** To whom money is paid out; null where a customer is charged. */
  recipient: string | null;
  /** null where a part of the balance is paid out. */
  amount: Minor | null;
  /** The part of what can be transferred on the day, in hundredths of a percent; null where the amount is fixed. */
  balanceBps: number | null;
  currency: string;
  description: string | null;
  metadata: Record<string, unknown>;
  /** The number of processed occurrences, retries included. */
  processed: number;
  /** The first of them, oldest first, as many as the API shows inside a schedule. */
  occurrences: readonly Occurrence[];
  /** The customer's default card at the moment; null where there is none, or where `card` names one. */
  defaultCard: string | null;
  createdAt: Time;
  endedAt: Time | null;
};

/** How many occurrences are read and shown with a schedule. */
export const occurrencesShown = 20;

/** Whether a schedule goes on. */
export const isActive = ({ state }: Schedule): boolean => state === "running" || state === "expiring";

/** What a schedule does: exactly one of both. */
export type Scheduled =
  | { kind: "charge"; customer: string; amount: Minor }
  | ({ kind: "transfer"; recipient: string } & Payable);

/** A fixed amount, or a part of the balance. */
type Payable = { amount: Minor; balanceBps: null } | { amount: null; balanceBps: number };

/** What a schedule does on its dates. @throws Error for a row that says neither, or both */
export function scheduledBy({ id, customer, recipient, amount, balanceBps }: Schedule): Scheduled {
  if (customer !== null && recipient === null && amount !== null) return { kind: "charge", customer, amount };
  if (recipient !== null && customer === null) {
    if (amount !== null && balanceBps === null) return { kind: "transfer", recipient, amount, balanceBps };
    if (amount === null && balanceBps !== null) return { kind: "transfer", recipient, amount, balanceBps };
  }
  throw new Error(`schedule ${id} must either charge a customer or pay a recipient`);
}
