import { minutes, type Time } from "../domain/base/time.ts";
import type { Delivery } from "../domain/event/event.ts";
import type { Gateway } from "../operations/gateway.ts";
import type { Dispatch } from "../webhooks/deliver.ts";
import { jobsAtABank } from "./bank-jobs.ts";
import { deliveriesAtOnce, openDeliveries } from "./deliveries.ts";
import { dueJobs } from "./due.ts";
import type { DueJob, Report } from "./job.ts";
import { createPlayer, type Player } from "./player.ts";
import { type PurgeJob, purgeJobs } from "./retention.ts";

/** Work done by the clock. `runDue` does everything that is due now; `start` repeats that until `stop`. */
export type Clockwork = {
  runDue(): Promise<void>;
  start(): void;
  /** Plays a clock's move. */
  play: Player["play"];
  /** Takes deliveries that have just become due, without waiting for the next tick. */
  wake(due: readonly Delivery[]): void;
  /** Stops taking work and waits until the work under way is finished. */
  stop(): Promise<void>;
};

/** Calls back at each interval until the returned function is called. */
export type Every = (intervalMs: number, callback: () => void) => () => void;

/** Time between two looks for due work. Expiry may come this much late, and never early. */
const tickMs = 500;

/** Time between two erasures of rows whose retention is over. */
const purgeEvery = minutes(1);

/** Kinds of job, and how many run at once: of one kind for one bank in a mode, and deliveries in a mode. */
export type Timetable = {
  due: readonly DueJob[];
  purge: readonly PurgeJob[];
  places: { atABank: number; deliveries: number };
};

/** The limits that one process can handle. */
const wholeTimetable: Timetable = {
  due: dueJobs,
  purge: purgeJobs,
  places: { atABank: jobsAtABank, deliveries: deliveriesAtOnce },
};

/** @param report is told of each failure; other work goes on, and the failed job is tried again at the next tick */
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
  const player = createPlayer(gateway, dispatch, { due, workers: all }, report);
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

  /** Follows the clocks, the rules and the shadows that other processes change. */
  async function followOthers(): Promise<void> {
    try {
      await Promise.all([gateway.clock.refresh(), gateway.rules.refresh(), gateway.shadows.refresh()]);
      player.takeUpLeft();
    } catch (error) {
      report(error, "clock");
    }
  }

  return {
    runDue: async () => {
      await followOthers();
      for (const job of all) job.look(true);
      await Promise.all([purgeAll(), ...all.map((job) => job.rest())]);
      deliveries.look(true);
      await deliveries.rest(); // last, when all other work has created its events
    },
    start: () => {
      stopTicking = every(tickMs, () => {
        void followOthers();
        for (const job of all) {
          job.look(false);
          job.wake();
        }
        purging ??= purgeAll().finally(() => {
          purging = null;
        });
      });
    },
    play: player.play,
    wake: (found) => {
      deliveries.add(found);
      deliveries.wake();
    },
    stop: async () => {
      stopTicking();
      await player.stop();
      await Promise.all([purging, ...jobs.map((job) => job.stop())]);
      await deliveries.stop();
    },
  };
}
