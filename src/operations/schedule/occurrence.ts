import { Refusal } from "../../domain/base/errors.ts";
import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { plainRequest } from "../../domain/payment/create-charge.ts";
import { isPayable } from "../../domain/payout/recipient-row.ts";
import { scheduledAmount, scheduledTransfer, type TransferDecision } from "../../domain/payout/transfer.ts";
import type { Transfer } from "../../domain/payout/transfer-row.ts";
import type { Occurrence } from "../../domain/schedule/occurrence-row.ts";
import {
  beginOccurrence,
  refuseOccurrence,
  type ScheduleDecision,
  skipOccurrence,
  takeResult,
  takeTransfer,
} from "../../domain/schedule/schedule.ts";
import { type Schedule, type Scheduled, scheduledBy } from "../../domain/schedule/schedule-row.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { askFirst, newCharge } from "../payment/charge.ts";
import type { ChargeDecision } from "../payment/settle-charge.ts";
import { attendTransfer } from "../payout/transfer.ts";

/**
 * Runs an occurrence whose time has come, or looks what became of its charge or transfer; then the dates after it that have passed meanwhile, in order. It
 * is made in the commit that takes its occurrence, before any bank hears of it: of several processes one makes it, and one that dies leaves a charge that
 * the clock asks its bank about.
 */
export async function attendOccurrence(gateway: Gateway, due: Occurrence): Promise<void> {
  const account = await gateway.store.account.get(due.account);
  if (!account) return;
  let next: Occurrence | undefined = due;
  do next = await attendOne(gateway, account, next);
  while (next?.dueAt && next.dueAt <= gateway.clock.of(account.id));
}

/** Returns the occurrence that is planned next, also after one that was refused or skipped; undefined where this one is not processed. */
async function attendOne(gateway: Gateway, account: Account, due: Occurrence): Promise<Occurrence | undefined> {
  if (due.state === "waiting") {
    const begun = await begin(gateway, account, due.id);
    if ("next" in begun) return begun.next;
    if ("charge" in begun) await askFirst(gateway, account, begun.charge);
    else await attendTransfer(gateway, begun.transfer);
  }
  return settle(gateway, account, due.id);
}

/** What a date comes to before anything is asked of a bank: a charge or a transfer to be saved, or why there is none. */
type Made =
  | { decision: ChargeDecision; begun: { charge: Charge }; amount: 0 }
  | { decision: TransferDecision; begun: { transfer: Transfer }; amount: Minor }
  | { refused: string; again: boolean }
  | "skipped";

/** Makes the charge or transfer of an occurrence. Where none can be made it plans the next one, and returns it; nothing where another process has made it. */
function begin(
  gateway: Gateway,
  account: Account,
  id: string,
): Promise<{ charge: Charge } | { transfer: Transfer } | { next: Occurrence | undefined }> {
  return untilSaved(async () => {
    const occurrence = await gateway.store.occurrence.get(account.id, id);
    const schedule = occurrence && (await gateway.store.schedule.get(account.id, occurrence.schedule));
    if (!schedule || occurrence.state !== "waiting") return { next: undefined };
    const now = gateway.clock.of(account.id);
    const scheduled = scheduledBy(schedule);
    const made =
      scheduled.kind === "charge"
        ? await chargeOf(gateway, account, schedule, scheduled)
        : await transferOf(gateway, account, schedule, scheduled);
    if (made === "skipped" || "refused" in made) {
      const nextId = gateway.newId("occurrence", account.livemode);
      const decision =
        made === "skipped"
          ? skipOccurrence(schedule, occurrence, nextId, now)
          : refuseOccurrence(schedule, occurrence, made.refused, nextId, now, made.again);
      return (await commit(gateway, account, decision)) ? { next: decision.next } : undefined;
    }
    const { decision, amount } = made;
    const begun = beginOccurrence(
      occurrence,
      "charge" in made.begun ? made.begun.charge : made.begun.transfer,
      now,
      amount,
    );
    const changes = { ...decision.changes, update: { ...decision.changes.update, occurrences: [begun] } };
    return (await commit(gateway, account, { ...decision, changes })) ? made.begun : undefined;
  });
}

/** The charge of a schedule, not saved yet; the refusal that a merchant would get for it, where it cannot be made. */
async function chargeOf(
  gateway: Gateway,
  account: Account,
  { id, card, currency, description, metadata }: Schedule,
  { customer, amount }: Extract<Scheduled, { kind: "charge" }>,
): Promise<Made> {
  try {
    const decision = await newCharge(
      gateway,
      account,
      { source: undefined, card: card ?? undefined, customer },
      {
        ...plainRequest,
        amount,
        currency,
        description: description ?? undefined,
        metadata,
        cardOnFile: { transactionIndicator: "MIT", recurringReason: "standing_order", firstCharge: null },
        schedule: id,
      },
    );
    return { decision, begun: decision, amount: 0 };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message, again: true }; // its customer or card is gone, or the account cannot charge cards any more
    throw error;
  }
}

/** The transfer of a schedule, not saved yet. What is too little today may be enough on another day; a recipient who cannot be paid is looked at on the next date. */
async function transferOf(
  gateway: Gateway,
  account: Account,
  schedule: Schedule,
  { recipient: to, ...sum }: Extract<Scheduled, { kind: "transfer" }>,
): Promise<Made> {
  const now = gateway.clock.of(account.id);
  const recipient = await gateway.store.recipient.get(account.id, to);
  if (!recipient || recipient.deletedAt !== null) return { refused: `recipient ${to} was not found`, again: false };
  if (!isPayable(recipient)) return { refused: "recipient is not verified and active", again: false };
  const { transferable } = await gateway.store.ledger.balance(account.id, account.currency, now);
  const amount = scheduledAmount(sum, transferable);
  if (amount === null) return "skipped";
  if (amount > transferable) return { refused: "insufficient balance", again: true };
  const id = gateway.newId("transfer", account.livemode);
  const order = { amount, schedule: schedule.id, metadata: schedule.metadata };
  const decision = scheduledTransfer(id, account, { recipient, transferable }, order, now);
  return { decision, begun: decision, amount };
}

/** Records what became of an occurrence's charge or transfer, and plans the next occurrence, which is returned. */
async function settle(gateway: Gateway, account: Account, id: string): Promise<Occurrence | undefined> {
  const { next } = await untilSaved(async () => {
    const occurrence = await gateway.store.occurrence.get(account.id, id);
    if (occurrence?.state !== "charging") return { next: undefined }; // another process has recorded it
    const schedule = await gateway.store.schedule.get(account.id, occurrence.schedule);
    if (!schedule) throw new Error(`occurrence ${id} lacks its schedule`);
    const nextId = gateway.newId("occurrence", account.livemode);
    const now = gateway.clock.of(account.id);
    const decision = await outcomeOf(gateway, account, schedule, occurrence, nextId, now);
    return (await commit(gateway, account, decision)) ? { next: decision.next } : undefined;
  });
  return next;
}

async function outcomeOf(
  { store }: Gateway,
  { id: account }: Account,
  schedule: Schedule,
  occurrence: Occurrence,
  nextId: string,
  now: Time,
): Promise<ScheduleDecision> {
  const result = occurrence.result ?? "";
  if (schedule.recipient === null) {
    const charge = await store.charge.get(account, result);
    if (charge) return takeResult(schedule, occurrence, charge, nextId, now);
  } else {
    const transfer = await store.transfer.get(account, result);
    if (transfer) return takeTransfer(schedule, occurrence, transfer, nextId, now);
  }
  throw new Error(`occurrence ${occurrence.id} lacks what was made for it`);
}
