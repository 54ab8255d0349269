import { dateInBangkok } from "../../domain/base/bangkok.ts";
import type { AccountCurrency } from "../../domain/base/country.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Decimal, ExchangeRate } from "../../domain/base/money.ts";
import { revise } from "../../domain/base/row.ts";
import { type DayRate, readDate, readRate, shippedRate } from "../../domain/forex/rate.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { currenciesOf } from "../../domain/payment/method.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";

/**
 * Today's rate of a currency in the account's own. Null where both are one, or there is no rate: live accounts have only those that the operator
 * has set.
 */
export async function exchangeFor(
  { store, clock }: Gateway,
  account: Account,
  currency: string,
): Promise<ExchangeRate | null> {
  const { id, currency: quote, livemode } = account;
  if (currency === quote) return null;
  const set = await store.exchangeRate.on(currency, quote, dateInBangkok(clock.of(id)));
  const rate = set?.rate ?? (livemode ? undefined : shippedRate(currency, quote));
  return rate === undefined ? null : { base: currency, quote, rate };
}

/**
 * The rate that a merchant is told of; one for the account's own currency.
 * @throws Refusal `bad_request`, in the words recorded, for a currency that is not taken or has no rate
 */
export async function rateOf(gateway: Gateway, account: Account, currency: string): Promise<ExchangeRate> {
  const taken = gateway.methods.in(account.currency).all.some((method) => currenciesOf(method).includes(currency));
  if (currency === account.currency) return { base: currency, quote: currency, rate: "1" };
  const exchange = taken ? await exchangeFor(gateway, account, currency) : null;
  if (!exchange) throw new Refusal("bad_request", "currency is not currently supported");
  return exchange;
}

/** Every rate that was set, and the currencies that can have one, with the rate of test mode where none is set. */
export type RateTable = { today: string; rates: DayRate[]; currencies: { base: string; shipped: Decimal | null }[] };

/** The rates of this server, for its operator. */
export async function rateTable({ store, methods, now }: Gateway): Promise<RateTable> {
  const taken = [...new Set(methods.in(quoted).all.flatMap(currenciesOf))].filter((currency) => currency !== quoted);
  return {
    today: dateInBangkok(now()),
    rates: await store.exchangeRate.all(),
    currencies: taken.sort().map((base) => ({ base, shipped: shippedRate(base, quoted) ?? null })),
  };
}

/** Accounts for which the operator sets rates on the dashboard. For others there is the command. */
const quoted: AccountCurrency = "THB";

/**
 * Sets a rate from a date on. Charges keep the rate that they were made with.
 *
 * @param since date in Bangkok; today's by default
 * @param quote currency of the accounts for which it holds
 * @throws Refusal `bad_request`
 */
export async function setRate(
  gateway: Gateway,
  base: string,
  text: string,
  since?: string,
  quote: AccountCurrency = quoted,
): Promise<DayRate> {
  const taken = gateway.methods.in(quote).all.some((method) => currenciesOf(method).includes(base));
  if (!taken || base === quote) throw new Refusal("bad_request", `no payment method takes ${base}`);
  const rate = readRate(text);
  const date = since === undefined ? dateInBangkok(gateway.now()) : readDate(since);
  return untilSaved(async () => {
    const before = await gateway.store.exchangeRate.since(base, quote, date);
    const set = { rate, setAt: gateway.now() };
    const row = before ? revise(before, set) : { base, quote, since: date, version: 1, ...set };
    const saved = await gateway.store.save(
      before ? { update: { exchange_rates: [row] } } : { insert: { exchange_rates: [row] } },
    );
    return saved.saved ? row : undefined;
  });
}
