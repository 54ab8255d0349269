import type { Minor } from "../base/money.ts";
import { type Limits, limitsIn, type Method } from "../payment/method.ts";

/** Faults of the amount, by the widest limits of all methods that take the currency; each method has its own when it is paid. */
export function amountFaults(methods: readonly Method[], amount: Minor, currency: string): string[] {
  const limits = methods.map((method) => limitsIn(method, currency)).filter((each): each is Limits => !!each);
  if (limits.length === 0) return ["currency is currently not supported"];
  const min = Math.min(...limits.map((each) => each.min));
  const max = Math.max(...limits.map((each) => each.max));
  const unit = `(${currency.toLowerCase()} subunits)`;
  if (amount < min) return [`amount must be greater than or equal to ${min} ${unit}`];
  if (amount > max) return [`amount must be less than or equal to ${max} ${unit}`];
  return [];
}
