/** Reasons of a payment that the cardholder does not begin, as the Charges API names them. */
export const recurringReasons = [
  "unscheduled",
  "standing_order",
  "subscription",
  "installment",
  "partial_shipment",
  "delayed_charge",
  "no_show",
  "resubmission",
] as const;

/** What card networks want to know of a payment by a card on file: who begins it, why, and which payment was the first. */
export type CardOnFile = {
  /** Transaction initiated by the merchant, without the cardholder, or by the cardholder; null where the merchant did not say. */
  transactionIndicator: "MIT" | "CIT" | null;
  recurringReason: (typeof recurringReasons)[number] | null;
  /** Id of the first charge of the row. */
  firstCharge: string | null;
};
