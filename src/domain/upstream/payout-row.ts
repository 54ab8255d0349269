import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/**
 * in_transit: the upstream has sent it to the merchant's bank · settled: it has come there · undone: it failed there, or another row has taken its
 * place; whatever was booked for it is booked back.
 */
export const payoutStates = ["in_transit", "settled", "undone"] as const;
type PayoutState = (typeof payoutStates)[number];

/** Where a payout is known from: the upstream was asked, its file was read, or somebody has entered it. */
export const payoutOrigins = ["asked", "file", "hand"] as const;
export type PayoutOrigin = (typeof payoutOrigins)[number];

/** Money that an upstream has sent to the merchant's own bank account. Amounts are in minor units of `currency`. */
export type UpstreamPayout = {
  /** The upstream and its name of the payout, such as `omise_trsf_5z4y`; further revisions end in `.2` and so on. */
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  /** Name of the upstream. */
  upstream: string;
  /** The upstream's own id of it. */
  payout: string;
  /** 1 for the first row of a payout. A payout of which the upstream says something else later is undone, and gets a row with the next number. */
  revision: number;
  state: PayoutState;
  currency: string;
  /** What left the upstream, with its fee. */
  amount: Minor;
  /** What the upstream has kept of it, with VAT. */
  fee: Minor;
  origin: PayoutOrigin;
  /** When the upstream sent it. */
  sentAt: Time;
  /** When it came to the merchant's bank; null where nobody has said so. */
  settledAt: Time | null;
  /** Id of the member who saw it there; null where the upstream says so, or somebody at the operator's terminal. */
  settledBy: string | null;
  createdAt: Time;
  changedAt: Time;
};
