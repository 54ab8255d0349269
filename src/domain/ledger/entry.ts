import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** One balanced set of postings. The API's transaction is its effect on the merchant's balance. */
export type Entry = {
  id: string;
  account: AccountId;
  livemode: boolean;
  key:
    | "charge.captured.net"
    | "charge.voided.net"
    | "refund.created.debit"
    | "dispute.started.debit"
    | "dispute.won.credit"
    | "transfer.sent.debit"
    | "transfer.failed.credit";
  /** Id of the charge, refund, dispute or transfer that caused it. */
  origin: string;
  currency: string;
  /** Effect on the merchant's balance, with sign. */
  amount: Minor;
  transferableAt: Time;
  createdAt: Time;
};
