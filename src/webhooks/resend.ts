import { revise } from "../domain/base/row.ts";
import type { Attempt, Delivery } from "../domain/event/event.ts";
import { type Dispatch, deliver, leasedFor, withContents } from "./deliver.ts";

/**
 * Sends an event once more, now, to each endpoint that it was for, whatever became of it before.
 * What fails is tried again by the schedule, if that is not over.
 */
export async function resend(dispatch: Dispatch, event: string): Promise<Attempt[]> {
  const deliveries = await dispatch.store.delivery.ofEvent(event);
  const leased = await Promise.all(deliveries.map((delivery) => lease(dispatch, delivery)));
  return Promise.all((await withContents(dispatch, leased)).map((each) => deliver(dispatch, each)));
}

async function lease({ store, now }: Dispatch, delivery: Delivery): Promise<Delivery> {
  let current: Delivery | undefined = delivery;
  while (current) {
    const leased = revise(current, { state: "due", dueAt: now() + leasedFor });
    if ((await store.save({ update: { deliveries: [leased] } })).saved) return leased;
    current = (await store.delivery.ofEvent(delivery.event)).find(({ id }) => id === delivery.id);
  }
  throw new Error(`delivery ${delivery.id} has vanished`);
}
