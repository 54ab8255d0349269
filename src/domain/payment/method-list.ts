import type { Method } from "./method.ts";

/** The payment methods of a gateway, in the order of the capability answer. */
export type Methods = {
  all: readonly Method[];
  /** The method of a type; undefined for an unknown type. */
  find(type: string): Method | undefined;
  /** The method of a stored charge or source. @throws Error for an unknown type, a defect: types are checked before they are stored */
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
