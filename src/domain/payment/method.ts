import { type AccountCurrency, type Country, countries, countryOf } from "../base/country.ts";
import { type Decimal, type ExchangeRate, leastConverting, type Minor } from "../base/money.ts";
import { type DeclineReason, type FailureCode, failureMessages } from "./failure.ts";
import type { FeeRates } from "./fee.ts";
import type { Journey } from "./journey.ts";
import type { SourceParameter } from "./source-field.ts";

/** A way to pay. Validation, capability, limits, expiry, fees and failure codes derive from this description. */
export type Method = {
  type: string;
  /** The kind of method, such as `mobile_banking`: used by filters and by the backends of version 2017-11-02. */
  family: string;
  journey: Journey;
  /** What a charge carries beside a source, or in its place: always, or never anything. */
  carries: "card" | "linked account" | null;
  /** Parameters of its source beside type, amount and currency; `source-field.ts` has all of them. */
  parameters: Readonly<Partial<Record<SourceParameter, "required" | "optional">>>;
  /**
   * The smallest and largest amount of one charge, in minor units of each currency that the method takes. An account takes its own currency; where that is
   * not among them, all of them.
   */
  limits: Readonly<Record<string, Limits>>;
  /** Currencies that it takes beside those: their amounts are measured by the limits of the account's currency, after conversion. */
  converted?: readonly string[];
  /** Countries whose accounts have it; by default those whose currency has limits. */
  countries?: readonly Country[];
  /** What differs for accounts of a country. */
  abroad?: Readonly<Partial<Record<Country, Abroad>>>;
  /** Milliseconds from creation until an unpaid charge expires. */
  expiresAfter: number;
  /** The name of the bank that carries the payments. */
  bank: string;
  /** Whether merchants are shown the bank's reference of a payment in an app or on a page; of one by a code they always are. */
  referenced?: true;
  /** Banks among which the payer's is chosen before the payment, by the parameter `bank`. */
  banks?: readonly PayerBank[];
  /** Forms that its parameters must have, each with what the refusal says of another. */
  forms?: Readonly<Partial<Record<SourceParameter, { form: RegExp; says: string }>>>;
  /** Whose service it is that the capability names; null where it names nobody. */
  provider?: string;
  installment: InstallmentPlan | null;
  fees: FeeRates;
  /** The method's failure code for each decline reason of a bank. */
  failures: Readonly<Record<DeclineReason, FailureCode>>;
  /** Codes whose message is that of another code for this method, everywhere and in every language. */
  failureWords: Readonly<Partial<Record<FailureCode, FailureCode>>>;
  refund: RefundPolicy;
  voidable: boolean;
  disputable: boolean;
  /**
   * How `capture=false` is treated: "by hand too" holds the money until a capture; "at once only" refuses the charge; "at once whatever is asked"
   * captures at once and shows so in the answer.
   */
  capture: "by hand too" | "at once only" | "at once whatever is asked";
  /** Whether `authorize_uri` carries `acs=false`, which tells mobile libraries to open it in a web view. */
  webView: boolean;
  evidence: Evidence;
  label: { en: string; th: string; ja: string };
  /** Names by which pages ask the payment form for it, beside its type. */
  alsoNamed?: readonly string[];
  /** A shorter label for narrow places. */
  short?: { en: string; th: string };
  /** A few letters in place of the bank's own logo; by default the first letter of the name. */
  mark?: string;
  terms: Terms;
};

/** What may differ from country to country. A charge in progress is carried on by what all of them share: the bank, its refunds and codes. */
type Abroad = Partial<Pick<Method, "journey" | "parameters" | "limits" | "fees" | "expiresAfter" | "provider">>;

/** The type of plain cards, the only method without a source. */
export const cardType = "card";

/** A bank of payers, by the code that merchants send. */
export type PayerBank = { code: string; name: string };

/** Limits of one charge, in minor units, inclusive. */
export type Limits = { min: Minor; max: Minor };

/** Facts of a method that no source may settle. */
type Assumable = "flow" | "limits" | "expiry" | "fees" | "failures" | "refund" | "void" | "parameters" | "interest";

/** How certain the facts of a method are. */
export type Evidence = {
  /** Where they are from, in a few words. */
  from: string;
  /** Facts that no source settles: our own choice. */
  assumed: readonly Assumable[];
};

/** The terms that a merchant accepts before the method is enabled: paragraphs, with a version that changes when their meaning does. */
export type Terms = { version: string; en: readonly string[]; th: readonly string[] };

export type InstallmentPlan = {
  /** The bank's code, as in `installment_wlb_<code>`. */
  bank: string;
  /** The bank's name as payers know it. */
  bankName: Method["label"];
  terms: readonly number[];
  /** Terms for loan cards; null where the bank has no such cards. */
  loanTerms: readonly number[] | null;
  minMonthly: Minor;
  /** The smallest amount of each term, where the bank has no monthly minimum. */
  minTotals?: Readonly<Record<number, Minor>>;
  /** The party that pays the interest, where a charge cannot choose it. */
  interestPaidBy?: InterestPayer;
  /** The interest rates: a bank has one for merchants and one for customers. */
  interest: Readonly<Record<InterestPayer, InterestRate>>;
};

/** The party that pays the interest: the customer on top of the bills, or the merchant out of the payment ("zero interest"). */
export type InterestPayer = "customer" | "merchant";

export type InterestRate = {
  /** Percent of the whole amount per month. */
  monthly: Decimal;
  /** Whether the rate is our own guess, without a source. */
  assumed: boolean;
};

export type RefundPolicy =
  | { kind: "none"; why: string }
  | ({ kind: "full" } & RefundPeriod)
  | ({ kind: "partial" } & RefundPeriod);

/** The refund period. `brandDays`: card brands, by their name on the wire, with another period. */
type RefundPeriod = { withinDays: number; brandDays?: Readonly<Record<string, number>> };

/** Labels of families with more than one method; other families use the name of their method. */
const familyLabels: Readonly<Record<string, Method["label"]>> = {
  installment: { en: "Installments", th: "ผ่อนชำระ", ja: "分割払い" },
  mobile_banking: { en: "Mobile banking", th: "โมบายแบงก์กิ้ง", ja: "モバイルバンキング" },
  internet_banking: { en: "Internet banking", th: "อินเทอร์เน็ตแบงก์กิ้ง", ja: "インターネットバンキング" },
  wallet: { en: "Wallets", th: "วอลเล็ต", ja: "ウォレット" },
  qr: { en: "QR codes", th: "คิวอาร์โค้ด", ja: "QR コード" },
  scanned: { en: "Codes of the payer", th: "โค้ดของผู้ชำระเงิน", ja: "支払者のコード" },
  direct_debit: { en: "Direct debit", th: "หักบัญชีอัตโนมัติ", ja: "口座振替" },
  later: { en: "Buy now, pay later", th: "ซื้อก่อน จ่ายทีหลัง", ja: "後払い" },
};

/** The family's name for payers. */
export const groupLabel = ({ family, label }: Pick<Method, "family" | "label">): Method["label"] =>
  familyLabels[family] ?? label;

export function familyLabel(method: Pick<Method, "family" | "label">): { en: string; th: string } {
  const { en, th } = groupLabel(method);
  return { en, th };
}

/** The method's label for narrow places. */
export const shortLabel = ({ short, label }: Pick<Method, "short" | "label">): { en: string; th: string } =>
  short ?? { en: label.en, th: label.th };

export const markOf = (method: Pick<Method, "mark" | "short" | "label">): string =>
  method.mark ?? shortLabel(method).en.slice(0, 2).toUpperCase();

/** Whether accounts in a currency have the method. */
const isOffered = ({ limits, countries }: Pick<Method, "limits" | "countries">, currency: AccountCurrency): boolean => {
  const country = countryOf(currency);
  return countries && country ? countries.includes(country) : Object.hasOwn(limits, currency);
};

/** The method as accounts in a currency have it; undefined where they have it not. */
export function methodIn(method: Method, currency: AccountCurrency): Method | undefined {
  const country = countryOf(currency);
  if (!country || !isOffered(method, currency)) return undefined;
  const own: Method = { ...method, ...method.abroad?.[country] };
  const limits = own.limits[currency];
  return {
    ...own,
    limits: limits ? { [currency]: limits } : own.limits,
    ...(own.converted && { converted: own.converted.filter((each) => each !== currency) }),
    fees: method.abroad?.[country]?.fees ?? { ...own.fees, vat: countries[country].vat },
  };
}

/** The currencies of the method, in its order. */
export const currenciesOf = ({ limits, converted = [] }: Pick<Method, "limits" | "converted">): string[] => [
  ...Object.keys(limits),
  ...converted,
];

/**
 * The limits in a currency; undefined where the method does not take it.
 *
 * @param exchange rate of the day into the account's currency; without one only currencies with limits of their own are taken
 */
export function limitsIn(
  { limits, converted }: Pick<Method, "limits" | "converted">,
  currency: string,
  exchange: ExchangeRate | null = null,
): Limits | undefined {
  const given = Object.hasOwn(limits, currency) ? limits[currency] : undefined;
  if (given || !exchange || !converted?.includes(currency)) return given;
  const own = limits[exchange.quote];
  return own && { min: leastConverting(own.min, exchange), max: leastConverting(own.max + 1, exchange) - 1 };
}

/** The limits in the method's first currency, for answers with room for only one. */
export function firstLimits(method: Pick<Method, "type" | "limits">): Limits {
  const [first] = Object.values(method.limits);
  if (!first) throw new Error(`the method ${method.type} takes no currency`);
  return first;
}

/** The method's failure codes without repetition, in the method's order. */
export function failureCodesOf(method: Method): FailureCode[] {
  return [...new Set(Object.values(method.failures))];
}

/** The code whose message this method uses for `code`. */
export function wordsOf(method: Method, code: FailureCode): FailureCode {
  return method.failureWords[code] ?? code;
}

/** The `failure_message` for merchants. */
export function failureMessageOf(method: Method, code: FailureCode): string {
  return failureMessages[wordsOf(method, code)];
}
