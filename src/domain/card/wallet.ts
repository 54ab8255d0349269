import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";

/** Wallets that hand over a card, in the order of the capability, each with its name. Source: Tokens API, `tokenization[method]`. */
export const wallets = {
  googlepay: { en: "Google Pay", th: "Google Pay" },
  applepay: { en: "Apple Pay", th: "Apple Pay" },
} as const;

export type WalletType = keyof typeof wallets;

export const walletTypes = Object.keys(wallets) as WalletType[]; // it has no other keys

/** One-time proof that the cardholder let a wallet pay. It goes with the token, then with the charge, until the bank has decided. */
export type WalletProof = {
  /** Indicator that the network gave with it; null where it gave none. */
  eci: string | null;
  /** Sealed by the vault, for the card alone. */
  sealed: string;
};

/** A payment that a wallet handed over, remembered so that no copy of it makes a second token. */
export type WalletPayment = {
  /** Digest of the wallet's own name for the payment. */
  id: string;
  account: AccountId;
  token: string;
  createdAt: Time;
  /** The moment from which the wallet's data is refused as too old, whatever is remembered. */
  expiresAt: Time;
};
