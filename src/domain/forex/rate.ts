import { Refusal } from "../base/errors.ts";
import { type Decimal, ratio } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** A rate that the operator has set: it holds from a date in Bangkok on, until the next. */
export type DayRate = {
  base: string;
  quote: string;
  /** A date such as `2026-11-30`. */
  since: string;
  version: number;
  /** Main units of `quote` for one of `base`. */
  rate: Decimal;
  setAt: Time;
};

/**
 * Rates of test mode where the operator has set none, in baht for one main unit: that of the dollar was recorded in 2025, the others are of the same
 * time. Real money is never converted by them.
 */
const shipped: Readonly<Record<string, Decimal>> = {
  JPY: "0.2131",
  USD: "32.5438629959",
  EUR: "37.7105",
  GBP: "43.2260",
  SGD: "25.0917",
  AUD: "21.2384",
  CHF: "40.3512",
  CNY: "4.5683",
  DKK: "5.0502",
  HKD: "4.1796",
  MYR: "7.6850",
};

/** The rate that ships for a pair of currencies, if there is one: that of the baht, or what two of those make. */
export function shippedRate(base: string, quote: string): Decimal | undefined {
  const [inBaht, ofQuote] = [bahtFor(base), bahtFor(quote)];
  if (inBaht === undefined || ofQuote === undefined) return undefined;
  return quote === "THB" ? inBaht : ratio(inBaht, ofQuote);
}

const bahtFor = (currency: string): Decimal | undefined =>
  currency === "THB" ? "1" : Object.hasOwn(shipped, currency) ? shipped[currency] : undefined;

/** Digits of a rate: beyond all that a central bank publishes, and far from the end of exact arithmetic. */
const written = /^\d{1,6}(\.\d{1,10})?$/;

/** @throws Refusal `bad_request` unless the text is a decimal above zero with at most ten places */
export function readRate(text: string): Decimal {
  if (!written.test(text) || /^[0.]+$/.test(text))
    throw new Refusal(
      "bad_request",
      "rate must be a number above zero with at most 10 decimal places, such as 32.5438",
    );
  return text;
}

/** @throws Refusal `bad_request` unless the text is a date of the calendar */
export function readDate(text: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new Refusal("bad_request", "since must be a date such as 2026-11-30");
  return text;
}
