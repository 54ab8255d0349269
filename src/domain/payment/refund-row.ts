import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** Captured money on its way back. `pending` until the acquirer confirms. */
export type Refund = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  charge: string;
  state: "pending" | "closed" | "failed";
  amount: Minor;
  currency: string;
  voided: boolean;
  metadata: Record<string, unknown>;
  transaction: string | null;
  createdAt: Time;
  /** When the acquirer is asked again; null once it has answered. */
  dueAt: Time | null;
};
