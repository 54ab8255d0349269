import { cardRulesOf } from "../../connectors/index.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Card, CardToken, Token } from "../../domain/card/card.ts";
import { type WalletPayment, type WalletType, wallets } from "../../domain/card/wallet.ts";
import type { Changes } from "../../domain/changes.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { ChargeStatus } from "../../domain/payment/charge.ts";
import { type CardInput, type CheckedCard, checkCard } from "../../vault/card-check.ts";
import { checkWalletCard, refusalOf } from "../../vault/wallet/open.ts";
import type { WalletCard } from "../../vault/wallet/wallet.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { chargeStatus } from "../payment/source.ts";
import { cardVaultOf, mayTakeCards } from "../upstream/card-vault.ts";
import { checkByIssuer, voidCheck, voidedMeanwhile } from "./card-check.ts";
import { passOn } from "./upstream-card.ts";
import { type FromWallet, openWallet, walletPaymentId } from "./wallet.ts";

/** A token with its card, and what became of the charge that spent it. */
export type TokenResult = CardToken & { status: ChargeStatus | "unknown" };

/**
 * Puts a card into the vault and gives a single-use stand-in for it.
 *
 * @param from id of the API request behind it, and the network that it comes from
 * @throws Refusal `invalid_card` with every fault in one sentence, or when the issuer declines the 1-baht check; `too_many_requests`
 *   for an account that brings card numbers like somebody who looks for one; `card_goes_elsewhere` or `no_card_vault` in live mode
 */
export async function createToken(
  gateway: Gateway,
  caller: Caller,
  input: CardInput,
  from: Origin = {},
): Promise<TokenResult> {
  const { account } = caller;
  await mayTakeCards(gateway, account);
  const checked = checkCard(input, cardRulesOf(account.livemode), gateway.clock.of(account.id));
  const { upstream } = await cardVaultOf(gateway, account);
  return upstream === null
    ? keep(gateway, caller, checked, null, from)
    : keepElsewhere(gateway, caller, upstream, checked, from);
}

/** Makes the token at the upstream that takes the account's cards; nothing of the card is saved here. */
async function keepElsewhere(
  gateway: Gateway,
  { account }: Caller,
  upstream: string,
  checked: CheckedCard,
  { network = "" }: Origin,
): Promise<TokenResult> {
  mustAdmit(gateway, account, checked, network);
  return { ...(await passOn(gateway, account, upstream, checked)), status: "unknown" };
}

/** @throws Refusal `too_many_requests` for an account that brings card numbers like somebody who looks for one */
function mustAdmit({ vault }: Gateway, account: Account, checked: CheckedCard, network: string): void {
  if (!checked.isTestCard && !vault.admits(account, checked.number, network)) throw new Refusal("too_many_requests");
}

/**
 * Puts the card that a wallet handed over into the vault, once, and gives a single-use stand-in for it.
 *
 * @param typed name and address, as far as the merchant gave them
 * @throws Refusal `bad_request` for a wallet that the account does not have; `invalid_card` for data that is not signed by the wallet, not for this
 *   account, too old or used before, and for a card that cannot be used; `too_many_requests` as for a typed card
 */
export async function createWalletToken(
  gateway: Gateway,
  caller: Caller,
  given: FromWallet,
  typed: Omit<CardInput, "number" | "expirationMonth" | "expirationYear" | "securityCode">,
  from: Origin = {},
): Promise<TokenResult> {
  const { account } = caller;
  const opened = await openWallet(gateway, account, given);
  await mayTakeCards(gateway, account);
  const now = gateway.clock.of(account.id);
  const fallback = wallets[opened.wallet].en;
  const checked = checkWalletCard(opened.card, typed, fallback, cardRulesOf(account.livemode), now);
  return keep(gateway, caller, checked, opened, from);
}

/** Id of the API request behind a token, and the network that it comes from. */
type Origin = { request?: string | null; network?: string };

/** What a wallet handed over with the card. */
type Opened = { wallet: WalletType; card: WalletCard };

async function keep(
  gateway: Gateway,
  caller: Caller,
  checked: CheckedCard,
  opened: Opened | null,
  { request = null, network = "" }: Origin,
): Promise<TokenResult> {
  const { account } = caller;
  mustAdmit(gateway, account, checked, network);
  const { token, card } = await cardTokenOf(gateway, caller, checked, opened);
  // a tokenised number is good for its proof alone, and the proof for one payment
  const check = token.proof ? null : await checkByIssuer(gateway, caller, card, checked, request);
  const secret = await gateway.vault.seal(checked, card.id, account.id);
  const result: TokenResult = { token, card, status: "unknown" };
  const insert: Changes["insert"] = {
    cards: [card],
    tokens: [token],
    card_secrets: [secret],
    ...(opened && { wallet_payments: [paymentOf(gateway, token, opened)] }),
  };
  const memory = { caller, remembered: { reference: token.id, result } };
  let voiding = check;
  await untilSaved(async () => {
    const changes = { insert, ...(voiding && { update: { card_checks: [voiding] } }) };
    if (await commit(gateway, account, { changes, happened: [] }, memory)) return true;
    if (opened) throw refusalOf("used");
    voiding &&= await voidedMeanwhile(gateway, voiding);
    return undefined;
  });
  gateway.vault.keepSecurityCode(checked, card.id, account.id);
  if (voiding) await voidCheck(gateway, voiding);
  return result;
}

/** @throws Refusal `not_found` */
export async function getToken(gateway: Gateway, { account }: Caller, id: string): Promise<TokenResult> {
  const found = await gateway.store.token.get(account.id, id);
  if (!found) throw new Refusal("not_found", `token ${id} was not found`);
  return { ...found, status: await chargeStatus(gateway, account, found.token.charge) };
}

/** What is remembered of a wallet's payment, so that a copy of it is refused. */
const paymentOf = (gateway: Gateway, { id, account, createdAt }: Token, { wallet, card }: Opened): WalletPayment => ({
  id: walletPaymentId(gateway, wallet, card),
  account,
  token: id,
  createdAt,
  expiresAt: card.expiresAt,
});

async function cardTokenOf(
  gateway: Gateway,
  { account }: Caller,
  checked: CheckedCard,
  opened: Opened | null,
): Promise<CardToken> {
  const now = gateway.clock.of(account.id);
  const { address, issuer } = checked;
  const { id: accountId, livemode } = account;
  const ids = { card: gateway.newId("card", livemode), token: gateway.newId("token", livemode) };
  const card: Card = {
    id: ids.card,
    version: 1,
    account: accountId,
    livemode,
    name: checked.name,
    street1: address.street1,
    street2: address.street2,
    city: address.city,
    state: address.state,
    phoneNumber: address.phoneNumber,
    email: address.email,
    postalCode: address.postalCode,
    country: issuer.country,
    financing: issuer.financing,
    bank: issuer.bank,
    issuer: issuer.issuer,
    brand: checked.brand,
    fingerprint: gateway.vault.keyring.fingerprint(checked.number, account),
    lastDigits: checked.lastDigits,
    expirationMonth: checked.expirationMonth,
    expirationYear: checked.expirationYear,
    securityCodeCheck: checked.securityCodeCheck,
    tokenizationMethod: opened?.wallet ?? null,
    owner: "token",
    ownerId: ids.token,
    savedAt: null,
    createdAt: now,
    deletedAt: null,
  };
  const cryptogram = opened?.card.cryptogram ?? null;
  const token = {
    id: ids.token,
    version: 1,
    account: accountId,
    livemode,
    card: card.id,
    charge: null,
    customer: null,
    proof: cryptogram && {
      eci: cryptogram.eci,
      sealed: await gateway.vault.sealProof(cryptogram.value, card.id),
    },
    createdAt: now,
  };
  return { token, card };
}
