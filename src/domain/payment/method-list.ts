import type { Method } from "./method.ts";

/** The payment methods that a gateway is given, in the order in which capability lists them. */
export type Methods = {
  all: readonly Method[];
  /** The method of that type, or undefined for a type that there is not. */
  find(type: string): Method | undefined;
  /** The method of a stored charge or source. @throws Error for a type that there is not, a defect: it was checked when it was stored */
  of(type: string): Method;
};

/** @throws Error where two methods have one type */
export function createMethods(all: readonly Method[]): Methods {
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
  };
}
