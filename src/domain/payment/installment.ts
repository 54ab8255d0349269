import type { Minor } from "../base/money.ts";
import type { InstallmentPlan } from "./method.ts";

/**
 * The smallest amount of a plan over `term` months: the method's minimum, or what the bank asks of the term if that is more: its
 * monthly minimum × term, or a sum.
 * The monthly minimum is without interest, as in the guide's example (3,300 over 10 months is 330).
 */
export function effectiveMinimum(plan: InstallmentPlan, term: number, methodMinimum: Minor): Minor {
  return Math.max(methodMinimum, plan.minTotals?.[term] ?? plan.minMonthly * term);
}

/** Faults of a term, as fragments of the API's sentences. */
export function termFaults(plan: InstallmentPlan, term: number | undefined): string[] {
  if (term === undefined) return ["installment_term cannot be blank"];
  if (plan.terms.includes(term)) return [];
  return [`installment_term must be one of ${plan.terms.join(", ")} for ${plan.bank}`];
}
