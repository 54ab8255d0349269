import { type Minor, partOf } from "../base/money.ts";
import { type FeeRates, price } from "./fee.ts";
import { effectiveMinimum } from "./installment.ts";
import type { InstallmentPlan } from "./method.ts";

/** The offer of one term, shown to a payer before the choice. */
export type Quote = {
  months: number;
  /** The smallest amount for this term. */
  minimum: Minor;
  available: boolean;
  /** The cost of each month; the bank's rounding of the last month may differ by a few satang. */
  monthly: Minor;
  /** The interest that the payer pays on top of the amount, over the whole term. */
  interest: Minor;
};

/** `minimum` is the method's own, in the currency of the amount. */
type Installments = { minimum: Minor; fees: FeeRates; installment: InstallmentPlan };

/**
 * The offers of one bank for `amount`, shortest term first.
 *
 * @param zeroInterest  true where the merchant pays the interest, so the payer sees none
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
