import { Refusal } from "../domain/base/errors.ts";
import type { AccountId } from "../domain/base/id.ts";
import { revise } from "../domain/base/row.ts";
import { type Attempt, type Delivery, leaseFrom } from "../domain/event/event.ts";
import { type Dispatch, deliver, withContents } from "./deliver.ts";

/**
 * Sends an event again, now, to each endpoint that it was for, whatever the state of its deliveries.
 * A failed try is repeated by the schedule, if that is not over.
 */
export async function resend(dispatch: Dispatch, account: AccountId, event: string): Promise<Attempt[]> {
  return dispatch.requested.send(account, async () => {
    const deliveries = await dispatch.store.delivery.ofEvent(account, event);
    const leased = await Promise.all(deliveries.map((delivery) => lease(dispatch, delivery)));
    return Promise.all((await withContents(dispatch, leased)).map((each) => deliver(dispatch, each)));
  });
}

/** Upper bound of deliveries taken up again by one request. */
const takenUpAtOnce = 1_000;

/**
 * Makes given-up deliveries of an account due again, the oldest first. Each is tried once more, and by the schedule if that is not over.
 * A delivery that another worker is sending is left to that worker.
 */
export async function takeUpAgain(
  { store, clock }: Dispatch,
  account: AccountId,
): Promise<{ deliveries: Delivery[]; more: boolean }> {
  const found = await store.delivery.givenUp(account, takenUpAtOnce + 1);
  const dueAt = clock.of(account);
  const due = found.slice(0, takenUpAtOnce).map((delivery) => revise(delivery, { state: "due", dueAt }));
  const saved = await Promise.all(due.map((delivery) => store.save({ update: { deliveries: [delivery] } })));
  return { deliveries: due.filter((_, at) => saved[at]?.saved), more: found.length > takenUpAtOnce };
}

async function lease({ store, clock, now }: Dispatch, delivery: Delivery): Promise<Delivery> {
  let current: Delivery | undefined = delivery;
  while (current) {
    const leased = revise(current, {
      state: "due",
      dueAt: clock.of(delivery.account),
      leasedUntil: leaseFrom(now()),
    });
    if ((await store.save({ update: { deliveries: [leased] } })).saved) return leased;
    current = (await store.delivery.ofEvent(delivery.account, delivery.event)).find(({ id }) => id === delivery.id);
  }
  throw new Refusal("not_found", `event ${delivery.event} was not found`); // its account was emptied meanwhile
}
