import type { Method } from "../domain/payment/method.ts";
import { card } from "./card.ts";
import { installments } from "./installment-wlb.ts";
import { mobileBankingKbank } from "./mobile-banking-kbank.ts";

/** Every payment method, in the order in which capability lists them. */
export const methods: readonly Method[] = [card, ...installments, mobileBankingKbank];

const byType = new Map(methods.map((method) => [method.type, method]));

/** The method of that type, or undefined for a type we do not have. */
export const findMethod = (type: string): Method | undefined => byType.get(type);

/** The method of a stored charge or source; that it exists was checked when it was stored. */
export function methodOf(type: string): Method {
  const method = byType.get(type);
  if (!method) throw new Error(`no payment method is called ${type}`);
  return method;
}
