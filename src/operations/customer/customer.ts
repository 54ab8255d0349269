import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { isSpent } from "../../domain/card/card.ts";
import {
  type CustomerNotes,
  createCustomer as decideCreation,
  deleteCustomer as decideDeletion,
  updateCustomer as decideUpdate,
  type GivenCard,
  mayHaveMore,
} from "../../domain/customer/change-customer.ts";
import type { Customer } from "../../domain/customer/customer.ts";
import type { LinkedAccount } from "../../domain/debit/linked-account.ts";
import { keepAtUpstream, keptAmong } from "../card/kept-card.ts";
import { commit, type Decision, untilSaved } from "../commit.ts";
import { getLinkedAccount } from "../debit/linked-account.ts";
import type { Caller, Gateway } from "../gateway.ts";

/**
 * Makes a customer, whose card is the one that a token stands for, if one was given. The token is spent.
 *
 * @param card id of the token
 * @param linkedAccount id of a linked account that becomes the customer's
 * @throws Refusal `not_found`, `used_token` or `invalid_card`; `upstream_unavailable` where an upstream is to keep the card and does not answer
 */
export async function createCustomer(
  gateway: Gateway,
  caller: Caller,
  notes: CustomerNotes,
  card: string | undefined,
  linkedAccount?: string,
): Promise<Customer> {
  const { account } = caller;
  const id = gateway.newId("customer", account.livemode);
  const kept = card === undefined ? undefined : await keepAtUpstream(gateway, account, card, id);
  return untilSaved(async () => {
    const given = kept ?? (card === undefined ? null : await givenCard(gateway, account.id, card));
    const linked = await givenLink(gateway, account.id, linkedAccount);
    return keep(gateway, caller, decideCreation(id, account, notes, given, gateway.clock.of(account.id), linked));
  });
}

/**
 * Changes what is noted of a customer, adds the card of a token, or chooses the default card.
 *
 * @param card id of the token
 * @param linkedAccount id of a linked account that becomes the customer's
 * @throws Refusal `not_found`, `used_token` or `invalid_card`; `upstream_unavailable` where an upstream is to keep the card and does not answer
 */
export async function updateCustomer(
  gateway: Gateway,
  caller: Caller,
  id: string,
  change: CustomerNotes & { defaultCard?: string },
  card: string | undefined,
  linkedAccount?: string,
): Promise<Customer> {
  const { account } = caller;
  if (card !== undefined) mayHaveMore(await getCustomer(gateway, account.id, id));
  const kept = card === undefined ? undefined : await keepAtUpstream(gateway, account, card, id);
  return untilSaved(async () => {
    const customer = await getCustomer(gateway, account.id, id);
    const given = kept ?? (card === undefined ? null : await givenCard(gateway, account.id, card));
    const linked = await givenLink(gateway, account.id, linkedAccount);
    if (!given && !linked && Object.keys(change).length === 0)
      return keep(gateway, caller, { customer, changes: {}, happened: [] });
    return keep(gateway, caller, decideUpdate(customer, change, given, gateway.clock.of(account.id), linked));
  });
}

/** Deletes a customer with all cards; their numbers go from the vault in the same commit, and the clock has upstreams delete what they keep. @throws Refusal `not_found` */
export function deleteCustomer(gateway: Gateway, caller: Caller, id: string): Promise<Customer> {
  const { account } = caller;
  return untilSaved(async () => {
    const customer = await getCustomer(gateway, account.id, id);
    const forgotten = await gateway.vault.forget(
      account.id,
      customer.cards.map((card) => card.id),
    );
    const kept = await keptAmong(gateway, customer.cards);
    return keep(gateway, caller, decideDeletion(customer, forgotten, gateway.clock.of(account.id), kept));
  });
}

/** @throws Refusal `not_found`, also for another account's customer and for a deleted one */
export async function getCustomer(gateway: Gateway, account: AccountId, id: string): Promise<Customer> {
  const customer = await gateway.store.customer.get(account, id);
  if (!customer) throw new Refusal("not_found", `customer ${id} was not found`);
  return customer;
}

/** @throws Refusal `not_found` */
const givenLink = async (
  gateway: Gateway,
  account: AccountId,
  id: string | undefined,
): Promise<LinkedAccount | null> => (id === undefined ? null : getLinkedAccount(gateway, account, id));

/** A token with its card, whose number the vault has sealed anew. The rules refuse a spent one. */
async function givenCard({ store, vault }: Gateway, account: AccountId, token: string): Promise<GivenCard> {
  const found = await store.token.get(account, token);
  if (!found) throw new Refusal("not_found", `token ${token} was not found`);
  const secret = isSpent(found.token) ? null : await vault.keep(found.card);
  return { ...found, secret: secret ?? null };
}

/** Saves a decision about a customer, who is the answer; undefined if another change was saved meanwhile. */
async function keep(
  gateway: Gateway,
  caller: Caller,
  { customer, ...decision }: Decision & { customer: Customer },
): Promise<Customer | undefined> {
  const remembered = { reference: customer.id, result: customer };
  return (await commit(gateway, caller.account, decision, { caller, remembered })) ? customer : undefined;
}
