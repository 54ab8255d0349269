import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { plainRequest } from "../../domain/payment/create-charge.ts";
import type { Occurrence } from "../../domain/schedule/occurrence-row.ts";
import { beginOccurrence, refuseOccurrence, takeResult } from "../../domain/schedule/schedule.ts";
import type { Schedule } from "../../domain/schedule/schedule-row.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { askFirst, newCharge } from "../payment/charge.ts";
import type { ChargeDecision } from "../payment/settle-charge.ts";

/**
 * Runs an occurrence whose time has come, or looks what became of its charge; then the dates after it that have passed meanwhile, in order. A charge is
 * made in the commit that takes its occurrence, before any bank hears of it: of several processes one makes it, and one that dies leaves a charge that
 * the clock asks its bank about.
 */
export async function attendOccurrence(gateway: Gateway, due: Occurrence): Promise<void> {
  const account = await gateway.store.account.get(due.account);
  if (!account) return;
  let next: Occurrence | undefined = due;
  do next = await attendOne(gateway, account, next);
  while (next?.dueAt && next.dueAt <= gateway.now());
}

/** Returns the occurrence that is planned next; undefined where this one is not processed. */
async function attendOne(gateway: Gateway, account: Account, due: Occurrence): Promise<Occurrence | undefined> {
  if (due.state === "waiting") {
    const charge = await begin(gateway, account, due.id);
    if (!charge) return undefined;
    await askFirst(gateway, account, charge);
  }
  return settle(gateway, account, due.id);
}

/** Makes the charge of an occurrence. Returns null where none can be made, or another process has made it. */
function begin(gateway: Gateway, account: Account, id: string): Promise<Charge | null> {
  return untilSaved(async () => {
    const occurrence = await gateway.store.occurrence.get(account.id, id);
    const schedule = occurrence && (await gateway.store.schedule.get(account.id, occurrence.schedule));
    if (!schedule || occurrence.state !== "waiting") return null;
    const now = gateway.clock.of(account.id);
    const made = await chargeOf(gateway, account, schedule);
    if (made instanceof Refusal) {
      const nextId = gateway.newId("occurrence", account.livemode);
      const decision = refuseOccurrence(schedule, occurrence, made.message, nextId, now);
      return (await commit(gateway, account, decision)) ? null : undefined;
    }
    const begun = beginOccurrence(occurrence, made.charge, now);
    const changes = { ...made.changes, update: { ...made.changes.update, occurrences: [begun] } };
    return (await commit(gateway, account, { ...made, changes })) ? made.charge : undefined;
  });
}

/** The charge of a schedule, not saved yet; the refusal that a merchant would get for it, where it cannot be made. */
async function chargeOf(gateway: Gateway, account: Account, schedule: Schedule): Promise<ChargeDecision | Refusal> {
  const { id, customer, card, amount, currency, description, metadata } = schedule;
  try {
    return await newCharge(
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
  } catch (error) {
    if (error instanceof Refusal) return error; // its customer or card is gone, or the account cannot charge cards any more
    throw error;
  }
}

/** Records what became of an occurrence's charge, and plans the next occurrence, which is returned. */
async function settle(gateway: Gateway, account: Account, id: string): Promise<Occurrence | undefined> {
  const { next } = await untilSaved(async () => {
    const occurrence = await gateway.store.occurrence.get(account.id, id);
    if (occurrence?.state !== "charging") return { next: undefined }; // another process has recorded it
    const charge =
      occurrence.result === null ? undefined : await gateway.store.charge.get(account.id, occurrence.result);
    const schedule = await gateway.store.schedule.get(account.id, occurrence.schedule);
    if (!charge || !schedule) throw new Error(`occurrence ${id} lacks its charge or its schedule`);
    const nextId = gateway.newId("occurrence", account.livemode);
    const decision = takeResult(schedule, occurrence, charge, nextId, gateway.clock.of(account.id));
    return (await commit(gateway, account, decision)) ? { next: decision.next } : undefined;
  });
  return next;
}
