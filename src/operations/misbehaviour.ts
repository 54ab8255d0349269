import { everyone, type Fault } from "../connectors/misbehaviour.ts";
import { transactionIdOf } from "../connectors/three-ds/request.ts";
import type { Account } from "../domain/account.ts";
import { Refusal } from "../domain/errors.ts";
import { kindOfId } from "../domain/id.ts";
import { bankRequest } from "./bank.ts";
import type { Gateway } from "./gateway.ts";

/** Whose answers go wrong now, and how. */
export const misbehaving = ({ simulation }: Gateway): { target: string; fault: Fault }[] =>
  [...simulation.misbehaviour.all()].map(([target, fault]) => ({ target, fault }));

/** @param target a bank's reference, the id of a charge of this account, or `*` */
export async function misbehave(gateway: Gateway, account: Account, target: string, fault: Fault): Promise<void> {
  for (const each of await targetsOf(gateway, account, target)) gateway.simulation.misbehaviour.set(each, fault);
}

/** @param target undefined ends it for all */
export async function behave(gateway: Gateway, account: Account, target: string | undefined): Promise<void> {
  const { misbehaviour } = gateway.simulation;
  if (target === undefined) return misbehaviour.clear();
  for (const each of await targetsOf(gateway, account, target)) misbehaviour.clear(each);
}

/** A charge goes by other names at its bank and at the issuer of its card. */
async function targetsOf(gateway: Gateway, account: Account, target: string): Promise<string[]> {
  if (target === everyone || kindOfId(target) !== "charge") return [target];
  const charge = await gateway.store.charge.get(account.id, target);
  if (!charge) throw new Refusal("not_found", `charge ${target} was not found`);
  return charge.card ? [charge.id, transactionIdOf(charge.id)] : [bankRequest(charge).reference];
}
