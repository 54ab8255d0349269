import { refuseIfAny } from "../../domain/base/errors.ts";
import { convertHalfUp, type ExchangeRate, type Minor } from "../../domain/base/money.ts";
import { revise } from "../../domain/base/row.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Source } from "../../domain/payment/source.ts";
import { type Connection, openConnection } from "../../domain/upstream/connection.ts";
import { meansBank } from "../../domain/upstream/payer-bank.ts";
import { chooseRoute, type Route, type Routed, type RouteTaken, type Trial } from "../../domain/upstream/route.ts";
import type { Reason } from "../../domain/upstream/route-reason.ts";
import { exchangeFor } from "../forex/rate.ts";
import type { Gateway } from "../gateway.ts";
import { changeAccount } from "../merchant/account.ts";
import { offerOf } from "./upstreams.ts";

/** The way to an upstream for a payment of a live account that is about to be sent there; undefined where no route fits. */
export async function routeOf(
  gateway: Gateway,
  account: Routes,
  payment: Routed,
  notTaken: NotTakenBy = {},
): Promise<RouteTaken | undefined> {
  const { choice, passed, connections } = await tryRoute(gateway, account, payment, notTaken);
  const connection = choice && openConnection(connections, choice.upstream);
  if (!connection) return undefined;
  gateway.upstreams.breakers.sent(account.id, choice.upstream, gateway.now());
  return { ...choice, passed, connection };
}

type Routes = Pick<Account, "id" | "routes">;

/** Why an upstream certainly has not taken a payment, by the upstream's name. */
type NotTakenBy = Readonly<Record<string, Reason>>;

/**
 * The way to another upstream for a charge that its own certainly did not take. None that was told of the charge before is told again.
 * A card that the upstream keeps is nowhere else.
 * @param said what shows that it was not taken
 */
export async function routeAfter(
  gateway: Gateway,
  account: Routes,
  { charge, brand, bank }: { charge: Charge } & Pick<Routed, "brand" | "bank">,
  said: string,
): Promise<RouteTaken | undefined> {
  if (charge.upstreamCustomer !== null) return undefined;
  const told = [charge.upstream, ...charge.routing.map(({ upstream }) => upstream)].flatMap((name) => name ?? []);
  const { id, method, amount, currency, fundingAmount, upstreamToken } = charge;
  const cardless = gateway.upstreams.all.filter(
    ({ offer }) => upstreamToken === null && offer(method)?.card === "by its token",
  );
  const notTaken: NotTakenBy = Object.fromEntries([
    ...cardless.map(({ name }) => [name, { code: "no_token" }]),
    ...told.map((name) => [name, { code: "not_taken", said }]),
  ]);
  return routeOf(
    gateway,
    account,
    { id, method, amount, currency, ownAmount: fundingAmount ?? amount, bank, brand },
    notTaken,
  );
}

/** Families of methods whose types end with the code of the payer's bank. */
const familiesByBank = ["mobile_banking", "internet_banking", "direct_debit"];

/** Code of the payer's bank: that which the payer has chosen, or of which the method is; null where neither says it, as of a card. */
export function payerBankOf(
  { methods }: Pick<Gateway, "methods">,
  type: string,
  source: Pick<Source, "bank"> | null,
): string | null {
  const method = methods.find(type);
  const ofType = method && familiesByBank.includes(method.family) ? type.slice(method.family.length + 1) : null;
  return source?.bank ?? method?.installment?.bank ?? ofType;
}

function whyNot(gateway: Gateway, upstream: string, { method, amount, currency }: Routed): Reason | undefined {
  const offer = offerOf(gateway, upstream, method);
  if (!offer) return { code: "no_method", method };
  const limits = offer.limits?.[currency];
  if (offer.limits && !limits) return { code: "no_currency", currency };
  if (limits && (amount < limits.min || amount > limits.max)) return { code: "outside", ...limits };
  return undefined;
}

/** Upper bound of an account's routes. */
export const routesMax = 50;

/**
 * Replaces the routes of a live account.
 * @throws Refusal `bad_request` for an upstream that the account is not connected to, a method that the upstream does not have, or too many routes
 */
export async function setRoutes(gateway: Gateway, account: Account, routes: readonly Route[]): Promise<Account> {
  const connections = await gateway.store.connection.ofAccount(account.id);
  const faults = routes.flatMap(({ upstream, methods, banks, brands, min, max, weight, cost }, index) => {
    const name = `route ${index + 1}`;
    if (!openConnection(connections, upstream)) return [`${name}: the account is not connected to ${upstream}`];
    const strange = (methods ?? []).filter((method) => !offerOf(gateway, upstream, method));
    return [
      ...strange.map((method) => `${name}: ${upstream} does not have ${method}`),
      ...(banks?.length === 0 ? [`${name}: banks is empty`] : []),
      ...(banks?.every(meansBank) === false ? [`${name}: a bank must have letters or digits`] : []),
      ...(brands?.length === 0 ? [`${name}: brands is empty`] : []),
      ...(weight !== undefined && cost ? [`${name}: it has either a weight or a cost`] : []),
      ...(min !== null && max !== null && min > max ? [`${name}: min is more than max`] : []),
    ];
  });
  if (routes.length > routesMax) faults.push(`there can be ${routesMax} routes at most`);
  refuseIfAny("bad_request", faults);
  return changeAccount(gateway, account.id, (current) => revise(current, { routes }));
}

/** Where a payment would go now, and why, without making it. `bank` is the one that the payer would choose, or that of their card. */
export async function routeTrial(
  gateway: Gateway,
  account: Account,
  {
    method,
    bank = null,
    ...asked
  }: Pick<Routed, "method" | "amount" | "currency" | "brand"> & { bank?: string | null },
): Promise<Trial> {
  const exchange = await exchangeFor(gateway, account, asked.currency);
  const ownAmount = amountIn(exchange, asked.amount);
  return tryRoute(gateway, account, { ...asked, method, ownAmount, bank: payerBankOf(gateway, method, { bank }) });
}

/** An amount in the account's currency, as the rate of the day has it. */
export const amountIn = (exchange: ExchangeRate | null, amount: Minor): Minor =>
  exchange === null ? amount : convertHalfUp(amount, exchange);

/** Routes may be older than the end of a connection: an account is not loaded for each request. */
async function tryRoute(
  gateway: Gateway,
  account: Routes,
  payment: Routed,
  notTaken: NotTakenBy = {},
): Promise<Trial & { connections: readonly Connection[] }> {
  const connections = await gateway.store.connection.ofAccount(account.id);
  const refusalOf = (upstream: string): Reason | undefined => {
    if (!openConnection(connections, upstream)) return { code: "not_connected" };
    return notTaken[upstream] ?? whyNot(gateway, upstream, payment);
  };
  const restOf = (upstream: string) => gateway.upstreams.breakers.restOf(account.id, upstream, gateway.now());
  return { ...chooseRoute(account.routes, payment, { refusalOf, restOf }), connections };
}
