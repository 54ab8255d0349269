import { refuseIfAny } from "../base/errors.ts";
import { inMainUnits, type Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { Account } from "../merchant/account.ts";
import { effectiveMinimum, termFaults } from "./installment.ts";
import type { Method } from "./method.ts";
import type { OrderItem, PostalAddress, Source } from "./source.ts";

/** What a merchant's page asks for; `amount` in minor units. */
export type SourceRequest = {
  amount: Minor;
  currency: string;
  installmentTerm: number | undefined;
  zeroInterestInstallments: boolean | undefined;
  platformType: string | undefined;
  email: string | undefined;
  name: string | undefined;
  phoneNumber: string | undefined;
  storeId: string | undefined;
  storeName: string | undefined;
  terminalId: string | undefined;
  ip: string | undefined;
  billing: PostalAddress | undefined;
  shipping: PostalAddress | undefined;
  items: readonly OrderItem[] | undefined;
};

/**
 * A new source of `method`, not yet spent.
 *
 * @throws Refusal `bad_request` with every fault in one sentence, amount first, in the wording that mobile libraries take apart
 */
export function createSource(id: string, account: Account, method: Method, request: SourceRequest, now: Time): Source {
  refuseIfAny("bad_request", [
    ...amountFaults(method, request.amount, request.installmentTerm),
    ...currencyFaults(method, request.currency),
    ...(method.installment ? termFaults(method.installment, request.installmentTerm) : []),
  ]);
  return unspent(id, account, method, request, now);
}

/**
 * A source made and spent by one charge; amount and currency are the charge's.
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
  refuseIfAny("bad_request", method.installment ? termFaults(method.installment, request.installmentTerm) : []);
  refuseIfAny("invalid_charge", chargeLimitFaults(method, request.amount, request.currency, request.installmentTerm));
  return unspent(id, account, method, request, now);
}

/** Faults of a charge's amount and currency in the words recorded for charges. */
export function chargeLimitFaults(method: Method, amount: Minor, currency: string, term?: number): string[] {
  if (!method.currencies.includes(currency)) return ["currency is currently not supported"];
  const { min, max } = limits(method, term);
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
    flow: method.flow ?? "redirect",
    amount: request.amount,
    currency: request.currency,
    installmentTerm: method.installment ? (request.installmentTerm ?? null) : null,
    zeroInterestInstallments: method.installment
      ? (request.zeroInterestInstallments ?? account.zeroInterestInstallments)
      : null,
    platformType: method.platformType ? (request.platformType ?? null) : null,
    email: request.email ?? null,
    name: request.name ?? null,
    phoneNumber: request.phoneNumber ?? null,
    storeId: request.storeId ?? null,
    storeName: request.storeName ?? null,
    terminalId: request.terminalId ?? null,
    ip: request.ip ?? null,
    billing: request.billing ?? null,
    shipping: request.shipping ?? null,
    items: request.items ?? null,
    providerReference: null,
    charge: null,
    createdAt: now,
  };
}

function currencyFaults(method: Method, currency: string): string[] {
  return method.currencies.includes(currency) ? [] : [`currency must be ${method.currencies.join(" or ")}`];
}

function amountFaults(method: Method, amount: Minor, term: number | undefined): string[] {
  const { min, max } = limits(method, term);
  if (amount < min) return [`amount must be at least ${min}${perMonth(method, min, "THB", term)}`];
  if (amount > max) return [`amount must be less than ${max}`];
  return [];
}

function limits(method: Method, term: number | undefined): { min: Minor; max: Minor } {
  const { amount, installment } = method;
  if (!installment || term === undefined || !installment.terms.includes(term)) return amount;
  return { min: effectiveMinimum(installment, term, amount.min), max: amount.max };
}

/** Says why the minimum is higher than the method's own, so that nobody has to look the monthly minimum up. */
function perMonth(method: Method, min: Minor, currency: string, term: number | undefined): string {
  if (!method.installment || min === method.amount.min) return "";
  return ` (${term} months of at least ${currency} ${inMainUnits(method.installment.minMonthly, currency)})`;
}
