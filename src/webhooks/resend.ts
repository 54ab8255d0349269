import { revise } from "../domain/base/row.ts";
import { seconds } from "../domain/base/time.ts";
import type { Attempt, Delivery } from "../domain/event/event.ts";
import { type Dispatch, deliver, errandsOf } from "./deliver.ts";

/** So long no gateway tries what we are sending; should we die meanwhile, one does afterwards. */
const leasedFor = seconds(30);

/**
 * Sends an event once more, now, to each endpoint that it was for, whatever became of it before.
 * What fails is tried again by the schedule, if that is not over.
 */
export async function resend(dispatch: Dispatch, event: string): Promise<Attempt[]> {
  const deliveries = await dispatch.store.delivery.ofEvent(event);
  const taken = await Promise.all(deliveries.map((delivery) => take(dispatch, delivery)));
  return Promise.all((await errandsOf(dispatch, taken)).map((errand) => deliver(dispatch, errand)));
}

async function take({ store, now }: Dispatch, delivery: Delivery): Promise<Delivery> {
  let current: Delivery | undefined = delivery;
  while (current) {
    const taken = revise(current, { state: "due", dueAt: now() + leasedFor });
    if ((await store.save({ update: { deliveries: [taken] } })).saved) return taken;
    current = (await store.delivery.ofEvent(delivery.event)).find(({ id }) => id === delivery.id);
  }
  throw new Error(`delivery ${delivery.id} has vanished`);
}
