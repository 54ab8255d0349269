import { Refusal, refuseIfAny } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { cardToCharge } from "../../domain/customer/change-customer.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { chargeLimitFaults } from "../../domain/payment/create-source.ts";
import { cardType } from "../../domain/payment/method.ts";
import { mayBePaidOut, scheduledAmountFaults } from "../../domain/payout/transfer.ts";
import { type Occurrence, shownStates } from "../../domain/schedule/occurrence-row.ts";
import {
  createSchedule as decideCreation,
  deleteSchedule as decideDeletion,
  type ScheduleRequest,
} from "../../domain/schedule/schedule.ts";
import type { Schedule } from "../../domain/schedule/schedule-row.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, untilSaved } from "../commit.ts";
import { getCustomer } from "../customer/customer.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { methodFor } from "../payment/source.ts";
import { getRecipient } from "../payout/recipient.ts";
import { attendOccurrence } from "./occurrence.ts";

/**
 * Creates a schedule. Where its first date is today, its first occurrence runs before the caller is answered.
 *
 * @throws Refusal `bad_request`, `invalid_charge`, `missing_card` or `not_found`
 */
export async function createSchedule(gateway: Gateway, caller: Caller, request: ScheduleRequest): Promise<Schedule> {
  const { account } = caller;
  mayBeOrdered(gateway, account, request);
  const { schedule, occurrence, atOnce } = await untilSaved(async () => {
    const now = gateway.clock.of(account.id);
    const defaultCard = await defaultCardOf(gateway, account.id, request);
    const ids = {
      schedule: gateway.newId("schedule", account.livemode),
      scheduledId: gateway.newId(
        request.recipient === null ? "scheduledCharge" : "scheduledTransfer",
        account.livemode,
      ),
      occurrence: gateway.newId("occurrence", account.livemode),
    };
    const decision = decideCreation(account, { defaultCard }, request, ids, now);
    const atOnce = decision.occurrence.dueAt === now;
    const remembered = { reference: ids.schedule, ...(!atOnce && { result: decision.schedule }) };
    return (await commit(gateway, account, decision, { caller, remembered })) ? { ...decision, atOnce } : undefined;
  });
  if (!atOnce) return schedule;
  await attendOccurrence(gateway, occurrence);
  const after = await getSchedule(gateway, account.id, schedule.id);
  if (caller.intention) {
    const remembered = { reference: schedule.id, result: after };
    await commit(gateway, account, { changes: {}, happened: [] }, { caller, remembered });
  }
  return after;
}

/** Refuses amounts that could never be charged or paid out. @throws Refusal `invalid_charge`, `invalid_transfer` */
function mayBeOrdered(gateway: Gateway, account: Account, { recipient, amount, currency }: ScheduleRequest): void {
  if (recipient === null) {
    const method = methodFor(gateway, account, cardType, "invalid_charge");
    return refuseIfAny("invalid_charge", chargeLimitFaults(method, amount ?? 0, currency));
  }
  mayBePaidOut(account);
  if (amount !== null) refuseIfAny("invalid_transfer", scheduledAmountFaults(amount));
}

/** The default card of the customer who is charged, after everybody and everything that is named was found. */
async function defaultCardOf(
  gateway: Gateway,
  account: AccountId,
  { customer: named, card, recipient }: ScheduleRequest,
): Promise<string | null> {
  if (recipient !== null) await getRecipient(gateway, account, recipient);
  if (named === null) return null;
  const customer = await getCustomer(gateway, account, named);
  cardToCharge(customer, card ?? undefined);
  return customer.defaultCard;
}

/** Deletes a schedule for good; it stays readable. @throws Refusal `not_found`, `failed_deletion` */
export function deleteSchedule(gateway: Gateway, caller: Caller, id: string): Promise<Schedule> {
  const { account } = caller;
  return untilSaved(async () => {
    const schedule = await getSchedule(gateway, account.id, id);
    const open = await gateway.store.occurrence.openOf(account.id, id);
    const decision = decideDeletion(schedule, open, gateway.clock.of(account.id));
    const remembered = { reference: id, result: decision.schedule };
    return (await commit(gateway, account, decision, { caller, remembered })) ? decision.schedule : undefined;
  });
}

/** @throws Refusal `not_found`, also for another account's schedule */
export async function getSchedule(gateway: Gateway, account: AccountId, id: string): Promise<Schedule> {
  const schedule = await gateway.store.schedule.get(account, id);
  if (!schedule) throw new Refusal("not_found", `schedule ${id} was not found`);
  return schedule;
}

/** @throws Refusal `not_found`, also for an occurrence that is not processed yet */
export async function getOccurrence(gateway: Gateway, account: AccountId, id: string): Promise<Occurrence> {
  const occurrence = await gateway.store.occurrence.get(account, id);
  const shown = occurrence && shownStates.some((state) => state === occurrence.state);
  if (!shown) throw new Refusal("not_found", `occurrence ${id} was not found`);
  return occurrence;
}

/** All schedules created in a period, newest first, read page by page. */
export const everySchedule = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<Schedule[]> => everyPage((before) => store.schedule.page(account, period, before, pageSize));
