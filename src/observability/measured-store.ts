import type { Changes } from "../domain/changes.ts";
import { isTaken } from "../domain/event/event.ts";
import { type Charge, isDecided, statusOf } from "../domain/payment/charge.ts";
import type { Store } from "../storage/store.ts";
import type { Meters } from "./meters.ts";

/** Counts what is saved. Every change goes through `save`, so it is counted here and nowhere else. */
export function measuredStore(store: Store, meters: Meters): Store {
  return {
    ...store,
    save: async (changes) => {
      const startedAt = performance.now();
      const result = await store.save(changes);
      meters.saveSeconds.observe((performance.now() - startedAt) / 1_000);
      if (result.saved) count(changes, meters);
      else meters.savesLost.inc({ table: result.lost });
      return result;
    },
  };
}

/** Charges whose outcome a commit contains: completed, or decided at creation. */
function decided(insert: NonNullable<Changes["insert"]>, update: NonNullable<Changes["update"]>): Charge[] {
  const told = new Set(
    (insert.events ?? [])
      .filter(({ key }) => key === "charge.create" || key === "charge.complete")
      .map(({ charge }) => charge),
  );
  return [...(update.charges ?? []), ...(insert.charges ?? [])].filter(
    (charge) => told.has(charge.id) && isDecided(charge),
  );
}

function count({ insert = {}, update = {} }: Changes, meters: Meters): void {
  for (const charge of insert.charges ?? []) meters.chargesCreated.inc({ mode: modeOf(charge), method: charge.method });
  for (const event of insert.events ?? []) meters.events.inc({ mode: modeOf(event), key: event.key });
  for (const charge of decided(insert, update)) {
    meters.chargesCompleted.inc({ mode: modeOf(charge), method: charge.method, outcome: outcomeOf(charge) });
  }
  for (const { status, latencyMs } of insert.attempts ?? []) {
    meters.deliveries.inc({ outcome: isTaken(status) ? "delivered" : status === null ? "unreachable" : "refused" });
    meters.deliverySeconds.observe(latencyMs / 1_000);
  }
  for (const { state } of update.deliveries ?? []) if (state === "given_up") meters.givenUp.inc();
}

const modeOf = ({ livemode }: { livemode: boolean }): string => (livemode ? "live" : "test");

/** Label of an outcome; failure codes are a fixed list, so there are few. */
const outcomeOf = (charge: Charge): string => charge.failureCode ?? statusOf(charge);
