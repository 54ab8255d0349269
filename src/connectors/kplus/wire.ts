import type { Minor } from "../../domain/base/money.ts";

/** Which payment is meant, and which merchant asks. */
export type Inquiry = { reference: string; merchantId: string };

/**
 * The messages between the gateway and K PLUS. The bank's own format is not public;
 * these are ours, shaped like what such an interface needs, and spoken by our simulator.
 */
export type PaymentRequest = Inquiry & {
  amount: Minor;
  currency: string;
  /** Who is paid, as the payer reads it in the app. */
  merchant: string;
  /** What the bank names when it tells that the payment is over, and where it sends the payer back to: the id of the payer's page. */
  callback: string;
};

/** Why a payment was not made, in the bank's words. */
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
