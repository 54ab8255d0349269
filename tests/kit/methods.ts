import type { Method } from "../../src/domain/payment/method.ts";
import { createMethods } from "../../src/domain/payment/method-list.ts";
import { methods } from "../../src/methods/index.ts";

/** The payment methods of an ordinary gateway. */
export const standardMethods = createMethods(methods);

/** The methods that accounts in Thailand have; accounts of tests are there unless they say otherwise. */
const inThailand = standardMethods.in("THB");

/** A method as accounts in Thailand have it; one that they have not, as it is written. */
export const methodOf = (type: string): Method => inThailand.find(type) ?? standardMethods.of(type);

/** The methods that take baht by a card or a source: all of accounts in Thailand but wallets of other countries and direct debit. */
export const bahtMethods = inThailand.all.filter(
  ({ limits, carries }) => "THB" in limits && carries !== "linked account",
);
