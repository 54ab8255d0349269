import { createPublicKey, type KeyObject, type X509Certificate } from "node:crypto";
import type { Secret } from "../../domain/base/secret.ts";
import type { Time } from "../../domain/base/time.ts";

/** Faults of what a wallet hands over, and the sentence of each: they are stable, and programs may compare them. */
export const walletFaults = {
  unreadable: "tokenization data cannot be read",
  unsupported: "tokenization data is of a kind that is not supported",
  signature: "tokenization data is not signed by the wallet",
  expired: "tokenization data has expired",
  recipient: "tokenization data is for another merchant",
  sealed: "tokenization data cannot be decrypted",
  used: "tokenization data was already used",
} as const;

export type WalletFault = keyof typeof walletFaults;

/** What came cannot be turned into a card. */
export class BadWalletData extends Error {
  readonly fault: WalletFault;

  constructor(fault: WalletFault) {
    super(walletFaults[fault]);
    this.fault = fault;
  }
}

/** A card as a wallet hands it over. */
export type WalletCard = {
  number: Secret;
  expirationMonth: number;
  expirationYear: number;
  /** The cardholder's name; wallets seldom give it. */
  name: string | null;
  /** One-time proof that the cardholder let the wallet pay; null where the number alone was handed over. */
  cryptogram: Cryptogram | null;
  /** The wallet's own name of this payment, the same in every copy. */
  reference: string;
  /** The moment from which it is refused, so its reference need not be remembered any longer. */
  expiresAt: Time;
  /** The merchant at this gateway that it is for; null where the wallet sealed it for one merchant's key. */
  merchant: string | null;
};

/** Proof of a tokenised card (CAVV and the like), and the indicator that goes with it, if the network gave one. */
export type Cryptogram = { value: Secret; eci: string | null };

/** Keys by which the gateway reads what Google Pay hands over. */
export type GooglePayKeys = {
  /** Google's own keys; one of them has signed the key that signs. */
  roots: readonly KeyObject[];
  /** Our name at Google: `gateway:` and the gateway's id, or `merchant:` and the merchant's. */
  recipient: string;
  privateKeys: readonly KeyObject[];
};

/** Keys by which the gateway reads what Apple Pay hands over. */
export type ApplePayKeys = {
  root: X509Certificate;
  /** A merchant's identifier at Apple, and the key of its payment processing certificate. */
  merchants: readonly { identifier: string; privateKey: KeyObject }[];
};

/** Upper bound of what is read, in characters: a payment of either wallet has fewer than 10,000. */
const dataMax = 32_768;

/** The JSON object of a text, for values that are checked one by one. @throws BadWalletData `unreadable` */
export function readObject(text: unknown): Record<string, unknown> {
  if (typeof text !== "string" || text.length > dataMax) throw new BadWalletData("unreadable");
  try {
    const read: unknown = JSON.parse(text);
    if (isObject(read)) return read;
  } catch {
    // no JSON, which is said below
  }
  throw new BadWalletData("unreadable");
}

export const isObject = (read: unknown): read is Record<string, unknown> =>
  typeof read === "object" && read !== null && !Array.isArray(read);

/** A text among what was read. @throws BadWalletData `unreadable` */
export function textOf(read: unknown): string {
  if (typeof read !== "string" || read === "") throw new BadWalletData("unreadable");
  return read;
}

/** Bytes that stand as base64. @throws BadWalletData `unreadable` */
export function bytesOf(read: unknown): Buffer {
  const text = textOf(read);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new BadWalletData("unreadable");
  return Buffer.from(text, "base64");
}

/** A public key on P-256. @throws BadWalletData */
export function publicKeyOf(der: Buffer): KeyObject {
  try {
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch {
    // no key, or a point that is not on the curve
  }
  throw new BadWalletData("unreadable");
}
