import type { BankAnswer } from "../connectors/connector.ts";
import type { Card, CardCheck, Token } from "../domain/card.ts";
import { type Changes, revise } from "../domain/changes.ts";
import type { ChargeStatus } from "../domain/charge.ts";
import { Refusal } from "../domain/errors.ts";
import { failureMessageOf } from "../domain/method.ts";
import { minutes } from "../domain/time.ts";
import { card as cardMethod } from "../methods/card.ts";
import { type CardInput, type CheckedCard, checkCard, passesSecurityCodeCheck } from "../vault/card-check.ts";
import { ask } from "./bank.ts";
import { commit } from "./commit.ts";
import { type Caller, connectorsOf, type Gateway, methodsFor } from "./gateway.ts";
import { chargeStatus } from "./source.ts";

/** A token and what became of the charge that spent it. */
export type TokenResult = { token: Token; status: ChargeStatus | "unknown" };

/** Krungsri and First Choice check a card with a 1-baht authorization before it may pay in installments. Source: guide "Installment Payments". */
const checkedIssuers: readonly (string | null)[] = ["bay", "first_choice"];
const checkAmount = 1_00;

/**
 * Puts a card into the vault and gives a single-use stand-in for it.
 *
 * @throws Refusal `invalid_card` with every fault in one sentence, or when the issuer declines the 1-baht check
 */
export async function createToken(gateway: Gateway, caller: Caller, input: CardInput): Promise<TokenResult> {
  const { account } = caller;
  const checked = checkCard(input, gateway.now());
  const token = tokenOf(gateway, caller, checked);
  const check = await checkByIssuer(gateway, caller, token.card, checked);
  const secret = gateway.vault.seal(checked, token.card.id, account.id, gateway.now());
  const result: TokenResult = { token, status: "unknown" };
  const changes: Changes = {
    insert: { tokens: [token], card_secrets: [secret] },
    ...(check && { update: { card_checks: [check] } }),
  };
  await commit(gateway, account, { changes, happened: [] }, { caller, remembered: { reference: token.id, result } });
  gateway.vault.keepSecurityCode(checked, token.id);
  if (check) await voidCheck(gateway, check);
  return result;
}

/** @throws Refusal `not_found` */
export async function getToken(gateway: Gateway, { account }: Caller, id: string): Promise<TokenResult> {
  const token = await gateway.store.token.get(account.id, id);
  if (!token) throw new Refusal("not_found", `token ${id} was not found`);
  return { token, status: await chargeStatus(gateway, account, token.charge) };
}

/** Gives the baht back; should the bank not confirm it, the clock asks again. Voiding an authorization that never was does no harm. */
export async function voidCheck(gateway: Gateway, check: CardCheck): Promise<void> {
  const connector = connectorsOf(gateway, check.livemode).card;
  if (!connector) return;
  const { id, amount, currency } = check;
  const answer = await ask(() => connector.reverse({ reference: `${id}/void`, amount, currency }, id));
  const approved = answer.answer === "approved";
  const after = revise(check, approved ? { state: "voided", dueAt: null } : { dueAt: gateway.now() + minutes(1) });
  await gateway.store.save({ update: { card_checks: [after] } });
}

/** On record before the bank is asked. Returns the check as it stands after an answer that lets the token be made; null where none is needed. */
async function checkByIssuer(
  gateway: Gateway,
  caller: Caller,
  card: Card,
  checked: CheckedCard,
): Promise<CardCheck | null> {
  const { account } = caller;
  const offered = methodsFor(gateway, account).some((method) => method.installment?.bank === checked.issuer.issuer);
  const connector = connectorsOf(gateway, account.livemode).card;
  if (!connector || !offered || !checkedIssuers.includes(checked.issuer.issuer)) return null;
  const begun: CardCheck = {
    id: `${card.id}/check`,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    card: card.id,
    amount: checkAmount,
    currency: "THB",
    state: "authorizing",
    dueAt: gateway.now() + minutes(1),
    createdAt: gateway.now(),
  };
  await gateway.store.save({ insert: { card_checks: [begun] } });
  const answer = await ask(() =>
    connector.authorize({ reference: begun.id, amount: checkAmount, currency: "THB" }, checked, null),
  );
  if (answer.answer === "declined") {
    await gateway.store.save({ update: { card_checks: [revise(begun, { state: "declined", dueAt: null })] } });
    throw new Refusal("invalid_card", `card was refused by its issuer (${messageFor(answer)})`);
  }
  return revise(begun, { state: "voiding" });
}

function messageFor({ reason }: Extract<BankAnswer, { answer: "declined" }>): string {
  return failureMessageOf(cardMethod, cardMethod.failures[reason]);
}

function tokenOf(gateway: Gateway, { account }: Caller, checked: CheckedCard): Token {
  const now = gateway.now();
  const { address, issuer } = checked;
  const { id: accountId, livemode } = account;
  const card: Card = {
    id: gateway.newId("card", livemode),
    account: accountId,
    livemode,
    name: checked.name,
    street1: address.street1,
    street2: address.street2,
    city: address.city,
    state: address.state,
    phoneNumber: address.phoneNumber,
    postalCode: address.postalCode,
    country: issuer.country,
    financing: issuer.financing,
    bank: issuer.bank,
    issuer: issuer.issuer,
    brand: checked.brand,
    fingerprint: gateway.vault.keyring.fingerprint(checked.number),
    lastDigits: checked.lastDigits,
    expirationMonth: checked.expirationMonth,
    expirationYear: checked.expirationYear,
    securityCodeCheck: passesSecurityCodeCheck(checked),
    createdAt: now,
  };
  return {
    id: gateway.newId("token", livemode),
    version: 1,
    account: accountId,
    livemode,
    card,
    charge: null,
    createdAt: now,
  };
}
