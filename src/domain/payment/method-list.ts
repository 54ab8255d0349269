import type { AccountCurrency } from "../base/country.ts";
import { type Method, methodIn } from "./method.ts";

/** The payment methods of a gateway, in the order of the capability answer. */
export type Methods = {
  all: readonly Method[];
  /** The method of a type; undefined for an unknown type. */
  find(type: string): Method | undefined;
  /** The method of a stored charge or source. @throws Error for an unknown type, a defect: types are checked before they are stored */
  of(type: string): Method;
  /** The methods that accounts in a currency have, as they have them: limits, fees and journeys differ between countries. */
  in(currency: AccountCurrency): Methods;
};

/** @throws Error where two methods have one type */
export function createMethods(all: readonly Method[]): Methods {
  const localized = new Map<AccountCurrency, Methods>();
  const byType = new Map(all.map((method) => [method.type, method]));
  if (byType.size < all.length) throw new Error("two payment methods have one type");
  return {
    all,
    find: (type) => byType.get(type),
    of: (type) => {
      const method = byType.get(type);
      if (!method) throw new Error(`no payment method is called ${type}`);
      return method;
    },
    in: (currency) => {
      const known = localized.get(currency) ?? createMethods(all.flatMap((method) => methodIn(method, currency) ?? []));
      localized.set(currency, known);
      return known;
    },
  };
}
