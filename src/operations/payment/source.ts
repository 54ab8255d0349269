import { type ErrorCode, notYet, Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { isEnabled } from "../../domain/merchant/enablement.ts";
import { type Charge, type ChargeStatus, statusOf } from "../../domain/payment/charge.ts";
import { createSource as decideCreation, type SourceRequest } from "../../domain/payment/create-source.ts";
import { hasSource } from "../../domain/payment/journey.ts";
import type { Method } from "../../domain/payment/method.ts";
import type { Source } from "../../domain/payment/source.ts";
import { isMethodNotYet } from "../../methods/not-yet.ts";
import { commit } from "../commit.ts";
import { type Caller, type Gateway, isConnected } from "../gateway.ts";

/** A source, and the charge that spent it. */
export type SourceResult = { source: Source; charge: Charge | null };

/** @throws Refusal `bad_request` with every fault in one sentence */
export async function createSource(
  gateway: Gateway,
  caller: Caller,
  type: string,
  request: SourceRequest,
): Promise<SourceResult> {
  const { account } = caller;
  const method = sourceMethodFor(gateway, account, type);
  const now = gateway.clock.of(account.id);
  const source = decideCreation(gateway.newId("source", account.livemode), account, method, request, now);
  const result: SourceResult = { source, charge: null };
  await commit(
    gateway,
    account,
    { changes: { insert: { sources: [source] } }, happened: [] },
    { caller, remembered: { reference: source.id, result } },
  );
  return result;
}

/** @throws Refusal `not_found` */
export async function getSource(gateway: Gateway, { account }: Caller, id: string): Promise<SourceResult> {
  const source = await gateway.store.source.get(account.id, id);
  if (!source) throw new Refusal("not_found", `source ${id} was not found`);
  const charge = source.charge === null ? undefined : await gateway.store.charge.get(account.id, source.charge);
  return { source, charge: charge ?? null };
}

/** State of the charge that spent a token. */
export async function chargeStatus(
  gateway: Gateway,
  account: Account,
  charge: string | null,
): Promise<ChargeStatus | "unknown"> {
  const spentBy = charge === null ? undefined : await gateway.store.charge.get(account.id, charge);
  return spentBy ? statusOf(spentBy) : "unknown";
}

/** The method for a new source; a plain card has none. */
export function sourceMethodFor(gateway: Gateway, account: Account, type: string): Method {
  const method = methodFor(gateway, account, type, "bad_request");
  if (!hasSource(method)) throw new Refusal("bad_request", "type is currently not supported");
  return method;
}

/**
 * The method, if the account can use it in its mode.
 * @throws Refusal with the wording that mobile libraries look for
 */
export function methodFor(gateway: Gateway, account: Account, type: string, code: ErrorCode): Method {
  const method = gateway.methods.in(account.currency).find(type);
  if (!method) {
    throw new Refusal(code, "type is currently not supported", whyNot(gateway, account, type));
  }
  if (!isConnected(gateway, account, method))
    throw new Refusal(code, `type is currently not supported (no live connector is configured for ${type})`);
  if (!isEnabled(account, method))
    throw new Refusal(code, `type is currently not supported (${type} is not enabled for this account)`);
  return method;
}

/** What a header says of a type that the account cannot have; nothing of one that nobody has. */
function whyNot({ methods }: Gateway, { country }: Account, type: string): { hint?: string } {
  if (methods.find(type)) return { hint: `${type} is not for accounts of ${country}` };
  return isMethodNotYet(type) ? notYet(`the source type ${type}`) : {};
}
