import type { Method } from "../domain/payment/method.ts";
import { card } from "./card.ts";
import { installments } from "./installment-wlb.ts";
import { mobileBankingKbank } from "./mobile-banking-kbank.ts";
import { promptpay } from "./promptpay.ts";

/**
 * Every payment method, in the order of the capability answer. `main/assemble.ts` gives the list to the gateway, and everything else asks the gateway, so a
 * test can add a method as one object.
 */
export const methods: readonly Method[] = [card, ...installments, mobileBankingKbank, promptpay];
