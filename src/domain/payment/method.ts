import type { Decimal, Minor } from "../base/money.ts";
import { type DeclineReason, type FailureCode, failureMessages } from "./failure.ts";
import type { FeeRates } from "./fee.ts";
import type { Flow } from "./source.ts";

/** A way to pay, describing itself: validation, capability, limits, expiry, fees and failure codes derive from it. */
export type Method = {
  type: string;
  /** null for plain cards, which have no source. */
  flow: Flow | null;
  currencies: readonly string[];
  amount: { min: Minor; max: Minor };
  /** Milliseconds from creation until a charge that nobody paid expires. */
  expiresAfter: number;
  /** The connector that carries it: the bank's app, or the card networks. */
  connector: "kplus" | "card";
  /** Whether a charge carries a card: always, or never. */
  card: boolean;
  /** Parameters of its source beside amount, currency and type. */
  platformType: boolean;
  installment: InstallmentPlan | null;
  fees: FeeRates;
  /** The method's code for each reason a bank can decline for. */
  failures: Readonly<Record<DeclineReason, FailureCode>>;
  /** Codes that mean with this method what another code says: that one's words are used, everywhere and in every language. */
  failureWords: Readonly<Partial<Record<FailureCode, FailureCode>>>;
  refund: RefundPolicy;
  voidable: boolean;
  disputable: boolean;
  /**
   * What becomes of `capture=false`: the money is held until it is captured by hand; the charge is refused; or it is captured at once all the same,
   * which its answer shows.
   */
  capture: "by hand too" | "at once only" | "at once whatever is asked";
  label: { en: string; th: string; ja: string };
  terms: Terms;
};

/** What a merchant accepts before the method is enabled: paragraphs, under a version that changes with their meaning. */
export type Terms = { version: string; en: readonly string[]; th: readonly string[] };

export type InstallmentPlan = {
  /** The bank's code, as in `installment_wlb_<code>`. */
  bank: string;
  /** What payers know the bank as. */
  bankName: Method["label"];
  terms: readonly number[];
  /** Terms for loan cards, where the bank has such cards. */
  loanTerms: readonly number[] | null;
  minMonthly: Minor;
  /** A bank asks a merchant for another rate than a customer. */
  interest: Readonly<Record<InterestPayer, InterestRate>>;
};

/** The party that pays the interest: the customer on top of the bills, or the merchant out of the payment ("zero interest"). */
export type InterestPayer = "customer" | "merchant";

export type InterestRate = {
  /** Percent of the whole amount for each month. */
  monthly: Decimal;
  /** Whether no source gives this rate, so that it is a guess of ours. */
  assumed: boolean;
};

export type RefundPolicy =
  | { kind: "none"; why: string }
  | ({ kind: "full" } & RefundPeriod)
  | ({ kind: "partial" } & RefundPeriod);

/** `brandDays`: card brands, by their name on the wire, whose period is another. */
type RefundPeriod = { withinDays: number; brandDays?: Readonly<Record<string, number>> };

/** The method's failure codes, each once, in the order the method lists them. */
export function failureCodesOf(method: Method): FailureCode[] {
  return [...new Set(Object.values(method.failures))];
}

/** The code whose words say what `code` means with this method. */
export function wordsOf(method: Method, code: FailureCode): FailureCode {
  return method.failureWords[code] ?? code;
}

/** What merchants read as `failure_message`. */
export function failureMessageOf(method: Method, code: FailureCode): string {
  return failureMessages[wordsOf(method, code)];
}
