import { dayInBangkok, nextDayInBangkok } from "../base/bangkok.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { BalanceKey } from "./entry.ts";

/** Kinds of movements of the balance in the accounts, by key. */
export const movementKinds = {
  "charge.captured.net": "sale",
  "charge.voided.net": "refund",
  "refund.created.debit": "refund",
  "dispute.started.debit": "dispute",
  "dispute.won.credit": "dispute",
  "transfer.sent.debit": "payout",
  "transfer.failed.credit": "payout",
} as const satisfies Record<BalanceKey, MovementKind>;

export type MovementKind = "sale" | "refund" | "dispute" | "payout";

/** The rows of a settlement report: a day in Bangkok each, or all that came into the balance between two payouts. */
export const settledBy = ["day", "payout"] as const;
export type SettledBy = (typeof settledBy)[number];

/** What the entries of one key add up to within one row of the report. */
export type SettledKey = {
  /** Which row: the day by its number, or the number of payouts before. */
  bucket: number;
  key: BalanceKey;
  count: number;
  firstAt: Time;
  lastAt: Time;
  /** Id of a charge, refund or the like that caused one of them. */
  origin: string;
  /** Effect on the merchant's balance, with sign. */
  net: Minor;
  fee: Minor;
  interest: Minor;
  /** VAT on fees and on interest. */
  vat: Minor;
  interestVat: Minor;
};

/** Amounts of a row, in minor units. `net` is what was earned; the balance changes by that less what was paid out and its fee. */
type SettledAmounts = {
  count: number;
  gross: Minor;
  refunded: Minor;
  disputed: Minor;
  fee: Minor;
  feeVat: Minor;
  interest: Minor;
  interestVat: Minor;
  net: Minor;
  /** What the merchant's bank received. */
  paidOut: Minor;
  payoutFee: Minor;
  payoutFeeVat: Minor;
};

/** A row of the report, with the balance before and after it. `payout`: the transfer that ends it, where one does. */
export type Settled = SettledAmounts & {
  from: Time;
  to: Time;
  payout: string | null;
  opening: Minor;
  closing: Minor;
};

export type SettlementReport = { by: SettledBy; rows: Settled[]; total: Settled };

const nothing: SettledAmounts = {
  count: 0,
  gross: 0,
  refunded: 0,
  disputed: 0,
  fee: 0,
  feeVat: 0,
  interest: 0,
  interestVat: 0,
  net: 0,
  paidOut: 0,
  payoutFee: 0,
  payoutFeeVat: 0,
};

/**
 * Makes the report of a period out of the sums of its entries by row and key. Whatever an entry is, its effect on the balance is in exactly one
 * column and its fees in theirs, so the report closes with the balance of the ledger.
 *
 * @param opening balance before the first entry
 */
export function settlementOf(
  by: SettledBy,
  { from, to }: { from: Time; to: Time },
  opening: Minor,
  keys: readonly SettledKey[],
): SettlementReport {
  const buckets = Map.groupBy(keys, ({ bucket }) => bucket);
  const rows: Settled[] = [];
  let balance = opening;
  for (const bucket of [...buckets.keys()].sort((one, other) => one - other)) {
    const inside = buckets.get(bucket) ?? [];
    const amounts = inside.map(amountsOf).reduce(added, nothing);
    const closing = balance + changeOf(amounts);
    rows.push({ ...spanOf(by, inside), ...amounts, opening: balance, closing });
    balance = closing;
  }
  const total = { from, to, payout: null, ...rows.reduce(added, nothing), opening, closing: balance };
  return { by, rows, total };
}

/** What the amounts of a row do to the balance. */
const changeOf = ({ net, paidOut, payoutFee, payoutFeeVat }: SettledAmounts): Minor =>
  net - paidOut - payoutFee - payoutFeeVat;

function spanOf(by: SettledBy, keys: readonly SettledKey[]): Pick<Settled, "from" | "to" | "payout"> {
  const firstAt = Math.min(...keys.map(({ firstAt }) => firstAt));
  if (by === "day") return { from: dayInBangkok(firstAt), to: nextDayInBangkok(firstAt) - 1, payout: null };
  const ending = keys.find(({ key, net }) => kindOf(key) === "payout" && net < 0);
  return {
    from: firstAt,
    to: Math.max(...keys.map(({ lastAt }) => lastAt)),
    payout: ending?.origin ?? null,
  };
}

const kindOf = (key: BalanceKey): MovementKind => movementKinds[key];

function amountsOf({ key, count, net, fee, vat, interest, interestVat }: SettledKey): SettledAmounts {
  const feeVat = vat - interestVat;
  const whole = net + fee + vat + interest;
  const earned = { ...nothing, count, fee, feeVat, interest, interestVat, net };
  switch (kindOf(key)) {
    case "sale":
      return { ...earned, gross: whole };
    case "refund":
      return { ...earned, refunded: 0 - whole };
    case "dispute":
      return { ...earned, disputed: 0 - whole };
    case "payout":
      return { ...nothing, count, paidOut: 0 - (net + fee + vat), payoutFee: fee, payoutFeeVat: vat };
  }
}

function added(one: SettledAmounts, other: SettledAmounts): SettledAmounts {
  const names = Object.keys(nothing) as (keyof SettledAmounts)[]; // it has all keys, and no other
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as SettledAmounts;
}
