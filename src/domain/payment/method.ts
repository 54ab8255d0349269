import type { Decimal, Minor } from "../base/money.ts";
import { type DeclineReason, type FailureCode, failureMessages } from "./failure.ts";
import type { FeeRates } from "./fee.ts";
import type { Journey } from "./journey.ts";
import type { SourceParameter } from "./source-field.ts";

/** A way to pay, describing itself: validation, capability, limits, expiry, fees and failure codes derive from it. */
export type Method = {
  type: string;
  /** What merchants and payers take for one kind, such as `mobile_banking`: filters and the backends of version 2017-11-02 go by it. */
  family: string;
  journey: Journey;
  /** Whether a charge carries a card besides: always, or never. */
  carries: "card" | null;
  /** What its source says of it beside type, amount and currency; what any source may say is in `source-field.ts`. */
  parameters: Readonly<Partial<Record<SourceParameter, "required" | "optional">>>;
  /** The least and the most that one charge takes, in minor units of each currency that the method takes. */
  limits: Readonly<Record<string, Limits>>;
  /** Milliseconds from creation until a charge that nobody paid expires. */
  expiresAfter: number;
  /** The name of the bank that carries it. */
  bank: string;
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
  /** What it is called where there is little room, if that is not its label. */
  short?: { en: string; th: string };
  /** The few letters that stand for it in place of a logo, which is the bank's own; the first of its name where there are none. */
  mark?: string;
  terms: Terms;
};

/** The type of plain cards, the one method without a source. */
export const cardType = "card";

/** Of one charge, in minor units; both are included. */
export type Limits = { min: Minor; max: Minor };

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

/** What the families are called that have more than one method; of any other, its method's own name serves. */
const familyLabels: Readonly<Record<string, { en: string; th: string }>> = {
  installment: { en: "Installments", th: "ผ่อนชำระ" },
  mobile_banking: { en: "Mobile banking", th: "โมบายแบงก์กิ้ง" },
  internet_banking: { en: "Internet banking", th: "อินเทอร์เน็ตแบงก์กิ้ง" },
  wallet: { en: "Wallets", th: "วอลเล็ต" },
};

export function familyLabel({ family, label }: Pick<Method, "family" | "label">): { en: string; th: string } {
  return familyLabels[family] ?? { en: label.en, th: label.th };
}

/** What the method is called where there is little room. */
export const shortLabel = ({ short, label }: Pick<Method, "short" | "label">): { en: string; th: string } =>
  short ?? { en: label.en, th: label.th };

export const markOf = (method: Pick<Method, "mark" | "short" | "label">): string =>
  method.mark ?? shortLabel(method).en.slice(0, 2).toUpperCase();

/** The currencies that the method takes, in its order. */
export const currenciesOf = ({ limits }: Pick<Method, "limits">): string[] => Object.keys(limits);

/** The limits in a currency; undefined where the method does not take it. */
export const limitsIn = ({ limits }: Pick<Method, "limits">, currency: string): Limits | undefined =>
  Object.hasOwn(limits, currency) ? limits[currency] : undefined;

/** The limits in the method's first currency, for answers that name only one. */
export function firstLimits(method: Pick<Method, "type" | "limits">): Limits {
  const [first] = Object.values(method.limits);
  if (!first) throw new Error(`the method ${method.type} takes no currency`);
  return first;
}

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
