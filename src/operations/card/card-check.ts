import type { Bank, BankAnswer } from "../../connectors/bank.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { minutes } from "../../domain/base/time.ts";
import { type Card, type CardCheck, checkIdOf, voidIdOf } from "../../domain/card/card.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { reasonIn } from "../../domain/payment/bank-message.ts";
import { cardType, failureMessageOf } from "../../domain/payment/method.ts";
import type { CheckedCard } from "../../vault/card-check.ts";
import { type Caller, connectorsOf, type Gateway, methodsFor } from "../gateway.ts";
import { ask } from "../payment/bank.ts";

/** Krungsri and First Choice check a card with a 1-baht authorization before it may pay in installments. Source: guide "Installment Payments". */
const checkedIssuers: readonly (string | null)[] = ["bay", "first_choice"];
const checkAmount = 1_00;

/**
 * Has the issuer check a card, on record before it is asked.
 *
 * @param request the one that brought the card, under whose id a merchant finds the check
 * @returns the check as it stands after an answer that lets the token be made; null where none is needed
 * @throws Refusal `invalid_card` when the issuer declines
 */
export async function checkByIssuer(
  gateway: Gateway,
  { account }: Caller,
  card: Card,
  checked: CheckedCard,
  request: string | null,
): Promise<CardCheck | null> {
  const offered = methodsFor(gateway, account).some((method) => method.installment?.bank === checked.issuer.issuer);
  const acquirer = acquirerOf(gateway, account);
  if (!acquirer?.authorize || !offered || !checkedIssuers.includes(checked.issuer.issuer)) return null;
  const createdAt = gateway.clock.of(account.id);
  const begun: CardCheck = {
    id: checkIdOf(card.id),
    version: 1,
    account: account.id,
    livemode: account.livemode,
    card: card.id,
    request,
    amount: checkAmount,
    currency: account.currency,
    state: "authorizing",
    answer: null,
    reason: null,
    dueAt: createdAt + minutes(1),
    createdAt,
    answeredAt: null,
    voidedAt: null,
  };
  await gateway.store.save({ insert: { card_checks: [begun] } });
  const { authorize } = acquirer;
  const said = await ask(gateway, acquirer, "authorize", () => authorize(checkRequest(account, begun), checked, null));
  const answered = { answer: said.answer, reason: reasonIn(said), answeredAt: gateway.clock.of(account.id) };
  if (said.answer === "declined") {
    const declined = revise(begun, { ...answered, state: "declined", dueAt: null });
    await gateway.store.save({ update: { card_checks: [declined] } });
    throw new Refusal("invalid_card", `card was refused by its issuer (${messageFor(gateway, said)})`);
  }
  return revise(begun, { ...answered, state: "voiding" });
}

/**
 * An answered check that the clock has voided while the issuer was asked: a test account's clock can be moved past that. It is to be voided again, since
 * the bank may have heard of that before the authorization. Null where the account was emptied meanwhile.
 */
export async function voidedMeanwhile({ store }: Gateway, answered: CardCheck): Promise<CardCheck | null> {
  const current = await store.vault.checkOfCard(answered.account, answered.card);
  const { state, answer, reason, answeredAt, dueAt } = answered;
  return current ? revise(current, { state, answer, reason, answeredAt, dueAt, voidedAt: null }) : null;
}

/** Gives the baht back; should the bank not confirm it, the clock asks again. Voiding an authorization that never was does no harm. */
export async function voidCheck(gateway: Gateway, check: CardCheck): Promise<void> {
  const { id, account, livemode, amount, currency } = check;
  const acquirer = acquirerOf(gateway, { id: account, livemode });
  const { reverse } = acquirer ?? {};
  if (!acquirer || !reverse) throw new Error(`no acquirer is configured to void the check ${id}`);
  const request = { reference: voidIdOf(check), account, amount, currency };
  const { answer } = await ask(gateway, acquirer, "reverse", () => reverse(request, id));
  const now = gateway.clock.of(account);
  const voided = { state: "voided", voidedAt: now, dueAt: null } as const;
  const after = revise(check, answer === "approved" ? voided : { dueAt: now + minutes(1) });
  await gateway.store.save({ update: { card_checks: [after] } });
}

function messageFor({ methods }: Gateway, { reason }: Extract<BankAnswer, { answer: "declined" }>): string {
  const card = methods.of(cardType);
  return failureMessageOf(card, card.failures[reason]);
}

/** The bank of plain cards; undefined where there is none in the account's mode. */
function acquirerOf(gateway: Gateway, account: Pick<Account, "id" | "livemode">): Bank | undefined {
  const method = gateway.methods.find(cardType);
  return method && connectorsOf(gateway, account).banks[method.bank];
}

/** Request of an authorization without a payment: contains only the required fields. */
const checkRequest = (
  { id, name }: Account,
  { id: reference, account, amount, currency, dueAt, createdAt }: CardCheck,
) => ({
  reference,
  account,
  amount,
  currency,
  method: cardType,
  openedAt: createdAt,
  step: "pay" as const,
  again: false,
  upstreamId: null,
  earlierIds: [],
  capture: false,
  preAuth: false,
  zeroInterest: false,
  cardToken: null,
  cardCustomer: null,
  merchant: { id, name },
  description: null,
  expiresAt: dueAt ?? createdAt,
  page: null,
  returnUri: null,
  locale: null,
  cardOnFile: null,
  firstPayment: null,
  shows: null,
  source: null,
  mandate: null,
});
