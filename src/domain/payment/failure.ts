/** The reasons of a bank's decline, in one vocabulary for all banks; each payment method maps them to its own codes. */
export const declineReasons = [
  "insufficient_funds",
  "rejected",
  "cancelled",
  "expired",
  "invalid_account",
  "invalid_number",
  "invalid_security_code",
  "stolen_or_lost",
  "fraud",
  "processing",
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/**
 * Failure codes of a charge and their messages for merchant and payer; a method may use others (`failureWords` in method.ts).
 * Recorded word for word: insufficient_fund of a card, failed_fraud_check. The others follow the guides' descriptions.
 */
export const failureMessages = {
  insufficient_fund: "insufficient funds in the account or the card has reached the credit limit",
  insufficient_balance: "insufficient funds in the account or the payment method has reached its limit",
  payment_rejected: "payment rejected by the issuer",
  payment_cancelled: "payment cancelled by payer",
  payment_expired: "payment expired",
  timeout: "payer did not take action before charge expiration",
  failed_processing: "general payment processing failure",
  failed_fraud_check: "failed fraud check",
  invalid_account: "valid account for payment method not found",
  invalid_account_number: "invalid account number",
  invalid_security_code: "the security code is invalid",
  invalid_barcode: "the barcode is invalid",
  stolen_or_lost_card: "stolen or lost card",
} as const;
export type FailureCode = keyof typeof failureMessages;

export const failureCodes = Object.keys(failureMessages) as FailureCode[]; // it has no other keys
