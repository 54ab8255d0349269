import type { Minor } from "../base/money.ts";
import type { Charge } from "./charge.ts";
import { netOf } from "./fee.ts";

/** Sums of the charges of one currency. What was not paid has an amount only: its fees are known, and apply to nothing. */
export type Totals = {
  currency: string;
  count: number;
  amount: Minor;
  /** How many were paid, and what was taken for them. */
  paidCount: number;
  captured: Minor;
  refunded: Minor;
  /** Fees and interest of the merchant, with VAT. */
  fees: Minor;
  /** Captured less fees, before refunds. */
  net: Minor;
};

/** Sums of two sets of charges together, by currency. */
export function addTotals(one: readonly Totals[], other: readonly Totals[]): Totals[] {
  const currencies = [...new Set([...one, ...other].map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const both = [...one, ...other].filter((each) => each.currency === currency);
    const sum = (of: (totals: Totals) => number) => both.reduce((total, each) => total + of(each), 0);
    return {
      currency,
      count: sum(({ count }) => count),
      amount: sum(({ amount }) => amount),
      paidCount: sum(({ paidCount }) => paidCount),
      captured: sum(({ captured }) => captured),
      refunded: sum(({ refunded }) => refunded),
      fees: sum(({ fees }) => fees),
      net: sum(({ net }) => net),
    };
  });
}

/** Sums of charges, by currency. */
export const totalsOf = (charges: readonly Charge[]): Totals[] =>
  charges.reduce<Totals[]>((sums, charge) => addTotals(sums, [totalOf(charge)]), []);

function totalOf(charge: Charge): Totals {
  const { currency, amount, refundedAmount } = charge;
  const captured = charge.paidAt === null ? null : (charge.capturedAmount ?? amount);
  const net = captured === null ? 0 : netOf(captured, charge);
  return {
    currency,
    count: 1,
    amount,
    paidCount: captured === null ? 0 : 1,
    captured: captured ?? 0,
    refunded: refundedAmount,
    fees: (captured ?? 0) - net,
    net,
  };
}
