import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Card } from "../../domain/card/card.ts";
import {
  cardOf,
  deleteCard as decideDeletion,
  updateCard as decideUpdate,
} from "../../domain/customer/change-customer.ts";
import { type CardChange, checkCardChange } from "../../vault/card-check.ts";
import { keptAmong } from "../card/kept-card.ts";
import { commit, type Decision, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { getCustomer } from "./customer.ts";

/** @throws Refusal `not_found` for an unknown or deleted customer or card */
export async function getCard(gateway: Gateway, account: AccountId, customer: string, id: string): Promise<Card> {
  return cardOf(await getCustomer(gateway, account, customer), id);
}

/**
 * Corrects name, address or expiry of a card; its number stays.
 *
 * @throws Refusal `not_found`, or `invalid_card` with every fault in one sentence; `bad_request` for a card that an upstream keeps
 */
export function updateCard(
  gateway: Gateway,
  caller: Caller,
  customer: string,
  id: string,
  change: CardChange,
): Promise<Card> {
  const { account } = caller;
  return untilSaved(async () => {
    const card = await getCard(gateway, account.id, customer, id);
    const [kept] = await keptAmong(gateway, [card]);
    if (kept) throw new Refusal("bad_request", `card ${id} is kept at ${kept.upstream}, and cannot be changed here`);
    const patch = checkCardChange(change, card, gateway.clock.of(account.id));
    const given = Object.values(change).some((value) => value !== undefined);
    return keep(gateway, caller, given ? decideUpdate(card, patch) : { card, changes: {}, happened: [] });
  });
}

/** Deletes a card; its number goes from the vault in the same commit, and the clock has an upstream delete what it keeps. @throws Refusal `not_found` */
export function deleteCard(gateway: Gateway, caller: Caller, customer: string, id: string): Promise<Card> {
  const { account } = caller;
  return untilSaved(async () => {
    const owner = await getCustomer(gateway, account.id, customer);
    const card = cardOf(owner, id);
    const forgotten = await gateway.vault.forget(account.id, [card.id]);
    const kept = await keptAmong(gateway, [card]);
    return keep(gateway, caller, decideDeletion(owner, card, forgotten, gateway.clock.of(account.id), kept));
  });
}

/** Saves a decision about a card, which is the answer; undefined if another change was saved meanwhile. */
async function keep(
  gateway: Gateway,
  caller: Caller,
  { card, changes, happened }: Decision & { card: Card },
): Promise<Card | undefined> {
  const remembered = { reference: card.id, result: card };
  return (await commit(gateway, caller.account, { changes, happened }, { caller, remembered })) ? card : undefined;
}
