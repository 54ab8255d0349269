import type { Time } from "../base/time.ts";

/** The state of 3-D Secure on a charge. */
export type Authentication = {
  /** The end of the issuer's challenge; null where the issuer has decided. */
  challengedUntil: Time | null;
  proof: Proof | null;
};

/** The proof that shifts liability: Y the issuer authenticated, or a wallet did; A the network confirms the attempt. */
export type Proof = {
  status: "Y" | "A";
  /** Null where a wallet's network gave none. */
  eci: string | null;
  /** Erased once the bank has decided. */
  authenticationValue: string | null;
  /** Null where a wallet authenticated. */
  dsTransactionId: string | null;
  /** Whether the vault has sealed the value, as it does with a wallet's. */
  sealed?: true;
};
