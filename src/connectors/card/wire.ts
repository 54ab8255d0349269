import type { Minor } from "../../domain/base/money.ts";

/**
 * The messages between the gateway and its card acquirer: the fields that matter here of an ISO 8583 financial message.
 * Field numbers in comments are those of ISO 8583:1987.
 */
export type AuthorizationRequest = {
  /** Field 37, retrieval reference: ours, the same for a repeat. */
  reference: string;
  /** Field 42, card acceptor identification: the merchant's account. */
  merchantId: string;
  /** Field 2. */
  pan: string;
  /** Field 14, YYMM; loan cards have none. */
  expiry: string | null;
  /** Field 48, as sent: forgotten right after. */
  securityCode: string | null;
  /** Field 4, minor units. */
  amount: Minor;
  /** Field 49. */
  currency: string;
  /**
   * Field 48, additional data: who begins the payment, why, and field 37 of the first payment of its row; null where nothing was said of a stored
   * card. Each network has a place of its own for these.
   */
  storedCard: { initiator: "merchant" | "cardholder" | null; reason: string | null; first: string | null } | null;
  /** Electronic commerce indicator of the cardholder's authentication; null where there was none. */
  eci: string | null;
  /** The value that proves it (CAVV, AAV). */
  authenticationValue: string | null;
};

/** Fields 37 and 42 of the message that is asked about. */
export type Inquiry = Pick<AuthorizationRequest, "reference" | "merchantId">;

/** A later message about an authorization: field 37 is new, `authorization` is field 37 of the first. */
export type FollowUp = Inquiry & { authorization: string; amount: Minor; currency: string };

/** Field 39. */
export const responseCodes = {
  approved: "00",
  doNotHonour: "05",
  invalidNumber: "14",
  stolen: "43",
  insufficientFunds: "51",
  suspectedFraud: "59",
  systemMalfunction: "96",
  securityCodeMismatch: "N7",
} as const;
export type ResponseCode = (typeof responseCodes)[keyof typeof responseCodes];

/** Field 38 is given with an approval. */
export type Response = { responseCode: ResponseCode; approvalCode: string | null };
