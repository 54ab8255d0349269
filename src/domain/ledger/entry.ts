import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** Keys of entries that move the merchant's balance: the API shows each as a transaction. */
export type BalanceKey =
  | "charge.captured.net"
  | "charge.voided.net"
  | "refund.created.debit"
  | "dispute.started.debit"
  | "dispute.won.credit"
  | "transfer.sent.debit"
  | "transfer.failed.credit";

/** Keys of entries that only move money between an upstream and the merchant's bank: the balance stays as it is, and the API shows none of them. */
export const upstreamKeys = ["upstream.payout.sent", "upstream.payout.settled", "upstream.payout.undone"] as const;
type UpstreamKey = (typeof upstreamKeys)[number];

/**
 * One balanced set of postings. The API's transaction is its effect on the merchant's balance. What is booked never changes; only `transferableAt` is put
 * right where an upstream says another date later.
 */
export type Entry = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  key: BalanceKey | UpstreamKey;
  /** Id of the charge, refund, dispute, transfer or payout of an upstream that caused it. */
  origin: string;
  currency: string;
  /** Effect on the merchant's balance, with sign. */
  amount: Minor;
  transferableAt: Time;
  createdAt: Time;
};
