import { minutes, type Time } from "../domain/base/time.ts";
import type { Delivery } from "../domain/event/event.ts";
import type { Gateway } from "../operations/gateway.ts";
import type { Dispatch } from "../webhooks/deliver.ts";
import { jobsAtABank } from "./bank-jobs.ts";
import { deliveriesAtOnce, openDeliveries } from "./deliveries.ts";
import { dueJobs } from "./due.ts";
import type { DueJob, Report } from "./job.ts";
import { type PurgeJob, purgeJobs } from "./retention.ts";

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

/** What the clock does, and how much of it at once: of one kind at one bank in a mode, and to endpoints in a mode. */
export type Timetable = {
  due: readonly DueJob[];
  purge: readonly PurgeJob[];
  places: { atABank: number; deliveries: number };
};

/** As much at once as a process can do with. */
const wholeTimetable: Timetable = {
  due: dueJobs,
  purge: purgeJobs,
  places: { atABank: jobsAtABank, deliveries: deliveriesAtOnce },
};

/** @param report everything else goes on, and the failed is tried again at the next tick */
export function createClockwork(
  gateway: Gateway,
  dispatch: Dispatch,
  every: Every,
  report: Report,
  timetable: Partial<Timetable> = {},
): Clockwork {
  const { due, purge, places } = { ...wholeTimetable, ...timetable };
  const jobs = due.map((job) => job.open(gateway, places.atABank, report));
  const deliveries = openDeliveries(dispatch, places.deliveries, report);
  const all = [...jobs, deliveries];
  let purgeAt: Time = 0;
  let purging: Promise<void> | null = null;
  let stopTicking = () => {};

  async function purgeAll(): Promise<void> {
    const now = gateway.now();
    if (now < purgeAt) return;
    purgeAt = now + purgeEvery;
    for (const { table, keep, forget } of purge) {
      try {
        await forget(gateway, now - keep);
      } catch (error) {
        report(error, "clean-up", table);
      }
    }
  }

  return {
    runDue: async () => {
      for (const job of all) job.look(true);
      await Promise.all([purgeAll(), ...all.map((job) => job.rest())]);
      deliveries.look(true);
      await deliveries.rest(); // now that all has happened that there is to tell
    },
    start: () => {
      stopTicking = every(tickMs, () => {
        for (const job of all) {
          job.look(false);
          job.wake();
        }
        purging ??= purgeAll().finally(() => {
          purging = null;
        });
      });
    },
    wake: (found) => {
      deliveries.add(found);
      deliveries.wake();
    },
    stop: async () => {
      stopTicking();
      await Promise.all([purging, ...jobs.map((job) => job.stop())]);
      await deliveries.stop();
    },
  };
}
