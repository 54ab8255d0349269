import { cardRulesOf } from "../../connectors/index.ts";
import { type Flaw, flaws } from "../../connectors/wallets/simulator.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { oneOf } from "../../domain/base/text.ts";
import { walletTypes } from "../../domain/card/wallet.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { gatewayAtGoogle, identifierAtApple, recipientKeys } from "../../vault/wallet/open.ts";
import type { Gateway } from "../gateway.ts";

/** What a payer has in the simulated wallet, as text; each has a default. */
export type InWallet = {
  wallet: string;
  number?: string | undefined;
  expirationMonth?: string | undefined;
  expirationYear?: string | undefined;
  name?: string | undefined;
  /** `PAN_ONLY` or `CRYPTOGRAM_3DS`; Apple Pay knows only the second. */
  authMethod?: string | undefined;
  /** The merchant's identifier at Apple. */
  identifier?: string | undefined;
  flaw?: string | undefined;
};

const authMethods = ["PAN_ONLY", "CRYPTOGRAM_3DS"];

/** The card that is in a wallet until another is named. */
const usualCard = "4242424242424242";

/**
 * Plays a payer who pays by a wallet in test mode, and returns what the wallet hands over: good for one token of the account.
 *
 * @param merchant the public key by which the wallet was asked, the merchant's name at this gateway
 * @throws Refusal `bad_request` for another card than a test card, and for what the wallet does not know
 */
export function payByWallet(gateway: Gateway, account: Account, merchant: string, given: InWallet): string {
  const { number = usualCard, authMethod = "PAN_ONLY", identifier = identifierAtApple } = given;
  const wallet = walletTypes.find((type) => type === given.wallet);
  if (!wallet) throw new Refusal("bad_request", `wallet must be ${oneOf(walletTypes)}`);
  const flaw = flawNamed(given.flaw);
  if (!authMethods.includes(authMethod)) throw new Refusal("bad_request", `auth_method must be ${oneOf(authMethods)}`);
  if (!cardRulesOf(false).isTestCard(number))
    throw new Refusal("bad_request", "number must be that of a test card: a simulated wallet has no other");
  const now = gateway.clock.of(account.id);
  const payment = {
    number,
    expirationMonth: wholeNumber("expiration_month", given.expirationMonth, 12, 1, 12),
    expirationYear: wholeNumber(
      "expiration_year",
      given.expirationYear,
      new Date(now).getUTCFullYear() + 3,
      2000,
      2099,
    ),
    name: given.name?.trim() || null,
    proven: authMethod === "CRYPTOGRAM_3DS",
  };
  const { wallets } = gateway.simulation;
  const { keyring } = gateway.vault;
  return wallet === "googlepay"
    ? wallets.googlePay(payment, { name: gatewayAtGoogle, key: recipientKeys.google(keyring), merchant }, now, flaw)
    : wallets.applePay(payment, { identifier, key: recipientKeys.apple(keyring, account.id) }, now, flaw);
}

function flawNamed(named: string | undefined): Flaw | null {
  if (!named) return null;
  const found = flaws.find((each) => each === named);
  if (!found) throw new Refusal("bad_request", `flaw must be ${oneOf(flaws)}`);
  return found;
}

function wholeNumber(name: string, text: string | undefined, usual: number, min: number, max: number): number {
  if (!text) return usual;
  const read = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(read >= min && read <= max)) throw new Refusal("bad_request", `${name} must be from ${min} to ${max}`);
  return read;
}
