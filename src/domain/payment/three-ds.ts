import type { Time } from "../base/time.ts";

/** The state of 3-D Secure on a charge. */
export type Authentication = {
  /** The end of the issuer's challenge; null where the issuer has decided. */
  challengedUntil: Time | null;
  proof: Proof | null;
};

/** The proof that shifts liability: Y the issuer authenticated, A the network confirms the attempt. */
export type Proof = {
  status: "Y" | "A";
  eci: string;
  /** Erased once the bank has decided. */
  authenticationValue: string | null;
  dsTransactionId: string;
};
