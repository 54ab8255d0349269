import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** What an upstream says was paid on one day in Bangkok, compared with what is booked here. A repeat of the day changes this row. */
export type Reconciliation = {
  /** The day and the upstream, such as `2026-11-30_omise`: a day has one. */
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  /** Name of the upstream. */
  upstream: string;
  /** Such as `2026-11-30`. */
  day: string;
  /** Where the upstream's payments came from the last time: it was asked, or a file was read. */
  origin: "asked" | "file";
  /** Payments that the upstream named, and those among them that are the same here. */
  named: number;
  matched: number;
  /** Refunds that the upstream named, and those among them that are the same here; 0 where it tells of none. */
  refundsNamed: number;
  refundsMatched: number;
  createdAt: Time;
  changedAt: Time;
};

/**
 * missing_here: the upstream has the payment, and here nothing is paid by it · missing_there: the reverse · differs: both have it with another amount,
 * currency or fee · costs_off_contract: the upstream took something else for it than the merchant's contract says · other_day: both have it, on
 * different days. For refunds the same, without the contract.
 */
export const itemKinds = ["missing_here", "missing_there", "differs", "costs_off_contract", "other_day"] as const;
type ItemKind = (typeof itemKinds)[number];

/** open: somebody has to look at it · worked_off: somebody has, and wrote a note · cleared: a repeat found nothing of it any more, or it needs nobody. */
export const itemStates = ["open", "worked_off", "cleared"] as const;
type ItemState = (typeof itemStates)[number];

/** What an item is about. */
export const itemSubjects = ["payment", "refund"] as const;
type ItemSubject = (typeof itemSubjects)[number];

/** One payment or refund of a day that is not the same on both sides. Amounts are in minor units of the currency beside them. */
export type ReconciliationItem = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  reconciliation: string;
  kind: ItemKind;
  state: ItemState;
  about: ItemSubject;
  /** Our charge; null where the upstream's payment is of none of ours. */
  charge: string | null;
  /** Our refund; null where the item is about a payment, or about a refund that is missing here. */
  refund: string | null;
  /** Our reference, as the upstream has it. */
  reference: string | null;
  /** The upstream's id of the payment or refund; null where it is missing there. */
  payment: string | null;
  theirAmount: Minor | null;
  theirCurrency: string | null;
  /** What the upstream takes, with VAT and interest; null where it does not say. Beside a contract: without interest. */
  theirCosts: Minor | null;
  theirPaidAt: Time | null;
  ourAmount: Minor | null;
  ourCurrency: string | null;
  /** What is booked as costs; beside a contract: what it expects. */
  ourCosts: Minor | null;
  ourPaidAt: Time | null;
  /** What the member who worked it off wrote. */
  note: string | null;
  /** Id of that member; null where it was done at the terminal, or not at all. */
  workedOffBy: string | null;
  workedOffAt: Time | null;
  createdAt: Time;
  changedAt: Time;
};
