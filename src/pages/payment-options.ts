import type { FastifyInstance } from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Decimal, ExchangeRate, Minor } from "../domain/base/money.ts";
import type { Account } from "../domain/merchant/account.ts";
import { type Quote, quotes } from "../domain/payment/installment-quote.ts";
import { type Shows, showsOf } from "../domain/payment/journey.ts";
import {
  groupLabel,
  type InstallmentPlan,
  type Limits,
  limitsIn,
  type Method,
  type PayerBank,
} from "../domain/payment/method.ts";
import { type Asking, type SourceField, type SourceParameter, sourceFields } from "../domain/payment/source-field.ts";
import { exchangeFor } from "../operations/forex/rate.ts";
import { type Gateway, methodsFor } from "../operations/gateway.ts";
import { logoPath } from "../operations/merchant/brand.ts";
import { type Shades, shadesOf } from "./palette.ts";
import type { KeyDoor } from "./test-key.ts";

/** What the payment form shows for one amount. The form's code takes its types from here. */
export type PaymentOptions = {
  merchant: string;
  livemode: boolean;
  amount: Minor;
  currency: string;
  brand: Brand;
  methods: PaymentOption[];
};

/** The merchant's look; null where they have not set it. */
type Brand = { logo: string | null; shades: Record<"light" | "dark", Shades> | null };

/** A method of the capability that takes this amount. */
export type PaymentOption = {
  type: string;
  /** Other names by which pages ask for it. */
  alsoNamed: readonly string[];
  label: Method["label"];
  family: string;
  /** The family's name. */
  group: Method["label"];
  /** What the payer is shown to pay with; null where they are sent to a page or an app. */
  shows: Shows;
  /** What the payer is asked for, in this order. */
  asks: PayerField[];
  /** Whether card details are needed. */
  card: boolean;
  platformType: boolean;
  installment: InstallmentOption | null;
};

/** A parameter of the source that the payer fills in. */
export type PayerField = {
  /** The parameter's name in the request. */
  name: string;
  asked: Exclude<Asking, "plan">;
  /** The regular expression that its text must match, where the method has one. */
  form: string | null;
  /** The banks to choose from; none for what is typed. */
  banks: readonly PayerBank[];
};

export type InstallmentOption = {
  bank: string;
  bankName: Method["label"];
  takesLoanCards: boolean;
  minMonthly: Minor;
  /** Interest that the payer pays, if they do: percent of the whole amount for each month. */
  monthlyRate: Decimal;
  terms: Quote[];
};

type Asked = { key?: string; amount?: string; currency?: string; zero_interest_installments?: string };

/**
 * GET /pay/options.json: what the payment form needs beside the capability; for the form alone (so without CORS).
 * It takes a public key, which is in the merchant's page anyway.
 */
export function registerPaymentOptions(app: FastifyInstance, gateway: Gateway, { gatekeeper, spend }: KeyDoor): void {
  app.get<{ Querystring: Asked }>("/pay/options.json", async ({ query, ip }, reply) => {
    const access = await gatekeeper.admit(text(query.key), ["public"], ip);
    spend(access, false, ip);
    const { account } = access;
    const zeroInterest = text(query.zero_interest_installments);
    const currency = text(query.currency).toUpperCase();
    const options = paymentOptions(account, methodsFor(gateway, account), {
      amount: amountOf(text(query.amount)),
      currency,
      exchange: await exchangeFor(gateway, account, currency),
      zeroInterest: zeroInterest === "" ? account.zeroInterestInstallments : zeroInterest === "true",
    });
    return reply.header("Cache-Control", "no-store").send(options);
  });
}

function paymentOptions(
  account: Account,
  methods: readonly Method[],
  {
    amount,
    currency,
    exchange,
    zeroInterest,
  }: { amount: Minor; currency: string; exchange: ExchangeRate | null; zeroInterest: boolean },
): PaymentOptions {
  const fitting = taking(methods, amount, currency, exchange).filter(isForForms);
  return {
    merchant: account.name,
    livemode: account.livemode,
    amount,
    currency,
    brand: brandOf(account),
    methods: fitting.map(({ installment, ...method }) => ({
      type: method.type,
      alsoNamed: method.alsoNamed ?? [],
      label: method.label,
      family: method.family,
      group: groupLabel(method),
      shows: showsOf(method),
      asks: asksOf(method),
      card: method.carries === "card",
      platformType: "platformType" in method.parameters,
      installment: installment && installmentOption({ ...method, installment }, { amount, currency, zeroInterest }),
    })),
  };
}

const brandOf = (account: Account): Brand => ({
  logo: logoPath(account),
  shades:
    account.brandColor === null
      ? null
      : { light: shadesOf(account.brandColor, "light"), dark: shadesOf(account.brandColor, "dark") },
});

/** The parameters that a method's source cannot do without, in the method's order. */
const required = ({ parameters }: Pick<Method, "parameters">): SourceParameter[] => {
  const names = Object.keys(parameters) as SourceParameter[]; // it has no other keys
  return names.filter((name) => parameters[name] === "required");
};

const askedIn = (field: SourceField): Asking | undefined => field.asked;

/** Whether a form can ask for all that a charge by the method needs. */
export const isForForms = (method: Method): boolean =>
  method.carries !== "linked account" && required(method).every((name) => askedIn(sourceFields[name]) !== undefined);

/** What the form asks the payer for beside an installment plan: what the method requires, and nothing that it only takes. */
const asksOf = (method: Pick<Method, "parameters" | "banks" | "forms">): PayerField[] =>
  required(method).flatMap((name) => {
    const asked = askedIn(sourceFields[name]);
    if (asked === undefined || asked === "plan") return [];
    const { banks = [], forms = {} } = method;
    const form = forms[name]?.form.source ?? null;
    return [{ name: sourceFields[name].wire, asked, form, banks: asked === "bank" ? banks : [] }];
  });

/** The methods that take the amount. */
export const taking = (
  methods: readonly Method[],
  amount: Minor,
  currency: string,
  exchange: ExchangeRate | null = null,
): Method[] => methods.filter((method) => isWithin(limitsIn(method, currency, exchange), amount));

const isWithin = (limits: Limits | undefined, amount: Minor): boolean =>
  limits !== undefined && amount >= limits.min && amount <= limits.max;

function installmentOption(
  method: Method & { installment: InstallmentPlan },
  { amount, currency, zeroInterest }: { amount: Minor; currency: string; zeroInterest: boolean },
): InstallmentOption {
  const { bank, bankName, loanTerms, minMonthly, interest } = method.installment;
  return {
    bank,
    bankName,
    takesLoanCards: loanTerms !== null,
    minMonthly,
    monthlyRate: interest.customer.monthly,
    terms: quotes({ ...method, minimum: limitsIn(method, currency)?.min ?? 0 }, amount, zeroInterest),
  };
}

function amountOf(digits: string): Minor {
  if (!/^\d{1,15}$/.test(digits)) throw new Refusal("bad_request", "amount is not a number");
  return Number(digits);
}

/** Text of a query parameter; one given twice is a list, which nobody sends, and counts as absent. */
function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
