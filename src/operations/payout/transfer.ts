import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Recipient } from "../../domain/payout/recipient-row.ts";
import {
  attemptTransfer,
  createTransfers,
  deleteTransfer as decideDeletion,
  updateTransfer as decideUpdate,
  isSendable,
  mayBeMarked,
  mayBePaidOut,
  type Payout,
  settleTransfer,
  type TransferDecision,
  type TransferRequest,
} from "../../domain/payout/transfer.ts";
import type { Transfer } from "../../domain/payout/transfer-row.ts";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, untilSaved, untilTaken } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { getRecipient } from "./recipient.ts";

/**
 * Makes a transfer, which the clock sends on the next banking day. The same `idemp_key` again gives the transfer that it made first.
 *
 * @param recipient id; undefined for the default recipient
 * @throws Refusal `invalid_transfer`, `not_found`
 */
export function createTransfer(
  gateway: Gateway,
  caller: Caller,
  recipient: string | undefined,
  request: TransferRequest,
): Promise<Transfer> {
  const { account } = caller;
  mayBePaidOut(account);
  return untilSaved(async () => {
    const first = request.idempKey === null ? undefined : await ofIdempKey(gateway, account, request.idempKey);
    if (first) return keep(gateway, caller, { transfer: first, changes: {}, happened: [] });
    const to = await recipientFor(gateway, account.id, recipient);
    const now = gateway.clock.of(account.id);
    const { transferable } = await gateway.store.ledger.balance(account.id, account.currency, now);
    const newId = () => gateway.newId("transfer", account.livemode);
    return keep(gateway, caller, createTransfers(account, to, transferable, request, newId, now));
  });
}

async function ofIdempKey(gateway: Gateway, account: Account, key: string): Promise<Transfer | undefined> {
  const found = await gateway.store.transfer.ofIdempKey(account.id, key);
  return found && (await withSendable(gateway, account, [found]))[0];
}

async function recipientFor(gateway: Gateway, account: AccountId, id: string | undefined): Promise<Recipient> {
  if (id !== undefined) return getRecipient(gateway, account, id);
  const found = await gateway.store.recipient.default(account);
  if (!found) throw new Refusal("not_found", "the account has no default recipient");
  return found;
}

/** Changes amount or metadata of a transfer that was not sent. @throws Refusal `not_found`, `invalid_transfer` */
export function updateTransfer(
  gateway: Gateway,
  caller: Caller,
  id: string,
  patch: { amount?: Minor; metadata?: Record<string, unknown> },
): Promise<Transfer> {
  const { account } = caller;
  return untilSaved(async () => {
    const stored = await getTransfer(gateway, account, id);
    const payout = await payoutOf(gateway, account, stored, gateway.clock.of(account.id));
    return keep(gateway, caller, decideUpdate(stored, patch, payout));
  });
}

/** Takes back a transfer that was not sent. @throws Refusal `not_found`, `failed_deletion` */
export function deleteTransfer(gateway: Gateway, caller: Caller, id: string): Promise<Transfer> {
  const { account } = caller;
  return untilSaved(async () => {
    const stored = await getTransfer(gateway, account, id);
    return keep(gateway, caller, decideDeletion(stored, gateway.clock.of(account.id)));
  });
}

/**
 * Sends a transfer of test mode now, and pays it, too, where that is asked for.
 *
 * @returns the transfer, `failed` where its bank account is one that fails
 * @throws Refusal `not_found`, `invalid_transfer`
 */
export async function markTransfer(
  gateway: Gateway,
  caller: Caller,
  id: string,
  step: "sent" | "paid",
): Promise<Transfer> {
  const { account } = caller;
  const once = () =>
    untilTaken(gateway, account, async (inLine) => {
      const stored = await getTransfer(gateway, account, id);
      const now = gateway.clock.of(account.id);
      const payout = await payoutOf(gateway, account, stored, now);
      mayBeMarked(stored, step, payout);
      const decision = advance(gateway, stored, payout, now);
      const over = step === "sent" || decision.transfer.state !== "sent";
      return keep(inLine, caller, decision, over);
    });
  const sent = await once();
  return step === "paid" && sent.state === "sent" ? once() : sent;
}

/** Sends a transfer whose time has come, or records what its bank has done. */
export async function attendTransfer(gateway: Gateway, due: Transfer): Promise<void> {
  const account = await gateway.store.account.get(due.account);
  if (!account) return;
  await untilTaken(gateway, account, async (inLine) => {
    const stored = await gateway.store.transfer.get(account.id, due.id);
    if (stored?.dueAt !== due.dueAt) return true; // it was changed meanwhile, or another process has done it
    const now = gateway.clock.of(account.id);
    const decision = advance(gateway, stored, await payoutOf(gateway, account, stored, now), now);
    return (await commit(inLine, account, decision)) || undefined;
  });
}

function advance(gateway: Gateway, transfer: Transfer, payout: Payout, now: Time): TransferDecision {
  const entry = gateway.newId("transaction", transfer.livemode);
  return transfer.state === "created"
    ? attemptTransfer(transfer, payout, entry, now)
    : settleTransfer(transfer, entry, now);
}

/** What a transfer is decided on. The row of the balance is read first, so that what takes money after that is noticed. */
async function payoutOf(gateway: Gateway, account: Account, transfer: Transfer, now: Time): Promise<Payout> {
  const { ledger } = gateway.store;
  const balance = await ledger.balanceRow(account.id, transfer.currency);
  const [{ transferable }, recipient] = await Promise.all([
    ledger.balance(account.id, account.currency, now),
    gateway.store.recipient.get(account.id, transfer.recipient),
  ]);
  return { balance, transferable, recipient };
}

async function keep(
  gateway: Gateway,
  caller: Caller,
  decision: TransferDecision,
  over = true,
): Promise<Transfer | undefined> {
  const { transfer } = decision;
  const remembered = { reference: transfer.id, ...(over && { result: transfer }) };
  return (await commit(gateway, caller.account, decision, { caller, remembered })) ? transfer : undefined;
}

/** @throws Refusal `not_found`, also for one that was deleted */
export async function getTransfer(gateway: Gateway, account: Account, id: string): Promise<Transfer> {
  const [transfer] = await loadTransfers(gateway, account, [id]);
  if (!transfer || transfer.state === "deleted") throw new Refusal("not_found", `transfer ${id} was not found`);
  return transfer;
}

/** The account's transfers with these ids, deleted ones too. */
export const loadTransfers = async (gateway: Gateway, account: Account, ids: readonly string[]): Promise<Transfer[]> =>
  withSendable(gateway, account, await gateway.store.transfer.some(account.id, ids));

export async function listTransfers(gateway: Gateway, account: Account, range: ListRange): Promise<Listed<Transfer>> {
  const { rows, total } = await gateway.store.transfer.list(account.id, range);
  return { rows: await withSendable(gateway, account, rows), total };
}

/** Says of each transfer whether it could be sent now. */
async function withSendable(gateway: Gateway, account: Account, transfers: Transfer[]): Promise<Transfer[]> {
  const waiting = transfers.filter(({ state }) => state === "created");
  if (waiting.length === 0) return transfers;
  const now = gateway.clock.of(account.id);
  const [{ transferable }, recipients] = await Promise.all([
    gateway.store.ledger.balance(account.id, account.currency, now),
    gateway.store.recipient.some(account.id, [...new Set(waiting.map(({ recipient }) => recipient))]),
  ]);
  return transfers.map((each) => ({
    ...each,
    sendable: isSendable(
      each,
      recipients.find(({ id }) => id === each.recipient),
      transferable,
    ),
  }));
}

/** All transfers created in a period, newest first, read page by page. */
export const everyTransfer = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<Transfer[]> => everyPage((before) => store.transfer.page(account, period, before, pageSize));
