import { forgottenAfter } from "../domain/lock-out.ts";
import { days, minutes, type Time } from "../domain/time.ts";
import { attend } from "../operations/attend.ts";
import { voidCheck } from "../operations/card-check.ts";
import type { Gateway } from "../operations/gateway.ts";
import { attendRefund } from "../operations/refund.ts";
import type { Dispatch } from "../webhooks/deliver.ts";
import { deliveries } from "./deliveries.ts";
import { createWorkers, type Trade } from "./workers.ts";

/** What happens by the clock. `runDue` does all that is due now; `start` keeps doing so until `stop`. */
export type Clockwork = {
  runDue(): Promise<void>;
  start(): void;
  /** Deliveries have become due: they are not kept waiting for the next tick. */
  wake(): void;
  /** Lets what is under way finish. */
  stop(): Promise<void>;
};

/** Calls back every so often until the returned function is called. */
export type Every = (intervalMs: number, callback: () => void) => () => void;

/** How often the clock looks. Expiry may so come this much late, and never early. */
const tickMs = 500;

/** For how many charges at once a bank is asked; a slow one holds up the others only when it has so many. */
const asksAtOnce = 50;

/** What nobody may read any more is erased this often. */
const purgeEvery = minutes(1);

/** An idempotency key is remembered for so long. */
const keysKeptFor = days(1);

/** A session that is over still tells when its member was last seen. */
const sessionsKeptFor = days(90);

/** So is a request in the request log. */
const requestsKeptFor = days(7);

/** What a simulated bank decided, longer than any charge lives: seven days. */
const bankMemoryKeptFor = days(8);

/** Told of work that failed: which kind, and on which charge, refund, check or delivery where it was one. */
export type Report = (error: unknown, work: string, id?: string) => void;

/** @param report everything else goes on, and the failed is tried again at the next tick */
export function createClockwork(gateway: Gateway, dispatch: Dispatch, every: Every, report: Report): Clockwork {
  const { store } = gateway;
  const attended = new Set<string>();
  const attendants = [
    createWorkers(
      onceATick(store.charge.due, (charge) => attend(gateway, charge)),
      reportOn("charge"),
    ),
    createWorkers(
      onceATick(store.refund.due, (refund) => attendRefund(gateway, refund)),
      reportOn("refund"),
    ),
    createWorkers(
      onceATick(store.vault.dueChecks, (check) => voidCheck(gateway, check)),
      reportOn("card check"),
    ),
  ];
  const couriers = createWorkers(deliveries(dispatch), reportOn("delivery"));
  let purgeAt: Time = 0;
  let purging: Promise<void> | null = null;
  let stopTicking = () => {};

  function reportOn(work: string) {
    return (error: unknown, piece?: { id: string }) => report(error, work, piece?.id);
  }

  /** What is due stays due until its bank has answered, so it is taken once between two ticks. */
  function onceATick<Row extends { id: string }>(
    due: (now: Time, limit: number) => Promise<Row[]>,
    work: (row: Row) => Promise<unknown>,
  ): Trade<Row> {
    return {
      atOnce: asksAtOnce,
      take: async (room, underWay) => {
        const held = new Set([...attended, ...underWay.map((row) => row.id)]);
        const rows = (await due(gateway.now(), room + held.size)).filter((row) => !held.has(row.id)).slice(0, room);
        for (const row of rows) attended.add(row.id);
        return rows;
      },
      work,
    };
  }

  async function purge(): Promise<void> {
    const now = gateway.now();
    if (now < purgeAt) return;
    purgeAt = now + purgeEvery;
    try {
      await gateway.vault.erase();
      await store.idempotency.forget(now - keysKeptFor);
      await store.request.forget(now - requestsKeptFor);
      await store.signInFailure.forgetBefore(now - forgottenAfter);
      await store.session.forgetBefore(now - sessionsKeptFor);
      await store.simulatedBank.forgetBefore(now - bankMemoryKeptFor);
    } catch (error) {
      report(error, "clean-up");
    }
  }

  return {
    runDue: async () => {
      attended.clear();
      await Promise.all([purge(), ...attendants.map((each) => each.rest())]);
      await couriers.rest(); // now that all has happened that there is to tell
    },
    start: () => {
      stopTicking = every(tickMs, () => {
        attended.clear();
        for (const each of [...attendants, couriers]) each.wake();
        purging ??= purge().finally(() => {
          purging = null;
        });
      });
    },
    wake: couriers.wake,
    stop: async () => {
      stopTicking();
      await Promise.all([purging, ...attendants.map((each) => each.stop())]);
      await couriers.stop();
    },
  };
}
