import type { Time } from "../base/time.ts";

/** What 3-D Secure has left on a charge. */
export type Authentication = {
  /** The issuer challenges the cardholder until then; null where it has decided. */
  challengedUntil: Time | null;
  proof: Proof | null;
};

/** What the authorization shows for the shift of liability: Y the issuer authenticated, A the network vouches for the attempt. */
export type Proof = {
  status: "Y" | "A";
  eci: string;
  /** Forgotten once the bank has decided. */
  authenticationValue: string | null;
  dsTransactionId: string;
};
