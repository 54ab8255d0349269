import type { FastifyInstance } from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Decimal, ExchangeRate, Minor } from "../domain/base/money.ts";
import type { Account } from "../domain/merchant/account.ts";
import { type Quote, quotes } from "../domain/payment/installment-quote.ts";
import { groupLabel, type InstallmentPlan, type Limits, limitsIn, type Method } from "../domain/payment/method.ts";
import type { SourceParameter } from "../domain/payment/source-field.ts";
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
  label: Method["label"];
  family: string;
  /** The family's name. */
  group: Method["label"];
  /** What the payer is shown to pay with; null where they are sent to a page or an app. */
  shows: "qr" | "barcode" | "references" | null;
  /** Whether the payer's telephone number is needed. */
  phoneNumber: boolean;
  /** Whether card details are needed. */
  card: boolean;
  platformType: boolean;
  installment: InstallmentOption | null;
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
      label: method.label,
      family: method.family,
      group: groupLabel(method),
      shows: method.journey.kind === "code" ? method.journey.shows : null,
      phoneNumber: "phoneNumber" in method.parameters,
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

/** Parameters that a payer can give in a form; codes that are scanned, and baskets, come from the merchant's own programs. */
const asked: readonly string[] = ["installmentTerm", "phoneNumber"] satisfies SourceParameter[];

/** Whether a form can ask for all that a charge by the method needs. */
const isForForms = ({ parameters, carries }: Method): boolean =>
  carries !== "linked account" &&
  Object.entries(parameters).every(([name, need]) => need === "optional" || asked.includes(name));

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
