import type { Minor } from "../../domain/base/money.ts";

/** The payment and the merchant of a request. */
export type Inquiry = { reference: string; merchantId: string };

/**
 * The messages between the gateway and the network that reaches every bank and wallet of test mode. The networks' own formats are theirs; this is our design
 * of one interface to all of them, and our simulator speaks it.
 */
export type PaymentRequest = Inquiry & {
  /** What is paid with, by the name of the source's type. */
  product: string;
  /** What the merchant shows the payer; null where the payer opens an app. */
  shows: "qr" | "barcode" | "references" | null;
  amount: Minor;
  currency: string;
  /** The merchant's name as the payer reads it. */
  merchant: string;
  /** Id of the payer's page: the payer is sent back to it. */
  callback: string;
  /** The payer's code that the merchant scanned. */
  barcode: string | null;
  /** The telephone number of the payer's wallet. */
  phone: string | null;
  /** The end of the merchant's time, in milliseconds since 1970. */
  until: number;
};

/**
 * What the merchant shows the payer; null where the payer opens an app.
 * `under`: the number by which the counter finds the payment; null where there is none to pay under.
 */
export type Shown =
  | { kind: "qr" | "barcode"; content: string }
  | {
      kind: "numbers";
      under: string | null;
      numbers: Record<string, string>;
      barcode: string | null;
      until: number;
    }
  | null;

/** The reasons of an unsuccessful payment, in the network's words. */
export type Rejection =
  | "EXPIRED"
  | "REJECTED"
  | "CANCELLED"
  | "ACCOUNT_NOT_FOUND"
  | "INSUFFICIENT_FUNDS"
  | "INVALID_CODE"
  | "SYSTEM_ERROR";

export type PaymentStatus =
  | { status: "PAID"; bankReference: string }
  | { status: "REJECTED"; rejection: Rejection }
  | { status: "CLOSED" }
  | { status: "WAITING"; shown: Shown };
