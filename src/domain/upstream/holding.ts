import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import { type Booking, book, type Line, reversed } from "../ledger/ledger.ts";
import type { UpstreamPayout } from "./payout-row.ts";

/** The ledger accounts of an upstream's money. */
export const holdingAccounts = ["held", "kept", "in_transit", "settled"] as const;
export type HoldingAccount = (typeof holdingAccounts)[number];

/**
 * Where the money is that payers have paid through an upstream, in minor units. Together it is what they paid less what was given back; less `kept` it
 * is what the merchant has earned there, less the fees of payouts.
 */
export type Holding = {
  /** Name of the upstream. */
  upstream: string;
  currency: string;
} & Record<HoldingAccount, Minor>;

type Sent = Pick<UpstreamPayout, "id" | "account" | "livemode" | "currency" | "upstream" | "amount" | "fee">;

/** Books a payout that the upstream has sent: it holds the amount no more, has kept its fee, and the rest is on its way. */
export const bookPayout = (id: string, payout: Sent, now: Time): Booking =>
  book(id, payout, "upstream.payout.sent", payout.id, now, now, sentLines(payout));

/** Books a payout that has come to the merchant's bank. */
export const bookSettledPayout = (id: string, payout: Sent, now: Time): Booking =>
  book(id, payout, "upstream.payout.settled", payout.id, now, now, settledLines(payout));

/** Books back whatever was booked for a payout. */
export function bookUndonePayout(id: string, payout: Sent & Pick<UpstreamPayout, "state">, now: Time): Booking {
  const [held, kept, onItsWay] = sentLines(payout) as [Line, Line, Line]; // as they are listed below
  const { upstream } = payout;
  const there: Line = payout.state === "settled" ? { ...onItsWay, ledgerAccount: "settled", upstream } : onItsWay;
  return book(id, payout, "upstream.payout.undone", payout.id, now, now, [held, kept, there].map(reversed));
}

const sentLines = ({ upstream, amount, fee }: Sent): Line[] => [
  { ledgerAccount: "held", upstream, amount: -amount },
  { ledgerAccount: "kept", upstream, amount: fee },
  { ledgerAccount: "in_transit", upstream, amount: amount - fee },
];

const settledLines = ({ upstream, amount, fee }: Sent): Line[] => [
  { ledgerAccount: "in_transit", upstream, amount: -(amount - fee) },
  { ledgerAccount: "settled", upstream, amount: amount - fee },
];
