import { type Decimal, type Minor, minorOf, percentOf, times } from "../base/money.ts";

/** The gateway's fee for one charge: `flat` in main units, `rate` and `vat` in percent, as on the wire. */
export type FeeRates = { flat: Decimal; rate: Decimal; vat: Decimal };

/** Flat interest of an installment plan, paid by the merchant: percent of the whole amount per month. */
export type InterestTerms = { monthlyRate: Decimal; term: number };

export type Pricing = { fee: Minor; feeVat: Minor; interest: Minor; interestVat: Minor };

/**
 * Fee, interest and the VAT on both for `amount` satang, each rounded half-up on its own.
 *
 * @param interest null when the payer pays it: the bank bills it and the gateway has no part in it
 * @see the guides' samples: 150000 by K PLUS gives 1000 + 70; a recording: 1000000 over 6 months at 0.80 % gives 48000 + 3360
 */
export function price(amount: Minor, rates: FeeRates, interest: InterestTerms | null): Pricing {
  const fee = percentOf(amount, rates.rate) + minorOf(rates.flat);
  const interestPaid = interest ? percentOf(amount, times(interest.monthlyRate, interest.term)) : 0;
  return {
    fee,
    feeVat: percentOf(fee, rates.vat),
    interest: interestPaid,
    interestVat: percentOf(interestPaid, rates.vat),
  };
}

/** The net amount for the merchant's balance; negative when a flat fee exceeds the amount. */
export function netOf(amount: Minor, pricing: Pricing): Minor {
  return amount - pricing.fee - pricing.feeVat - pricing.interest - pricing.interestVat;
}
