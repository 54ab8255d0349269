import type { BankAnswer } from "../../connectors/connector.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { minutes } from "../../domain/base/time.ts";
import { type Card, type CardCheck, checkIdOf, voidIdOf } from "../../domain/card/card.ts";
import { reasonIn } from "../../domain/payment/bank-message.ts";
import { failureMessageOf } from "../../domain/payment/method.ts";
import { card as cardMethod } from "../../methods/card.ts";
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
  const connector = connectorsOf(gateway, account.livemode).card;
  if (!connector || !offered || !checkedIssuers.includes(checked.issuer.issuer)) return null;
  const createdAt = gateway.clock.of(account.id);
  const begun: CardCheck = {
    id: checkIdOf(card.id),
    version: 1,
    account: account.id,
    livemode: account.livemode,
    card: card.id,
    request,
    amount: checkAmount,
    currency: "THB",
    state: "authorizing",
    answer: null,
    reason: null,
    dueAt: createdAt + minutes(1),
    createdAt,
    answeredAt: null,
    voidedAt: null,
  };
  await gateway.store.save({ insert: { card_checks: [begun] } });
  const asked = { reference: begun.id, account: account.id, amount: checkAmount, currency: "THB" };
  const said = await ask(gateway, () => connector.authorize(asked, checked, null));
  const answered = { answer: said.answer, reason: reasonIn(said), answeredAt: gateway.clock.of(account.id) };
  if (said.answer === "declined") {
    const declined = revise(begun, { ...answered, state: "declined", dueAt: null });
    await gateway.store.save({ update: { card_checks: [declined] } });
    throw new Refusal("invalid_card", `card was refused by its issuer (${messageFor(said)})`);
  }
  return revise(begun, { ...answered, state: "voiding" });
}

/** Gives the baht back; should the bank not confirm it, the clock asks again. Voiding an authorization that never was does no harm. */
export async function voidCheck(gateway: Gateway, check: CardCheck): Promise<void> {
  const connector = connectorsOf(gateway, check.livemode).card;
  if (!connector) throw new Error(`no acquirer is configured to void the check ${check.id}`);
  const { id, account, amount, currency } = check;
  const request = { reference: voidIdOf(check), account, amount, currency };
  const { answer } = await ask(gateway, () => connector.reverse(request, id));
  const now = gateway.clock.of(account);
  const voided = { state: "voided", voidedAt: now, dueAt: null } as const;
  const after = revise(check, answer === "approved" ? voided : { dueAt: now + minutes(1) });
  await gateway.store.save({ update: { card_checks: [after] } });
}

function messageFor({ reason }: Extract<BankAnswer, { answer: "declined" }>): string {
  return failureMessageOf(cardMethod, cardMethod.failures[reason]);
}
