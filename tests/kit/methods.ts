import type { Method } from "../../src/domain/payment/method.ts";
import { createMethods } from "../../src/domain/payment/method-list.ts";
import { methods } from "../../src/methods/index.ts";

/** The payment methods of an ordinary gateway. */
export const standardMethods = createMethods(methods);

/** The methods that accounts in Thailand have; accounts of tests are there unless they say otherwise. */
const inThailand = standardMethods.in("THB");

/** A method as accounts in Thailand have it; one that they have not, as it is written. */
export const methodOf = (type: string): Method => inThailand.find(type) ?? standardMethods.of(type);

/** Methods of accounts in Thailand that are charged by a card or a source: all but direct debit, whose owners agree first. */
export const chargeableMethods = inThailand.all.filter(({ carries }) => carries !== "linked account");

/** Chargeable methods that take baht: all but wallets of other countries. */
export const bahtMethods = chargeableMethods.filter(({ limits }) => "THB" in limits);
