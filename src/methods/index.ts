import type { Method } from "../domain/payment/method.ts";
import { card } from "./card.ts";
import { installments } from "./installment-wlb.ts";
import { mobileBankingKbank } from "./mobile-banking-kbank.ts";

/**
 * Every payment method, in the order in which capability lists them. A gateway is given the list when it is put together (`main/assemble.ts`),
 * and everything else asks the gateway: so a test, too, adds a method by one object.
 */
export const methods: readonly Method[] = [card, ...installments, mobileBankingKbank];
