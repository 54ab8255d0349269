import type { BankRules } from "../../src/connectors/faults.ts";
import type { Fault } from "../../src/domain/sandbox/rule.ts";
import { addRule, removeRules } from "../../src/operations/sandbox/rule.ts";
import { firstAccount } from "./find.ts";
import type { TestGateway } from "./gateway.ts";

/** Banks to which no rule applies. */
export const noRules: BankRules = {
  answer: async () => undefined,
  declines: async () => undefined,
  refusesRefund: async () => undefined,
  paidAfterExpiry: async () => undefined,
};

/** Adds a rule to the first test account: for a charge, or for all of it. */
export async function addFault(
  { gateway }: TestGateway,
  fault: Fault,
  { charge = null, times = null }: { charge?: string | null; times?: number | null } = {},
) {
  const conditions = { charge, metadata: null, method: null, card: null, phone: null };
  const usual = { by: undefined, code: undefined, events: undefined };
  return addRule(gateway, await firstAccount(gateway.store), { fault, conditions, times, ...usual });
}

/** Removes all rules of the first test account. */
export const endFaults = async ({ gateway }: TestGateway) => removeRules(gateway, await firstAccount(gateway.store));
