import type { KeyObject, X509Certificate } from "node:crypto";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { reveal } from "../../domain/base/secret.ts";
import type { Time } from "../../domain/base/time.ts";
import type { CardRules } from "../../domain/card/card.ts";
import type { WalletType } from "../../domain/card/wallet.ts";
import { type CardInput, type CheckedCard, checkCard } from "../card-check.ts";
import { openApplePay } from "./apple-pay.ts";
import { openGooglePay } from "./google-pay.ts";
import { BadWalletData, type WalletCard, type WalletFault, walletFaults } from "./wallet.ts";

/** What a wallet handed over, and by whose signatures it is known. */
export type GivenToVault = {
  account: AccountId;
  wallet: WalletType;
  /** JSON text, as the wallet gave it. */
  data: string;
  /** The merchant's identifier at Apple; null for the one that test accounts have by themselves. */
  identifier: string | null;
  roots: { google: KeyObject; apple: X509Certificate };
};

/** This gateway's name at Google. Source: the plug-ins of the original, `gateway: "omise"`. */
export const gatewayAtGoogle = "gateway:omise";

/** Identifier at Apple of a test account that names no other. */
export const identifierAtApple = "merchant.test.chamra";

/** Makes the gateway's keys: `walletKey` of the keyring. */
type Keys = { walletKey(name: string): KeyObject };

/** Keys of this gateway at the simulated wallets: one at Google for all accounts, one at Apple for each. */
export const recipientKeys = {
  google: ({ walletKey }: Keys): KeyObject => walletKey("google recipient"),
  apple: ({ walletKey }: Keys, account: AccountId): KeyObject => walletKey(`apple recipient ${account}`),
};

/** @throws Refusal `invalid_card` */
export function openWallet(
  keyring: Keys,
  { account, wallet, data, identifier, roots }: GivenToVault,
  now: Time,
): WalletCard {
  try {
    if (wallet === "googlepay") {
      const privateKeys = [recipientKeys.google(keyring)];
      return openGooglePay(data, { roots: [roots.google], recipient: gatewayAtGoogle, privateKeys }, now);
    }
    const merchant = {
      identifier: identifier ?? identifierAtApple,
      privateKey: recipientKeys.apple(keyring, account),
    };
    return openApplePay(data, { root: roots.apple, merchants: [merchant] }, now);
  } catch (error) {
    if (error instanceof BadWalletData) throw refusalOf(error.fault);
    throw error;
  }
}

export const refusalOf = (fault: WalletFault): Refusal => new Refusal("invalid_card", walletFaults[fault]);

/**
 * A card from a wallet, checked as one that was typed. Nobody typed a security code, and the original tells of such cards that it was right.
 *
 * @param typed name and address, as far as the merchant gave them
 * @param fallback the name on the card where neither merchant nor wallet gives one
 * @throws Refusal `invalid_card`
 */
export function checkWalletCard(
  { number, expirationMonth, expirationYear, name }: WalletCard,
  typed: Omit<CardInput, "number" | "expirationMonth" | "expirationYear" | "securityCode">,
  fallback: string,
  rules: CardRules,
  now: Time,
): CheckedCard {
  const input: CardInput = {
    ...typed,
    name: typed.name?.trim() || name?.trim() || fallback,
    number: reveal(number),
    expirationMonth: String(expirationMonth),
    expirationYear: String(expirationYear),
  };
  return { ...checkCard(input, rules, now), securityCodeCheck: true };
}
