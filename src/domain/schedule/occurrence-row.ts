import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { Day } from "./calendar.ts";

/**
 * Every legal move of an occurrence; others are refused. `charging`: its charge or transfer was made, and the bank has perhaps not answered yet.
 * `skipped`: there was nothing to pay out. `dropped`: its schedule was deleted before the day came. The API shows the others once they are final.
 */
export const occurrenceMoves = {
  waiting: { begin: "charging", fail: "failed", skip: "skipped", drop: "dropped" },
  charging: { succeed: "successful", fail: "failed" },
  successful: {},
  failed: {},
  skipped: {},
  dropped: {},
} as const satisfies Record<string, Record<string, string>>;

export type OccurrenceState = keyof typeof occurrenceMoves;

/** Final states that the API shows. */
export const shownStates = ["successful", "failed", "skipped"] as const satisfies OccurrenceState[];

/** One run of a schedule. A retry is an occurrence of its own, for the same date. */
export type Occurrence = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  schedule: string;
  state: OccurrenceState;
  /** 1 for the first try of its date. */
  attempt: number;
  scheduledOn: Day;
  /** The day of this retry; null for the first try. */
  retryOn: Day | null;
  /** Id of the charge or transfer; null where none could be made. */
  result: string | null;
  /** Why it failed. */
  message: string | null;
  createdAt: Time;
  /** The amount of its transfer; 0 where it has none. */
  transferAmount: Minor;
  /** When its charge or transfer was made. */
  begunAt: Time | null;
  processedAt: Time | null;
  /** When it runs, or is looked at again; null once it is processed. */
  dueAt: Time | null;
};
