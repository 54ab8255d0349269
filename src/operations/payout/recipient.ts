import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import {
  activateRecipient as decideActivation,
  createRecipient as decideCreation,
  deleteRecipient as decideDeletion,
  updateRecipient as decideUpdate,
  verifyRecipient as decideVerification,
  type RecipientDecision,
  type RecipientRequest,
} from "../../domain/payout/recipient.ts";
import type { Recipient } from "../../domain/payout/recipient-row.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";

/** @throws Refusal `invalid_recipient`, `invalid_bank_account` */
export async function createRecipient(gateway: Gateway, caller: Caller, request: RecipientRequest): Promise<Recipient> {
  const { account } = caller;
  const id = gateway.newId("recipient", account.livemode);
  const decision = decideCreation(id, account, request, gateway.clock.of(account.id));
  await commit(gateway, account, decision, { caller, remembered: { reference: id, result: decision.recipient } });
  return decision.recipient;
}

/** Changes a recipient; another bank account has to be verified anew. @throws Refusal `not_found`, `invalid_recipient`, `invalid_bank_account` */
export const updateRecipient = (
  gateway: Gateway,
  caller: Caller,
  id: string,
  patch: Partial<RecipientRequest>,
): Promise<Recipient> => change(gateway, caller, id, (stored, now) => decideUpdate(stored, patch, now));

/** Verifies and activates a recipient of test mode now. @throws Refusal `not_found`, `invalid_recipient` in live mode */
export const verifyRecipient = (gateway: Gateway, caller: Caller, id: string): Promise<Recipient> =>
  change(gateway, caller, id, (stored, now) => decideVerification(stored, true, now));

/** @throws Refusal `not_found`, `invalid_recipient` where it was not verified */
export const activateRecipient = (gateway: Gateway, caller: Caller, id: string, active: boolean): Promise<Recipient> =>
  change(gateway, caller, id, (stored, now) => decideActivation(stored, active, now));

/** Deletes a recipient for good. Transfers to it that were not sent fail. @throws Refusal `not_found`, `failed_deletion` */
export const deleteRecipient = (gateway: Gateway, caller: Caller, id: string): Promise<Recipient> =>
  change(gateway, caller, id, decideDeletion);

function change(
  gateway: Gateway,
  caller: Caller,
  id: string,
  decide: (stored: Recipient, now: Time) => RecipientDecision,
): Promise<Recipient> {
  const { account } = caller;
  return untilSaved(async () => {
    const stored = await getRecipient(gateway, account.id, id);
    const decision = decide(stored, gateway.clock.of(account.id));
    const remembered = { reference: id, result: decision.recipient };
    return (await commit(gateway, account, decision, { caller, remembered })) ? decision.recipient : undefined;
  });
}

/** Verifies a recipient whose time has come. */
export async function attendRecipient(gateway: Gateway, due: Recipient): Promise<void> {
  const account = await gateway.store.account.get(due.account);
  if (!account) return;
  await untilSaved(async () => {
    const stored = await gateway.store.recipient.get(account.id, due.id);
    if (stored?.dueAt !== due.dueAt) return true; // it was changed meanwhile, or another process has done it
    const decision = decideVerification(stored, account.autoActivateRecipients, gateway.clock.of(account.id));
    return (await commit(gateway, account, decision)) || undefined;
  });
}

/** @throws Refusal `not_found`, also for one that was deleted */
export async function getRecipient(gateway: Gateway, account: AccountId, id: string): Promise<Recipient> {
  const recipient = await gateway.store.recipient.get(account, id);
  if (!recipient || recipient.deletedAt !== null) throw new Refusal("not_found", `recipient ${id} was not found`);
  return recipient;
}

/** All recipients created in a period, newest first, read page by page. */
export const everyRecipient = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<Recipient[]> => everyPage((before) => store.recipient.page(account, period, before, pageSize));
