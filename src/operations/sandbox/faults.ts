import { Refusal } from "../../domain/base/errors.ts";
import { kindOfId } from "../../domain/base/id.ts";
import type { Account } from "../../domain/merchant/account.ts";
import {
  type Conditions,
  type Fault,
  faultEntry,
  faultNames,
  isGeneral,
  type Rule,
} from "../../domain/sandbox/rule.ts";
import type { Gateway } from "../gateway.ts";
import { addRule, removeRule } from "./rule.ts";

/** Stands for all payments of an account. */
const everyone = "*";

/** Faults of a bank's answers by the names of /simulators/misbehaviour, which is an older door to the rules. */
export const answerFaults: ReadonlyMap<string, Fault> = new Map(
  faultNames.flatMap((name) => (faultEntry(name).place === "answer" ? [[name.replace("answer_", ""), name]] : [])),
);

/** Payments of the account whose bank answers are faulty by rules without other conditions, and how; in the order in which that was set. */
export async function misbehaving(
  gateway: Gateway,
  account: Account,
): Promise<{ target: string; fault: string; rule: Rule }[]> {
  return (await gateway.store.rule.all(account.id)).flatMap((rule) => {
    const target = targetIn(rule.conditions);
    const [fault] = [...answerFaults].find(([, name]) => name === rule.fault) ?? [];
    return target !== undefined && fault !== undefined ? [{ target, fault, rule }] : [];
  });
}

/**
 * Makes the answers about a payment faulty, until that is ended. Other accounts are not affected.
 *
 * @param target the id of a charge or refund of this account, a reference of its bank, or `*` for all of the account
 * @throws Refusal `not_found` for a target that the account does not have, `bad_request` for one too many
 */
export async function misbehave(gateway: Gateway, account: Account, target: string, fault: Fault): Promise<void> {
  for (const each of await targetsOf(gateway, account, target)) {
    await end(gateway, account, each);
    const conditions = { ...anything, charge: each === everyone ? null : each };
    await addRule(gateway, account, { fault, conditions, times: null, ...usual });
  }
}

/** Ends a fault. @param target undefined ends all such faults of the account */
export async function behave(gateway: Gateway, account: Account, target: string | undefined): Promise<void> {
  if (target === undefined) return end(gateway, account, undefined);
  for (const each of await targetsOf(gateway, account, target)) await end(gateway, account, each);
}

const anything: Conditions = { charge: null, metadata: null, method: null, card: null, phone: null };
const usual = { by: undefined, code: undefined, events: undefined };

async function end(gateway: Gateway, account: Account, target: string | undefined): Promise<void> {
  for (const each of await misbehaving(gateway, account))
    if (target === undefined || each.target === target) await removeRule(gateway, account, each.rule.id);
}

function targetIn(conditions: Conditions): string | undefined {
  const { charge, ...others } = conditions;
  if (!isGeneral({ charge: null, ...others })) return undefined;
  return charge ?? everyone;
}

/** Upper bound of a target's length; no reference of ours or of a bank is longer. */
const nameMax = 64;

async function targetsOf(gateway: Gateway, account: Account, target: string): Promise<string[]> {
  if (target === everyone) return [target];
  const charges = target.length > nameMax ? [] : await gateway.store.search.named(account.id, target);
  if (charges.length === 0) throw new Refusal("not_found", `this account has no payment ${target.slice(0, nameMax)}`);
  return kindOfId(target) === "refund" ? [target] : charges.map(({ id }) => id);
}
