import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { FailureCode } from "../payment/failure.ts";

/** A payer's account at a bank, from which a merchant may take money once the payer has agreed to it at the bank. */
export type LinkedAccount = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  /** The method by which it is charged, such as `direct_debit_kbank`. */
  type: string;
  /** An expired one is stored as pending: that its time is over follows from `expiresAt`. */
  state: "pending" | "successful" | "failed" | "deleted";
  /** Where the payer goes after they have answered. */
  returnUri: string;
  /** Id of the customer whose it is; null until the merchant says so. */
  customer: string | null;
  /** The bank's reference of what the payer agreed to; null before, and where they did not. */
  mandate: string | null;
  lastDigits: string | null;
  failureCode: FailureCode | null;
  metadata: Record<string, unknown>;
  createdAt: Time;
  /** Until then the payer can agree. */
  expiresAt: Time;
  registeredAt: Time | null;
};

/** Source: Linked Accounts API, `status`. */
export const linkedAccountStatuses = ["pending", "successful", "failed", "expired", "deleted"] as const;
export type LinkedAccountStatus = (typeof linkedAccountStatuses)[number];

export const statusOfLinked = ({ state, expiresAt }: LinkedAccount, now: Time): LinkedAccountStatus =>
  state === "pending" && now >= expiresAt ? "expired" : state;
