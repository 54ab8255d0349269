import { Refusal } from "../../domain/base/errors.ts";
import type { Account, Enablement } from "../../domain/merchant/account.ts";
import { disableMethod, enablementOf, requestMethod } from "../../domain/merchant/enablement.ts";
import type { Method } from "../../domain/payment/method.ts";
import { type Gateway, isConnected } from "../gateway.ts";
import { changeAccount } from "./account.ts";

/** A method and where an account stands with it. */
export type MethodStanding = { method: Method; enablement: Enablement; connected: boolean };

/** Every method there is, in the order of the capability. */
export const standings = (gateway: Gateway, account: Account): MethodStanding[] =>
  gateway.methods.all.map((method) => standingOf(gateway, account, method));

/**
 * Accepts a method's terms and asks for it: in test mode it is enabled at once, in live mode an operator decides.
 * @throws Refusal `not_found`; `bad_request` for terms that no longer hold, or what was asked for or enabled before
 */
export async function request(
  gateway: Gateway,
  account: Account,
  type: string,
  terms: string,
): Promise<MethodStanding> {
  const method = namedMethod(gateway, type);
  const after = await changeAccount(gateway, account.id, (current) =>
    requestMethod(current, method, terms, gateway.clock.of(account.id)),
  );
  return standingOf(gateway, after, method);
}

/**
 * Switches a method off, or takes the request for it back. Whoever is paying by it goes on.
 * @throws Refusal `not_found`; `bad_request` where it is off
 */
export async function disable(gateway: Gateway, account: Account, type: string): Promise<MethodStanding> {
  const method = namedMethod(gateway, type);
  const after = await changeAccount(gateway, account.id, (current) => disableMethod(current, method));
  return standingOf(gateway, after, method);
}

/** @throws Refusal `not_found` */
export function namedMethod({ methods }: Gateway, type: string): Method {
  const method = methods.find(type);
  if (!method) throw new Refusal("not_found", `there is no payment method ${type}`);
  return method;
}

export const standingOf = (gateway: Gateway, account: Account, method: Method): MethodStanding => ({
  method,
  enablement: enablementOf(account, method.type),
  connected: isConnected(gateway, account, method),
});
