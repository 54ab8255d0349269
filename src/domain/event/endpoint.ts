import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Account, OtherEndpoint } from "../merchant/account.ts";

/** Upper bound of other endpoints: each costs one more request per event. */
export const otherEndpointsMax = 8;

/**
 * Adds an endpoint to the account, or replaces the events of an existing one.
 * @throws Refusal `bad_request` when there are too many, or it is the main endpoint
 */
export function putEndpoint(account: Account, endpoint: OtherEndpoint): Account {
  if (endpoint.uri === account.webhookUri)
    throw new Refusal("bad_request", "uri is the main endpoint's already, which hears of every event");
  const known = account.otherEndpoints.some(({ uri }) => uri === endpoint.uri);
  if (!known && account.otherEndpoints.length >= otherEndpointsMax)
    throw new Refusal("bad_request", `there are ${otherEndpointsMax} other endpoints: remove one first`);
  const otherEndpoints = known
    ? account.otherEndpoints.map((each) => (each.uri === endpoint.uri ? endpoint : each))
    : [...account.otherEndpoints, endpoint];
  return revise(account, { otherEndpoints });
}

/** @throws Refusal `not_found` */
export function removeEndpoint(account: Account, uri: string): Account {
  const otherEndpoints = account.otherEndpoints.filter((each) => each.uri !== uri);
  if (otherEndpoints.length === account.otherEndpoints.length) throw new Refusal("not_found", "endpoint was not found");
  return revise(account, { otherEndpoints });
}

/**
 * The endpoints that receive an event of an account, each once.
 *
 * @param own endpoints named by the object itself: they replace the main endpoint, not the other ones
 */
export function endpointsOf(account: Account, key: string, own: readonly string[] | null): string[] {
  const main = own ?? (account.webhookUri ? [account.webhookUri] : []);
  const others = account.otherEndpoints.filter(({ events }) => events === null || events.includes(key));
  return [...new Set([...main, ...others.map(({ uri }) => uri)])];
}
