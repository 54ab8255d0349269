import { Refusal, refuseIfAny } from "../base/errors.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { EventKey } from "../event/event.ts";
import { taking } from "../ledger/balance.ts";
import type { Balance } from "../ledger/balance-row.ts";
import { bookTransfer, bookTransferFailure } from "../ledger/ledger.ts";
import type { Account } from "../merchant/account.ts";
import { firstRunAfter, nextRunAfter, paidAfter } from "./banking-day.ts";
import { isPayable, type Recipient } from "./recipient-row.ts";
import { testFailure } from "./test-numbers.ts";
import { paysOut } from "./thai-bank.ts";
import { type Transfer, type TransferFailure, type TransferState, transferMoves } from "./transfer-row.ts";

/** A merchant's request; without an amount the whole balance is paid out. */
export type TransferRequest = {
  amount: Minor | undefined;
  failFast: boolean;
  metadata: Record<string, unknown>;
  split: boolean;
  idempKey: string | null;
};

export type TransferDecision = { transfer: Transfer; changes: Changes; happened: DomainEvent[] };

/** What a transfer is decided on: the recipient, what the balance has, and the row that who takes from it writes. */
export type Payout = { recipient: Recipient | undefined; transferable: Minor; balance: Balance };

/** Limits of one transfer, in satang. Source: documentation, capability. */
export const transferLimits = { max: 5_000_000_000, min: 3_000 };

/** 30 baht for each transfer, 7 % VAT included. Recorded in 2019 and 2025. */
const transferFee = { fee: 2_804, feeVat: 196 };

/** What a transfer costs with VAT. */
export const transferPrice: Minor = transferFee.fee + transferFee.feeVat;

/** How often it is tried to send a transfer: twice on each of three banking days. */
export const triesMax = 6;

/**
 * Makes a transfer, or several for a sum that is too large for one. Nothing is held: what counts is the balance when it is sent.
 *
 * @param newId makes the id of each
 * @returns the first one
 * @throws Refusal `invalid_transfer`
 */
export function createTransfers(
  account: Account,
  recipient: Recipient,
  transferable: Minor,
  request: TransferRequest,
  newId: () => string,
  now: Time,
): TransferDecision {
  mayBePaidOut(account);
  const sum = request.amount ?? transferable;
  const parts = request.split ? partsOf(sum) : [sum];
  refuseIfAny("invalid_transfer", amountFaults(sum, parts, transferable));
  const ids = parts.map(() => newId());
  const splitGroup = parts.length > 1 ? (ids[0] ?? null) : null;
  const transfers = parts.map((amount, index) => ({
    ...newTransfer(ids[index] ?? "", account, recipient, amount, now),
    failFast: request.failFast,
    metadata: request.metadata,
    idempKey: index === 0 ? request.idempKey : null,
    splitGroup,
    dueAt: firstRunAfter(now),
    sendable: isPayable(recipient) && amount <= transferable,
  }));
  return decision(transfers, "insert", ["transfer.create"]);
}

/** Makes the transfer of a schedule, which is due at once. */
export function scheduledTransfer(
  id: string,
  account: Account,
  { recipient, transferable }: { recipient: Recipient; transferable: Minor },
  { amount, schedule, metadata }: { amount: Minor; schedule: string; metadata: Record<string, unknown> },
  now: Time,
): TransferDecision {
  mayBePaidOut(account);
  const transfer = {
    ...newTransfer(id, account, recipient, amount, now),
    schedule,
    metadata,
    failFast: true,
    dueAt: now,
  };
  return decision([{ ...transfer, sendable: amount <= transferable }], "insert", ["transfer.create"]);
}

/** @throws Refusal `invalid_transfer` in live mode, and in countries whose banks are not known */
export function mayBePaidOut({ livemode, country }: Pick<Account, "livemode" | "country">): void {
  if (!paysOut({ country }))
    throw new Refusal(
      "invalid_transfer",
      `transfers of accounts in ${country} are not supported: no bank there is known`,
      {
        hint: `transfers of accounts in ${country} are not supported by Chamra yet`,
      },
    );
  if (livemode)
    throw new Refusal(
      "invalid_transfer",
      "transfers of live mode are not supported: no bank is connected that pays out",
      {
        hint: "transfers of live mode are not supported by Chamra yet",
      },
    );
}

function newTransfer(id: string, account: Account, recipient: Recipient, amount: Minor, now: Time): Transfer {
  return {
    id,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    state: "created",
    recipient: recipient.id,
    bankAccount: recipient.bankAccount,
    amount,
    ...transferFee,
    currency: account.currency,
    failFast: false,
    metadata: {},
    schedule: null,
    idempKey: null,
    splitGroup: null,
    failureCode: null,
    tries: 0,
    createdAt: now,
    sentAt: null,
    paidAt: null,
    failedAt: null,
    deletedAt: null,
    dueAt: now,
    entries: [],
    sendable: false,
  };
}

/** The parts of a sum, as few as the limits allow; the last one is never too small. */
function partsOf(sum: Minor): Minor[] {
  const { max, min } = transferLimits;
  if (sum <= max) return [sum];
  const first = sum - max < min ? sum - min : max;
  return [first, ...partsOf(sum - first)];
}

function amountFaults(sum: Minor, parts: readonly Minor[], transferable: Minor): string[] {
  return sum > transferable ? ["insufficient balance"] : [...new Set(parts.flatMap(transferLimitFaults))];
}

/**
 * The limit that a sum breaks which a schedule is to pay out on each date. One that is too small for a transfer may be ordered: live tests of the
 * original's Java library make schedules of 2000. Its dates are skipped, since the fee would take more than there is.
 */
export const scheduledAmountFaults = (amount: Minor): string[] =>
  amount < 1 ? ["amount must be greater than 0"] : transferLimitFaults(Math.max(amount, transferLimits.min));

/** The limit that the amount of one transfer breaks. */
function transferLimitFaults(amount: Minor): string[] {
  const { max, min } = transferLimits;
  if (amount < min) return [`amount must be greater than or equal to ${min} (thb subunits)`];
  return amount > max ? [`amount must be less than or equal to ${max} (thb subunits)`] : [];
}

/**
 * What a date of a schedule pays out: a fixed amount, or a part of the balance, rounded down, and at most what one transfer can pay out. Null where that is
 * too small for a transfer.
 */
export function scheduledAmount(ordered: ScheduledSum, transferable: Minor): Minor | null {
  const { max, min } = transferLimits;
  const sum = ordered.amount ?? Math.min(Number((BigInt(transferable) * BigInt(ordered.balanceBps)) / 10_000n), max);
  return sum < min ? null : sum;
}

/** @property balanceBps hundredths of a percent of what can be transferred; counts where there is no amount */
type ScheduledSum = { amount: Minor; balanceBps: number | null } | { amount: null; balanceBps: number };

/** Whether a transfer could be sent now. */
export const isSendable = (
  { state, amount }: Transfer,
  recipient: Recipient | undefined,
  transferable: Minor,
): boolean => state === "created" && recipient !== undefined && isPayable(recipient) && amount <= transferable;

/** Changes a transfer that was not sent. @throws Refusal `invalid_transfer` */
export function updateTransfer(
  stored: Transfer,
  patch: { amount?: Minor; metadata?: Record<string, unknown> },
  payout: Pick<Payout, "recipient" | "transferable">,
): TransferDecision {
  if (stored.state !== "created") throw new Refusal("invalid_transfer", `transfer was already ${stored.state}`);
  const { amount = stored.amount } = patch;
  refuseIfAny(
    "invalid_transfer",
    patch.amount === undefined ? [] : amountFaults(amount, [amount], payout.transferable),
  );
  const transfer = revise(stored, patch);
  const sendable = isSendable(transfer, payout.recipient, payout.transferable);
  return decision([{ ...transfer, sendable }], "update", ["transfer.update"]);
}

/** Takes back a transfer that was not sent. @throws Refusal `failed_deletion` */
export function deleteTransfer(stored: Transfer, now: Time): TransferDecision {
  if (stored.state !== "created") throw new Refusal("failed_deletion", `transfer was already ${stored.state}`);
  return decision([move(stored, "destroy", { deletedAt: now, dueAt: null })], "update", ["transfer.destroy"]);
}

/**
 * Sends a transfer whose time has come: the whole amount leaves the balance, in the commit that tells of it. Where it cannot be sent it is tried again
 * on the next run, or fails.
 *
 * @param entry id of the debit
 */
export function attemptTransfer(stored: Transfer, payout: Payout, entry: string, now: Time): TransferDecision {
  const { fault, final } = obstacle(stored, payout);
  if (fault === null) return send(stored, payout, entry, now);
  const tries = stored.tries + 1;
  if (final || stored.failFast || tries >= triesMax) return fail(stored, fault, null, now, tries);
  const waiting = revise(stored, { tries, dueAt: nextRunAfter(now), sendable: false });
  return decision([waiting], "update", []);
}

/** What a transfer cannot be sent for, and whether that is so for ever; null where it can. */
function obstacle(
  transfer: Transfer,
  { recipient, transferable }: Payout,
): { fault: TransferFailure | null; final: boolean } {
  if (!recipient || recipient.deletedAt !== null) return { fault: "invalid_recipient", final: true };
  if (!isPayable(recipient)) return { fault: "invalid_recipient", final: false };
  if (transfer.amount > transferable) return { fault: "insufficient_balance", final: false };
  const { livemode } = transfer;
  return { fault: testFailure("send", { livemode, number: recipient.bankAccount.number }), final: true };
}

function send(stored: Transfer, { recipient, balance }: Payout, entryId: string, now: Time): TransferDecision {
  if (!recipient) throw new Error(`transfer ${stored.id} has no recipient`);
  const { entry, postings } = bookTransfer(entryId, stored, now);
  const sent = move(stored, "send", {
    bankAccount: recipient.bankAccount,
    sentAt: now,
    dueAt: paidAfter(now),
    entries: [entry],
    sendable: false,
  });
  const { transfer, changes, happened } = decision([sent], "update", ["transfer.send"]);
  return { transfer, happened, changes: { ...taking(balance, changes), insert: { entries: [entry], postings } } };
}

/**
 * Records what the bank says of a transfer that was sent: it paid, or it could not and the money comes back.
 *
 * @param entry id of the credit
 */
export function settleTransfer(stored: Transfer, entry: string, now: Time): TransferDecision {
  const { livemode, bankAccount } = stored;
  const failure = testFailure("pay", { livemode, number: bankAccount.number });
  if (failure !== null) return fail(stored, failure, entry, now);
  return decision([move(stored, "pay", { paidAt: now, dueAt: null })], "update", ["transfer.pay"]);
}

/** @param credit id of the entry that gives the money back; null where it was never taken */
function fail(
  stored: Transfer,
  failureCode: TransferFailure,
  credit: string | null,
  now: Time,
  tries = stored.tries,
): TransferDecision {
  const failed = move(stored, "fail", { failureCode, failedAt: now, dueAt: null, tries, sendable: false });
  if (credit === null) return decision([failed], "update", ["transfer.fail"]);
  const { entry, postings } = bookTransferFailure(credit, failed, now);
  const refunded = { ...failed, entries: [...failed.entries, entry] };
  const { transfer, changes, happened } = decision([refunded], "update", ["transfer.fail"]);
  return { transfer, happened, changes: { ...changes, insert: { entries: [entry], postings } } };
}

/**
 * Refuses to send or pay a transfer by hand where that cannot be: only in test mode, and only while it has not come further. What would only delay
 * the run of the clock is refused here, since the caller wants it now.
 *
 * @throws Refusal `invalid_transfer`
 */
export function mayBeMarked(transfer: Transfer, step: "sent" | "paid", payout: Payout): void {
  if (transfer.livemode)
    throw new Refusal("invalid_transfer", "only transfers of test mode can be marked as sent or paid");
  const passed = transfer.state !== "created" && !(step === "paid" && transfer.state === "sent");
  if (passed) throw new Refusal("invalid_transfer", `transfer was already ${transfer.state}`);
  if (transfer.state === "sent") return;
  const { fault } = obstacle(transfer, payout);
  if (fault === "insufficient_balance") throw new Refusal("invalid_transfer", "insufficient balance");
  if (fault === "invalid_recipient") throw new Refusal("invalid_transfer", "recipient is not verified and active");
}

/** The transfer after `action`. An illegal move is a defect: money would be sent twice, or come back twice. */
function move(transfer: Transfer, action: "send" | "pay" | "fail" | "destroy", patch: Partial<Transfer>): Transfer {
  const next = (transferMoves[transfer.state] as Record<string, TransferState>)[action];
  if (!next) throw new Error(`transfer ${transfer.id} is ${transfer.state} and cannot ${action}`);
  return revise(transfer, { ...patch, state: next });
}

type TransferKey = Extract<EventKey, `transfer.${string}`>;

function decision(
  transfers: readonly Transfer[],
  how: "insert" | "update",
  keys: readonly TransferKey[],
): TransferDecision {
  const [transfer] = transfers;
  if (!transfer) throw new Error("a decision about no transfer");
  const happened = keys.flatMap((key) =>
    transfers.map((row): DomainEvent => ({ key, about: { kind: "transfer", row } })),
  );
  return { transfer, changes: { [how]: { transfers } }, happened };
}
