import { createMethods } from "../../src/domain/payment/method-list.ts";
import { methods } from "../../src/methods/index.ts";

/** The payment methods of an ordinary gateway. */
export const standardMethods = createMethods(methods);

export const methodOf = standardMethods.of;
