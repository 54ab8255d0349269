import { convertHalfUp, type ExchangeRate, type Minor } from "../base/money.ts";
import type { Charge, Funding } from "./charge.ts";
import type { Refund } from "./refund-row.ts";

/** The funding of a charge in the account's own currency. */
export const ownFunding: Funding = {
  fundingCurrency: null,
  exchangeRate: null,
  fundingAmount: null,
  refundedFunding: null,
};

/** The funding of a new charge of `amount`; null is the account's own currency. */
export function fundingOf(amount: Minor, exchange: ExchangeRate | null): Funding {
  if (exchange === null) return ownFunding;
  const { quote, rate } = exchange;
  return {
    fundingCurrency: quote,
    exchangeRate: rate,
    fundingAmount: convertHalfUp(amount, exchange),
    refundedFunding: 0,
  };
}

type Funded = Pick<Charge, keyof Funding | "amount" | "currency" | "capturedAmount" | "refundedAmount">;

/** The currency in which the account is paid. */
export const fundingCurrencyOf = ({
  fundingCurrency,
  currency,
}: Pick<Charge, "fundingCurrency" | "currency">): string => fundingCurrency ?? currency;

/** The charge's amount in the account's currency, of what was captured once something is. Disputes take this from the balance. */
export const fundingAmountOf = ({ fundingAmount, capturedAmount, amount }: Funded): Minor =>
  fundingAmount ?? capturedAmount ?? amount;

/** The sum of the charge's refunds in the account's currency. */
export const refundedFundingOf = ({ refundedFunding, refundedAmount }: Funded): Minor =>
  refundedFunding ?? refundedAmount;

/** Any amount of the charge in the account's currency, by the charge's own rate. */
export function inFunding({ exchangeRate, fundingCurrency, currency }: Funded, amount: Minor): Minor {
  if (exchangeRate === null || fundingCurrency === null) return amount;
  return convertHalfUp(amount, { base: currency, quote: fundingCurrency, rate: exchangeRate });
}

/** The funding after `captured` was asked for, or the whole amount. */
export const recaptured = (charge: Funded, captured: Minor): Pick<Funding, "fundingAmount"> => ({
  fundingAmount: charge.exchangeRate === null ? null : inFunding(charge, captured),
});

/**
 * A further refund in the account's currency. All refunds together give back what the sum of their amounts converts to, so rounding leaves nothing behind:
 * those of a whole charge sum to its funding, in whatever parts it was refunded.
 */
export const refundFunding = (charge: Funded, amount: Minor): Minor =>
  Math.max(0, inFunding(charge, charge.refundedAmount + amount) - refundedFundingOf(charge));

/** A refund's amount in the account's currency. */
export const fundingOfRefund = ({ fundingAmount, amount }: Pick<Refund, "fundingAmount" | "amount">): Minor =>
  fundingAmount ?? amount;
