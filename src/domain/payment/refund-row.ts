import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** A return of captured money. `pending` until the acquirer confirms. */
export type Refund = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  charge: string;
  state: "pending" | "closed" | "failed";
  amount: Minor;
  currency: string;
  /** The currency of the account and the amount in it; null where the charge is in that currency. */
  fundingCurrency: string | null;
  fundingAmount: Minor | null;
  voided: boolean;
  metadata: Record<string, unknown>;
  transaction: string | null;
  createdAt: Time;
  /** The time of the next inquiry to the acquirer; null once it has answered. */
  dueAt: Time | null;
};
