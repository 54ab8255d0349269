import { refuseIfAny } from "../base/errors.ts";
import { type ExchangeRate, inMainUnits, type Minor } from "../base/money.ts";
import { template } from "../base/template.ts";
import type { Time } from "../base/time.ts";
import type { Account } from "../merchant/account.ts";
import { effectiveMinimum, termFaults } from "./installment.ts";
import { flowOf } from "./journey.ts";
import { currenciesOf, firstLimits, type InstallmentPlan, type Limits, limitsIn, type Method } from "./method.ts";
import type { Source } from "./source.ts";
import {
  type GivenDetails,
  type OrderItem,
  type SourceDetails,
  sourceFields,
  sourceParameters,
} from "./source-field.ts";

/** A request of a merchant's page; `amount` in minor units. */
export type SourceRequest = GivenDetails & { amount: Minor; currency: string };

/**
 * Creates an unspent source of `method`.
 *
 * @throws Refusal `bad_request` with all faults in one sentence, amount first, in the wording that mobile libraries parse
 */
export function createSource(id: string, account: Account, method: Method, request: SourceRequest, now: Time): Source {
  refuseIfAny("bad_request", [
    ...amountFaults(method, request.amount, request.currency, request.installmentTerm),
    ...currencyFaults(method, request.currency),
    ...parameterFaults(method, request),
  ]);
  return unspent(id, account, method, request, now);
}

/**
 * Creates a source spent by the charge that contains it; amount and currency are the charge's.
 *
 * @throws Refusal `invalid_charge` for the amount or currency, `bad_request` for the source's own parameters
 */
export function createInlineSource(
  id: string,
  account: Account,
  method: Method,
  request: SourceRequest,
  now: Time,
): Source {
  refuseIfAny("bad_request", parameterFaults(method, request));
  refuseIfAny(
    "invalid_charge",
    chargeLimitFaults(method, request.amount, request.currency, { term: request.installmentTerm }),
  );
  return unspent(id, account, method, request, now);
}

/**
 * Faults of a charge's amount and currency, in the words recorded for charges.
 *
 * @param exchange rate of the day where the currency is not the account's
 */
export function chargeLimitFaults(
  method: Method,
  amount: Minor,
  currency: string,
  { term, exchange = null }: { term?: number | undefined; exchange?: ExchangeRate | null } = {},
): string[] {
  if (!limitsIn(method, currency, exchange)) return ["currency is currently not supported"];
  const { min, max } = limits(method, currency, term, exchange);
  const unit = `(${currency.toLowerCase()} subunits)`;
  if (amount < min)
    return [`amount must be greater than or equal to ${min} ${unit}${perMonth(method, min, currency, term)}`];
  if (amount > max) return [`amount must be less than or equal to ${max} ${unit}`];
  return [];
}

function unspent(id: string, account: Account, method: Method, request: SourceRequest, now: Time): Source {
  return {
    id,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    type: method.type,
    flow: flowOf(method),
    amount: request.amount,
    currency: request.currency,
    ...detailsOf(method, request, defaults(account, method)),
    providerReference: null,
    charge: null,
    createdAt: now,
  };
}

/** Default values of source parameters. */
const defaults = ({ zeroInterestInstallments }: Account, { installment }: Method): Partial<SourceDetails> => ({
  zeroInterestInstallments: installment?.interestPaidBy
    ? installment.interestPaidBy === "merchant"
    : zeroInterestInstallments,
});

const noDetails = template(sourceParameters);

/** The details that a source of the method keeps. */
function detailsOf(method: Method, request: SourceRequest, unsaid: Partial<SourceDetails>): SourceDetails {
  const kept: Record<keyof SourceDetails, unknown> = { ...noDetails };
  for (const name of keptBy(method)) kept[name] = request[name] ?? unsaid[name] ?? null;
  return kept as SourceDetails; // one value for each of its keys
}

const keptNames = new WeakMap<Method, (keyof SourceDetails)[]>();

/** Names of the details that sources of the method keep, found once. */
function keptBy(method: Method): (keyof SourceDetails)[] {
  const known = keptNames.get(method);
  if (known) return known;
  const names = sourceParameters.filter((name) => sourceFields[name].keptBy === "any" || name in method.parameters);
  keptNames.set(method, names);
  return names;
}

/** Missing parameters of the method, as fragments of the API's sentences; faults of a term come from the installment plan. */
function parameterFaults({ installment, parameters, banks, forms = {} }: Method, request: SourceRequest): string[] {
  const missing = sourceParameters.filter((name) => parameters[name] === "required" && isBlank(request[name]));
  return [
    ...(installment ? termFaults(installment, request.installmentTerm) : []),
    ...missing
      .filter((name) => !installment || name !== "installmentTerm")
      .map((name) => `${sourceFields[name].wire} cannot be blank`),
    ...(parameters.items === "required" ? itemFaults(request.items ?? []) : []),
    ...(installment ? payerFaults(installment, request.zeroInterestInstallments) : []),
    ...(banks && request.bank !== undefined && !banks.some(({ code }) => code === request.bank)
      ? ["bank is currently not supported"]
      : []),
    ...sourceParameters.flatMap((name) => {
      const [rule, given] = [forms[name], request[name]];
      return rule && typeof given === "string" && !rule.form.test(given) ? [rule.says] : [];
    }),
  ];
}

/** Faults of a source that leaves the interest to somebody who never pays it at this bank. */
function payerFaults({ bank, interestPaidBy }: InstallmentPlan, zeroInterest: boolean | undefined): string[] {
  if (interestPaidBy === undefined || zeroInterest === undefined) return [];
  const always = interestPaidBy === "merchant";
  return zeroInterest === always ? [] : [`zero_interest_installments must be ${always} for ${bank}`];
}

const isBlank = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

/** Parts of an item that a method needs which lends by what is bought. Source: Omise documentation, Atome. */
const itemNeeds = ["sku", "name", "quantity", "amount"] as const;

const itemFaults = (items: readonly OrderItem[]): string[] =>
  items.flatMap((item, at) =>
    itemNeeds.filter((need) => item[need] === null).map((need) => `items[${at}] ${need} cannot be blank`),
  );

function currencyFaults(method: Method, currency: string): string[] {
  return limitsIn(method, currency) ? [] : [`currency must be ${currenciesOf(method).join(" or ")}`];
}

/** Faults of the amount, by the limits of its currency, or of the method's first currency where the method does not take it. */
function amountFaults(method: Method, amount: Minor, asked: string, term: number | undefined): string[] {
  const currency = limitsIn(method, asked) ? asked : (currenciesOf(method)[0] ?? asked);
  const { min, max } = limits(method, currency, term);
  if (amount < min) return [`amount must be at least ${min}${perMonth(method, min, currency, term)}`];
  if (amount > max) return [`amount must be less than ${max}`];
  return [];
}

function limits(
  method: Method,
  currency: string,
  term: number | undefined,
  exchange: ExchangeRate | null = null,
): Limits {
  const own = limitsIn(method, currency, exchange) ?? firstLimits(method);
  const { installment } = method;
  if (!installment || term === undefined || !installment.terms.includes(term)) return own;
  return { min: effectiveMinimum(installment, term, own.min), max: own.max };
}

/** Explains a minimum above the method's own: names the monthly minimum behind it. */
function perMonth(method: Method, min: Minor, currency: string, term: number | undefined): string {
  if (!method.installment || method.installment.minTotals || min === limitsIn(method, currency)?.min) return "";
  return ` (${term} months of at least ${currency} ${inMainUnits(method.installment.minMonthly, currency)})`;
}
