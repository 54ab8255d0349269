import { cardRulesOf } from "../../connectors/index.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Card, CardToken } from "../../domain/card/card.ts";
import type { Changes } from "../../domain/changes.ts";
import type { ChargeStatus } from "../../domain/payment/charge.ts";
import { type CardInput, type CheckedCard, checkCard } from "../../vault/card-check.ts";
import { commit } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { chargeStatus } from "../payment/source.ts";
import { checkByIssuer, voidCheck } from "./card-check.ts";

/** A token with its card, and what became of the charge that spent it. */
export type TokenResult = CardToken & { status: ChargeStatus | "unknown" };

/**
 * Puts a card into the vault and gives a single-use stand-in for it.
 *
 * @param from id of the API request behind it, and the network that it comes from
 * @throws Refusal `invalid_card` with every fault in one sentence, or when the issuer declines the 1-baht check; `too_many_requests`
 *   for an account that brings card numbers like somebody who looks for one
 */
export async function createToken(
  gateway: Gateway,
  caller: Caller,
  input: CardInput,
  { request = null, network = "" }: { request?: string | null; network?: string } = {},
): Promise<TokenResult> {
  const { account } = caller;
  const checked = checkCard(input, cardRulesOf(account.livemode), gateway.clock.of(account.id));
  if (!checked.isTestCard && !gateway.vault.admits(account, checked.number, network))
    throw new Refusal("too_many_requests");
  const { token, card } = cardTokenOf(gateway, caller, checked);
  const check = await checkByIssuer(gateway, caller, card, checked, request);
  const secret = await gateway.vault.seal(checked, card.id, account.id);
  const result: TokenResult = { token, card, status: "unknown" };
  const changes: Changes = {
    insert: { cards: [card], tokens: [token], card_secrets: [secret] },
    ...(check && { update: { card_checks: [check] } }),
  };
  await commit(gateway, account, { changes, happened: [] }, { caller, remembered: { reference: token.id, result } });
  gateway.vault.keepSecurityCode(checked, card.id, account.id);
  if (check) await voidCheck(gateway, check);
  return result;
}

/** @throws Refusal `not_found` */
export async function getToken(gateway: Gateway, { account }: Caller, id: string): Promise<TokenResult> {
  const found = await gateway.store.token.get(account.id, id);
  if (!found) throw new Refusal("not_found", `token ${id} was not found`);
  return { ...found, status: await chargeStatus(gateway, account, found.token.charge) };
}

function cardTokenOf(gateway: Gateway, { account }: Caller, checked: CheckedCard): CardToken {
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
    owner: "token",
    ownerId: ids.token,
    savedAt: null,
    createdAt: now,
    deletedAt: null,
  };
  const token = {
    id: ids.token,
    version: 1,
    account: accountId,
    livemode,
    card: card.id,
    charge: null,
    customer: null,
    createdAt: now,
  };
  return { token, card };
}
