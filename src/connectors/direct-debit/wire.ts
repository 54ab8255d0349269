import type { Minor } from "../../domain/base/money.ts";

/** The payment and the merchant of a request. */
export type Inquiry = { reference: string; merchantId: string };

/**
 * The messages between the gateway and the network that debits accounts at banks. The banks' own formats are not public; this is our design of such an
 * interface, and our simulator speaks it.
 */
export type DebitRequest = Inquiry & {
  /** The bank's reference of what the payer agreed to. */
  mandate: string;
  amount: Minor;
  currency: string;
};

/** The reasons of a debit that was not made, in the network's words. */
export type Rejection = "ACCOUNT_NOT_FOUND" | "INSUFFICIENT_FUNDS" | "CANCELLED" | "SYSTEM_ERROR";

export type DebitStatus =
  | { status: "PAID"; bankReference: string }
  | { status: "REJECTED"; rejection: Rejection }
  | { status: "WAITING" };

/** A mandate of test mode. Like a test card's number it says itself how its debits end: by the account that the payer chose. */
export const mandateFor = (purse: string, random: string): string => `DD-${purse}-${random}`;

/** The account behind a mandate of test mode; undefined for another text. */
export const purseOf = (mandate: string): string | undefined => /^DD-([a-z]+)-/.exec(mandate)?.[1];
