import { everyone, type Fault, targetsMax } from "../../connectors/faults.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { kindOfId } from "../../domain/base/id.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Gateway } from "../gateway.ts";
import { bankReference } from "../payment/bank.ts";
import { withTransactionId } from "../payment/three-ds.ts";

/** Payments of the account whose bank answers are faulty now, and how. */
export const misbehaving = ({ simulation }: Gateway, account: Account): { target: string; fault: Fault }[] =>
  [...simulation.misbehaviour.all(account.id)].map(([target, fault]) => ({ target, fault }));

/**
 * Makes the answers about a payment faulty for an hour. Other accounts are not affected.
 *
 * @param target the id of a charge or refund of this account, a reference of its bank, or `*` for all of the account
 * @throws Refusal `not_found` for a target that the account does not have, `bad_request` for one too many
 */
export async function misbehave(gateway: Gateway, account: Account, target: string, fault: Fault): Promise<void> {
  for (const each of await targetsOf(gateway, account, target)) {
    if (!gateway.simulation.misbehaviour.set(account.id, each, fault))
      throw new Refusal(
        "bad_request",
        `more than ${targetsMax} targets cannot misbehave at once: end that of others first`,
      );
  }
}

/** Ends a fault. @param target undefined ends all faults of the account */
export async function behave(gateway: Gateway, account: Account, target: string | undefined): Promise<void> {
  const { misbehaviour } = gateway.simulation;
  if (target === undefined) return misbehaviour.clear(account.id);
  for (const each of await targetsOf(gateway, account, target)) misbehaviour.clear(account.id, each);
}

/** Upper bound of a target's length; no reference of ours or of a bank is longer. */
const nameMax = 64;

async function targetsOf(gateway: Gateway, account: Account, target: string): Promise<string[]> {
  if (target === everyone) return [target];
  const charges = target.length > nameMax ? [] : await gateway.store.search.named(account.id, target);
  if (charges.length === 0) throw new Refusal("not_found", `this account has no payment ${target.slice(0, nameMax)}`);
  if (kindOfId(target) === "refund") return [target];
  return (await Promise.all(charges.map((charge) => namesOf(gateway, account, charge)))).flat();
}

/** All references of a charge: its bank and its card's issuer use other ones. */
async function namesOf(gateway: Gateway, account: Account, charge: Charge): Promise<string[]> {
  if (!charge.card) return [bankReference(charge).reference];
  const { id, threeDsTransaction } = await withTransactionId(gateway, { charge, account });
  return threeDsTransaction === null ? [id] : [id, threeDsTransaction];
}
