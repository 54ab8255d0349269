import { minutes, type Time } from "../domain/base/time.ts";
import type { Delivery } from "../domain/event/event.ts";
import { voidCheck } from "../operations/card/card-check.ts";
import type { Gateway } from "../operations/gateway.ts";
import { attend } from "../operations/payment/due-charge.ts";
import { attendRefund } from "../operations/payment/refund.ts";
import type { Dispatch } from "../webhooks/deliver.ts";
import { asks, asksAtOnce } from "./asks.ts";
import { deliveries, deliveriesAtOnce } from "./deliveries.ts";
import { forgetWhatIsOver } from "./retention.ts";
import { createWorkers } from "./workers.ts";

/** What happens by the clock. `runDue` does all that is due now; `start` keeps doing so until `stop`. */
export type Clockwork = {
  runDue(): Promise<void>;
  start(): void;
  /** These deliveries have become due: they are not kept waiting for the next tick. */
  wake(due: readonly Delivery[]): void;
  /** Lets what is under way finish. */
  stop(): Promise<void>;
};

/** Calls back every so often until the returned function is called. */
export type Every = (intervalMs: number, callback: () => void) => () => void;

/** How often the clock looks. Expiry may so come this much late, and never early. */
const tickMs = 500;

/** What nobody may read any more is erased this often. */
const purgeEvery = minutes(1);

/** Told of work that failed: which kind, and on which charge, refund, check or delivery where it was one. */
export type Report = (error: unknown, work: string, id?: string) => void;

/** How much is under way at once: to a bank in a mode, and to endpoints in a mode. */
export type Places = { asks: number; deliveries: number };

/**
 * @param report everything else goes on, and the failed is tried again at the next tick
 * @param places as many as a process can do with, unless told otherwise
 */
export function createClockwork(
  gateway: Gateway,
  dispatch: Dispatch,
  every: Every,
  report: Report,
  places: Places = { asks: asksAtOnce, deliveries: deliveriesAtOnce },
): Clockwork {
  const charges = asks(gateway, "charges", places.asks, (charge) => attend(gateway, charge));
  const refunds = asks(gateway, "refunds", places.asks, (refund) => attendRefund(gateway, refund));
  const checks = asks(gateway, "card_checks", places.asks, (check) => voidCheck(gateway, check));
  const outbox = deliveries(dispatch, places.deliveries);
  const attendants = [
    createWorkers(charges.trade, reportOn("charge")),
    createWorkers(refunds.trade, reportOn("refund")),
    createWorkers(checks.trade, reportOn("card check")),
  ];
  const couriers = createWorkers(outbox.trade, reportOn("delivery"));
  let purgeAt: Time = 0;
  let purging: Promise<void> | null = null;
  let stopTicking = () => {};

  function reportOn(work: string) {
    return (error: unknown, piece?: { id: string }) => report(error, work, piece?.id);
  }

  /** The database is looked through for what has fallen due: all of it, or as much as there is time for at a tick. */
  function look(whole: boolean): void {
    for (const each of [charges, refunds, checks, outbox]) each.look(whole);
  }

  async function purge(): Promise<void> {
    const now = gateway.now();
    if (now < purgeAt) return;
    purgeAt = now + purgeEvery;
    await forgetWhatIsOver(gateway, (error) => report(error, "clean-up"));
  }

  return {
    runDue: async () => {
      look(true);
      await Promise.all([purge(), ...[...attendants, couriers].map((each) => each.rest())]);
      outbox.look(true);
      await couriers.rest(); // now that all has happened that there is to tell
    },
    start: () => {
      stopTicking = every(tickMs, () => {
        look(false);
        for (const each of [...attendants, couriers]) each.wake();
        purging ??= purge().finally(() => {
          purging = null;
        });
      });
    },
    wake: (due) => {
      outbox.add(due);
      couriers.wake();
    },
    stop: async () => {
      stopTicking();
      await Promise.all([purging, ...attendants.map((each) => each.stop())]);
      await couriers.stop();
    },
  };
}
