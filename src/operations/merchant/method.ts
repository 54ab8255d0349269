import { Refusal } from "../../domain/base/errors.ts";
import type { Account, Enablement } from "../../domain/merchant/account.ts";
import { disableMethod, enablementOf, requestMethod } from "../../domain/merchant/enablement.ts";
import type { Method } from "../../domain/payment/method.ts";
import { type Gateway, isConnected } from "../gateway.ts";
import { changeAccount } from "./account.ts";

/** A method, and its state for an account. */
export type MethodStanding = { method: Method; enablement: Enablement; connected: boolean };

/** States of all methods of the account's country, in the order of the capability. */
export const standings = (gateway: Gateway, account: Account): MethodStanding[] =>
  gateway.methods.in(account.currency).all.map((method) => standingOf(gateway, account, method));

/**
 * Accepts a method's terms and requests it: in test mode it is enabled at once, in live mode an operator decides.
 * @throws Refusal `not_found`; `bad_request` for outdated terms, or a method already requested or enabled
 */
export async function request(
  gateway: Gateway,
  account: Account,
  type: string,
  terms: string,
): Promise<MethodStanding> {
  const method = namedMethod(gateway, account, type);
  const after = await changeAccount(gateway, account.id, (current) =>
    requestMethod(current, method, terms, gateway.clock.of(account.id)),
  );
  return standingOf(gateway, after, method);
}

/**
 * Disables a method, or withdraws its request. Payments already begun with it go on.
 * @throws Refusal `not_found`; `bad_request` where it is not enabled or requested
 */
export async function disable(gateway: Gateway, account: Account, type: string): Promise<MethodStanding> {
  const method = namedMethod(gateway, account, type);
  const after = await changeAccount(gateway, account.id, (current) => disableMethod(current, method));
  return standingOf(gateway, after, method);
}

/** @throws Refusal `not_found` */
export function namedMethod({ methods }: Gateway, { currency }: Pick<Account, "currency">, type: string): Method {
  const method = methods.in(currency).find(type);
  if (!method) throw new Refusal("not_found", `there is no payment method ${type}`);
  return method;
}

export const standingOf = (gateway: Gateway, account: Account, method: Method): MethodStanding => ({
  method,
  enablement: enablementOf(account, method.type),
  connected: isConnected(gateway, account, method),
});
