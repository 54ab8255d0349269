import type { Payment } from "../../connectors/phone/simulator.ts";
import type { PaymentRequest } from "../../connectors/phone/wire.ts";
import type { Method } from "../../domain/payment/method.ts";

/** A payment as the phone shows it, and the method that it is paid by. */
export type PhonePayment = Payment & { request: PaymentRequest; method: Method };
