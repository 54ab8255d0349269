import { type Minor, partOf } from "../base/money.ts";
import { type FeeRates, price } from "./fee.ts";
import { effectiveMinimum } from "./installment.ts";
import type { InstallmentPlan } from "./method.ts";

/** What a payer is told of one term before choosing it. */
export type Quote = {
  months: number;
  /** The least amount that this term takes. */
  minimum: Minor;
  available: boolean;
  /** What each month costs; the bank's own rounding of the last month may differ by a few satang. */
  monthly: Minor;
  /** What the payer pays on top of the amount, over the whole term. */
  interest: Minor;
};

/** `minimum` is the method's own, in the currency of the amount. */
type Installments = { minimum: Minor; fees: FeeRates; installment: InstallmentPlan };

/**
 * The terms of one bank for `amount`, shortest first.
 *
 * @param zeroInterest  true where the merchant pays the interest: then it is no matter of the payer's
 */
export function quotes(
  { minimum: least, fees, installment }: Installments,
  amount: Minor,
  zeroInterest: boolean,
): Quote[] {
  const { monthly: monthlyRate } = installment.interest.customer;
  return installment.terms.map((months) => {
    const minimum = effectiveMinimum(installment, months, least);
    const { interest } = price(amount, fees, zeroInterest ? null : { monthlyRate, term: months });
    return {
      months,
      minimum,
      available: amount >= minimum,
      monthly: partOf(amount + interest, months),
      interest,
    };
  });
}
