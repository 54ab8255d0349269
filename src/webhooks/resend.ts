import type { AccountId } from "../domain/base/id.ts";
import { revise } from "../domain/base/row.ts";
import type { Attempt, Delivery } from "../domain/event/event.ts";
import { type Dispatch, deliver, leasedFor, withContents } from "./deliver.ts";

/**
 * Sends an event once more, now, to each endpoint that it was for, whatever became of it before.
 * What fails is tried again by the schedule, if that is not over.
 */
export async function resend(dispatch: Dispatch, account: AccountId, event: string): Promise<Attempt[]> {
  const deliveries = await dispatch.store.delivery.ofEvent(account, event);
  const leased = await Promise.all(deliveries.map((delivery) => lease(dispatch, delivery)));
  return Promise.all((await withContents(dispatch, leased)).map((each) => deliver(dispatch, each)));
}

/** Deliveries that are taken up again at one request. */
const takenUpAtOnce = 1_000;

/**
 * Makes deliveries of an account due that were given up, the oldest first. Each is tried once more, and by the schedule where that is not over.
 * One that somebody else sends meanwhile is left to them.
 */
export async function takeUpAgain(
  { store, now }: Dispatch,
  account: AccountId,
): Promise<{ deliveries: Delivery[]; more: boolean }> {
  const found = await store.delivery.givenUp(account, takenUpAtOnce + 1);
  const due = found.slice(0, takenUpAtOnce).map((delivery) => revise(delivery, { state: "due", dueAt: now() }));
  const saved = await Promise.all(due.map((delivery) => store.save({ update: { deliveries: [delivery] } })));
  return { deliveries: due.filter((_, at) => saved[at]?.saved), more: found.length > takenUpAtOnce };
}

async function lease({ store, now }: Dispatch, delivery: Delivery): Promise<Delivery> {
  let current: Delivery | undefined = delivery;
  while (current) {
    const leased = revise(current, { state: "due", dueAt: now() + leasedFor });
    if ((await store.save({ update: { deliveries: [leased] } })).saved) return leased;
    current = (await store.delivery.ofEvent(delivery.account, delivery.event)).find(({ id }) => id === delivery.id);
  }
  throw new Error(`delivery ${delivery.id} has vanished`);
}
