import type { TransStatus } from "./wire.ts";

type TestCard = { number: string; label: string; transStatus: TransStatus };

/**
 * Answers of the simulated issuers; every other number is challenged (C). The documented numbers come first: ...0002 "cannot be enrolled", declined
 * in 3-D Secure 1 and recorded as successful since, and ...0003 "cannot be validated". The others are ours, made in the same way with invented
 * prefixes.
 */
export const threeDsTestCards: readonly TestCard[] = [
  { number: "4111111111150002", label: "Visa", transStatus: "A" },
  { number: "5555551111120002", label: "Mastercard", transStatus: "A" },
  { number: "3530111111100002", label: "JCB", transStatus: "A" },
  { number: "4111111111140003", label: "Visa", transStatus: "N" },
  { number: "5555551111110003", label: "Mastercard", transStatus: "N" },
  { number: "3530111111190003", label: "JCB", transStatus: "N" },
  { number: "4999000400070004", label: "Visa, Bangkok Bank", transStatus: "Y" },
  { number: "5399000600080004", label: "Mastercard, KTC", transStatus: "Y" },
  { number: "4999000400060005", label: "Visa, Bangkok Bank", transStatus: "U" },
  { number: "5399000600070005", label: "Mastercard, KTC", transStatus: "U" },
  { number: "4999000400050006", label: "Visa, Bangkok Bank", transStatus: "R" },
  { number: "5399000600060006", label: "Mastercard, KTC", transStatus: "R" },
];

/** The outcome of a charge by the issuer's answer, for people who choose a test card. */
export const threeDsOutcomes: Record<TransStatus, string> = {
  C: "challenge: a one-time code is asked for",
  Y: "frictionless: authenticated without asking the payer",
  A: "attempted: the issuer does not take part, the network vouches; the charge goes on",
  N: "refused: not authenticated, `payment_rejected`; by installments `failed_processing`",
  U: "unavailable: the issuer cannot authenticate now, `failed_processing`",
  R: "rejected by the issuer: `payment_rejected`; by installments `failed_processing`",
};

const statuses = new Map(threeDsTestCards.map(({ number, transStatus }) => [number, transStatus]));

/** The status with which a card's issuer answers an AReq. */
export const issuerStatusOf = (number: string): TransStatus => statuses.get(number) ?? "C";
