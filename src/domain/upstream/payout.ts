import { dateInBangkok, dayInBangkok } from "../base/bangkok.ts";
import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { Booking } from "../ledger/ledger.ts";
import { bookPayout, bookSettledPayout, bookUndonePayout } from "./holding.ts";
import type { PayoutOrigin, UpstreamPayout } from "./payout-row.ts";
import type { TheirPayment, TheirRefund } from "./reconciliation.ts";

/** A payout as the upstream tells of it now. Amounts are in minor units. */
export type TheirPayout = {
  /** The upstream's id. */
  payout: string;
  /** What leaves the upstream, with its fee. */
  amount: Minor;
  /** What the upstream keeps of it, with VAT. */
  fee: Minor;
  currency: string;
  sentAt: Time;
  /** When it came to the merchant's bank; null where it has not, or the upstream does not say. */
  settledAt: Time | null;
  /** Whether it was sent and came back. */
  failed: boolean;
};

/**
 * The payouts of a day's payments by an upstream's file: those of one date are one payout, which is named by that date and the day. What a line costs was
 * kept before, so the payout itself has no fee. Nothing is known of lines without a date.
 *
 * @param day in Bangkok, such as `2026-11-30`
 */
export function payoutsOfFile(
  day: string,
  payments: readonly TheirPayment[],
  refunds: readonly TheirRefund[],
): TheirPayout[] {
  const lines = [
    ...payments.map(({ paidOutAt, currency, amount, costs }) => ({
      paidOutAt,
      currency,
      amount: amount - (costs ?? 0),
    })),
    ...refunds.map(({ paidOutAt, currency, amount }) => ({ paidOutAt, currency, amount: -amount })),
  ];
  const payouts = new Map<string, TheirPayout>();
  for (const { paidOutAt, currency, amount } of lines) {
    if (paidOutAt === undefined) continue;
    const payout = `${dateInBangkok(paidOutAt)}_${day}`;
    const sentAt = dayInBangkok(paidOutAt);
    const known = payouts.get(payout) ?? {
      payout,
      amount: 0,
      fee: 0,
      currency,
      sentAt,
      settledAt: null,
      failed: false,
    };
    payouts.set(payout, { ...known, amount: known.amount + amount });
  }
  return [...payouts.values()].filter(({ amount }) => amount > 0);
}

/** What a payout of an earlier file of the day is, where a later file has none of it. */
export const notInFile = ({ payout, amount, fee, currency, sentAt }: UpstreamPayout): TheirPayout => ({
  ...{ payout, amount, fee, currency, sentAt },
  settledAt: null,
  failed: true,
});

type Maker = {
  account: { id: AccountId; livemode: boolean; currency: string };
  upstream: string;
  origin: PayoutOrigin;
};

/** Changes of one payout, with the row that stands afterwards. */
type Decision = { payout: UpstreamPayout; changes: Changes };

/**
 * Books what an upstream says of a payout. The same again books nothing. Where it says something else than before, what was booked is booked back, and
 * a new row has what it says now.
 *
 * @param known the rows of this payout, by revision
 * @param newId makes ids of entries
 * @returns undefined where nothing changes
 * @throws Refusal `bad_request` for a payout in another currency than the account's, or of an amount that none has
 */
export function takePayout(
  known: readonly UpstreamPayout[],
  their: TheirPayout,
  maker: Maker,
  newId: () => string,
  now: Time,
): Decision | undefined {
  const latest = known.at(-1);
  const standing = latest?.state === "undone" ? undefined : latest;
  if (their.failed) return standing && undo(standing, newId(), now);
  if (standing && isSame(standing, their)) {
    const comes = standing.state === "in_transit" && their.settledAt !== null;
    return comes ? settle(standing, their.settledAt, null, newId(), now) : undefined;
  }
  const made = begin(known.length + 1, their, maker, newId, now);
  if (!standing) return made;
  const { update, insert } = undo(standing, newId(), now).changes;
  return {
    payout: made.payout,
    changes: {
      ...(update && { update }),
      insert: {
        upstream_payouts: made.changes.insert?.upstream_payouts ?? [],
        entries: [...(insert?.entries ?? []), ...(made.changes.insert?.entries ?? [])],
        postings: [...(insert?.postings ?? []), ...(made.changes.insert?.postings ?? [])],
      },
    },
  };
}

/**
 * Records that somebody has seen a payout at the merchant's bank, where the upstream does not say so.
 *
 * @param by id of the member; null for the operator
 * @throws Refusal `bad_request` for one that is not on its way
 */
export function settleByHand(payout: UpstreamPayout, by: string | null, entry: string, now: Time): Decision {
  if (payout.state !== "in_transit")
    throw new Refusal("bad_request", `this payout is not in transit: it is ${payout.state}`);
  return settle(payout, now, by, entry, now);
}

/**
 * Books back a payout that somebody has entered by mistake. What became of others, the upstream or its file says.
 *
 * @throws Refusal `bad_request` for one that was not entered, or is undone
 */
export function undoByHand(payout: UpstreamPayout, entry: string, now: Time): Decision {
  if (payout.origin !== "hand" || payout.state === "undone")
    throw new Refusal("bad_request", `only a payout that was entered and stands can be undone: ${payout.id} cannot`);
  return undo(payout, entry, now);
}

/** Whether an upstream says of a payout what is booked. That it has come to the bank is never taken back by silence. */
const isSame = (payout: UpstreamPayout, their: TheirPayout): boolean =>
  payout.amount === their.amount && payout.fee === their.fee && payout.currency === their.currency;

/** The largest payout, ten thousand million baht: sums of much more would not be exact. */
const amountMax = 10_000_000_000_00;

function begin(
  revision: number,
  { payout, amount, fee, currency, sentAt, settledAt }: TheirPayout,
  { account, upstream, origin }: Maker,
  newId: () => string,
  now: Time,
): Decision {
  if (currency !== account.currency)
    throw new Refusal("bad_request", `payout ${payout} is in ${currency}, and the account in ${account.currency}`);
  if (amount < 1 || fee < 0 || fee > amount || amount > amountMax)
    throw new Refusal("bad_request", `payout ${payout} of ${amount} with a fee of ${fee} cannot be booked`);
  const name = `${upstream}_${payout}`;
  const row: UpstreamPayout = {
    id: revision === 1 ? name : `${name}.${revision}`,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    upstream,
    payout,
    revision,
    state: settledAt === null ? "in_transit" : "settled",
    currency,
    amount,
    fee,
    origin,
    sentAt,
    settledAt,
    settledBy: null,
    createdAt: now,
    changedAt: now,
  };
  const bookings = [
    bookPayout(newId(), row, now),
    ...(settledAt === null ? [] : [bookSettledPayout(newId(), row, now)]),
  ];
  return { payout: row, changes: { insert: { upstream_payouts: [row], ...booked(...bookings) } } };
}

const settle = (payout: UpstreamPayout, at: Time | null, by: string | null, entry: string, now: Time): Decision =>
  changed(
    revise(payout, { state: "settled", settledAt: at, settledBy: by, changedAt: now }),
    bookSettledPayout(entry, payout, now),
  );

const undo = (payout: UpstreamPayout, entry: string, now: Time): Decision =>
  changed(revise(payout, { state: "undone", changedAt: now }), bookUndonePayout(entry, payout, now));

const changed = (payout: UpstreamPayout, booking: Booking): Decision => ({
  payout,
  changes: { update: { upstream_payouts: [payout] }, insert: booked(booking) },
});

const booked = (...bookings: readonly Booking[]) => ({
  entries: bookings.map(({ entry }) => entry),
  postings: bookings.flatMap(({ postings }) => postings),
});
