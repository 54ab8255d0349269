import { mandateFor } from "../../connectors/direct-debit/wire.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import {
  type Consent,
  createLinkedAccount as decideCreation,
  registerLinkedAccount as decideRegistration,
  type LinkedAccountRequest,
} from "../../domain/debit/link-account.ts";
import type { LinkedAccount } from "../../domain/debit/linked-account.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { isEnabled } from "../../domain/merchant/enablement.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { Method } from "../../domain/payment/method.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, untilSaved } from "../commit.ts";
import { type Caller, type Gateway, isConnected } from "../gateway.ts";
import { behindCode } from "../link/behind-code.ts";

/**
 * Begins to link an account at a bank: its payer is sent to `registrationAddress`, where they agree or not.
 *
 * @throws Refusal `bad_request` for a type that is not charged this way, or that the account cannot use
 */
export async function createLinkedAccount(
  gateway: Gateway,
  caller: Caller,
  type: string,
  request: LinkedAccountRequest,
): Promise<LinkedAccount> {
  const { account } = caller;
  const method = gateway.methods.in(account.currency).find(type);
  const usable = method && isConnected(gateway, account, method) && isEnabled(account, method) ? method : undefined;
  const id = gateway.newPageId("linkedAccount", account);
  const linked = decideCreation(id, account, usable, request, gateway.clock.of(account.id));
  const decision = { changes: { insert: { linked_accounts: [linked] } }, happened: [] };
  await commit(gateway, account, decision, { caller, remembered: { reference: id, result: linked } });
  return linked;
}

/** @throws Refusal `not_found`, also for another account's */
export async function getLinkedAccount(gateway: Gateway, account: AccountId, id: string): Promise<LinkedAccount> {
  const linked = await gateway.store.linkedAccount.get(account, id);
  if (!linked) throw new Refusal("not_found", `linked_account ${id} was not found`);
  return linked;
}

/** All linked accounts of a period, deleted ones too, newest first, page by page. */
export const everyLinkedAccount = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<LinkedAccount[]> =>
  everyPage((before) => store.linkedAccount.page(account, period, before, pageSize));

/** A payer's view of a linked account: who asks, and by which bank. */
export type Registration = { linked: LinkedAccount; account: Account; method: Method };

/** The linked account with this code in the address of its registration; undefined for an unknown one. */
export async function registrationOf(gateway: Gateway, code: string): Promise<Registration | undefined> {
  const found = await behindCode(gateway, "linkedAccount", code, ({ id }, linked) =>
    gateway.store.linkedAccount.get(id, linked),
  );
  return found && { linked: found.row, account: found.account, method: gateway.methods.of(found.row.type) };
}

/**
 * Plays the payer's answer at the bank of test mode. The first answer stands, in whichever process it arrives.
 *
 * @param purse the payer's account that is linked, by the key of the bank's own page
 * @returns the linked account as it is now
 */
export async function answerRegistration(
  gateway: Gateway,
  { linked, account, method }: Registration,
  answer: { purse: string } | { declined: DeclineReason },
): Promise<LinkedAccount> {
  if (account.livemode || !gateway.simulators) return linked;
  const consent: Consent =
    "purse" in answer ? { mandate: mandateFor(answer.purse, gateway.randomText(12)), lastDigits: "6789" } : answer;
  return untilSaved(async () => {
    const current = await getLinkedAccount(gateway, account.id, linked.id);
    const decided = decideRegistration(current, method, consent, gateway.clock.of(account.id));
    if (!decided) return current;
    const changes = { update: { linked_accounts: [decided] } };
    return (await commit(gateway, account, { changes, happened: [] })) ? decided : undefined;
  });
}
