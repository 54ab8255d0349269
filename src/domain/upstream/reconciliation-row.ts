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
  createdAt: Time;
  changedAt: Time;
};

/**
 * missing_here: the upstream has the payment, and here nothing is paid by it · missing_there: the reverse · differs: both have it with another amount,
 * currency or fee · other_day: both have it, on different days.
 */
export const itemKinds = ["missing_here", "missing_there", "differs", "other_day"] as const;
type ItemKind = (typeof itemKinds)[number];

/** open: somebody has to look at it · worked_off: somebody has, and wrote a note · cleared: a repeat found nothing of it any more, or it needs nobody. */
export const itemStates = ["open", "worked_off", "cleared"] as const;
type ItemState = (typeof itemStates)[number];

/** One payment of a day that is not the same on both sides. Amounts are in minor units of the currency beside them. */
export type ReconciliationItem = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  reconciliation: string;
  kind: ItemKind;
  state: ItemState;
  /** Our charge; null where the upstream's payment is of none of ours. */
  charge: string | null;
  /** Our reference, as the upstream has it. */
  reference: string | null;
  /** The upstream's id of the payment; null where it is missing there. */
  payment: string | null;
  theirAmount: Minor | null;
  theirCurrency: string | null;
  /** What the upstream takes, with VAT and interest; null where it does not say. */
  theirCosts: Minor | null;
  theirPaidAt: Time | null;
  ourAmount: Minor | null;
  ourCurrency: string | null;
  ourCosts: Minor | null;
  ourPaidAt: Time | null;
  /** What the member who worked it off wrote. */
  note: string | null;
  /** Id of that member. */
  workedOffBy: string | null;
  workedOffAt: Time | null;
  createdAt: Time;
  changedAt: Time;
};
