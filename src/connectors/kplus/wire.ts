import type { Minor } from "../../domain/base/money.ts";

/** The payment and the merchant of a request. */
export type Inquiry = { reference: string; merchantId: string };

/**
 * The messages between the gateway and K PLUS. The bank's own format is not public; these are our own design of such an interface, and our simulator
 * speaks them.
 */
export type PaymentRequest = Inquiry & {
  amount: Minor;
  currency: string;
  /** The merchant's name as the payer reads it in the app. */
  merchant: string;
  /** Id of the payer's page: the bank names it when the payment is over and sends the payer back to it. */
  callback: string;
};

/** The reasons of an unsuccessful payment, in the bank's words. */
export const rejections = [
  "EXPIRED",
  "REJECTED",
  "CANCELLED",
  "ACCOUNT_NOT_FOUND",
  "INSUFFICIENT_FUNDS",
  "SYSTEM_ERROR",
] as const;
export type Rejection = (typeof rejections)[number];

export type PaymentStatus =
  | { status: "PAID"; bankReference: string }
  | { status: "REJECTED"; rejection: Rejection }
  | { status: "CLOSED" }
  | { status: "WAITING" };
