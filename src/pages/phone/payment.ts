import type { Payment } from "../../connectors/phone/simulator.ts";
import type { PaymentRequest } from "../../connectors/phone/wire.ts";
import type { Method } from "../../domain/payment/method.ts";

/**
 * Whether an app proves by a one-time code that the telephone number of the source is its payer's: where the source needs that number. Source: Omise
 * documentation, TrueMoney Wallet.
 */
export const asksForCode = ({ journey, parameters }: Method): boolean =>
  journey.kind === "page" && parameters.phoneNumber === "required";

/** The numbers that the payment is paid under at a counter; none where the payer uses an app. */
export const numbersOf = ({ shown }: Payment): [name: string, number: string][] =>
  shown?.kind === "numbers" ? Object.entries(shown.numbers) : [];

/** A payment as the phone shows it, and the method that it is paid by. */
export type PhonePayment = Payment & { request: PaymentRequest; method: Method };
