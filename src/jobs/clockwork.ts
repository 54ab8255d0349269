import { days, type Time } from "../domain/time.ts";
import type { Gateway } from "../operations/gateway.ts";
import { attendRefund } from "../operations/refund.ts";
import { attend } from "../operations/settle-charge.ts";
import { voidCheck } from "../operations/token.ts";
import { type Dispatch, deliverDue } from "../webhooks/deliver.ts";

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

/** How many of each kind are taken at once. */
const batch = 100;
const deliveriesAtOnce = 50;

/** An idempotency key is remembered for so long. */
const keysKeptFor = days(1);

/** @param report told of what failed; everything else goes on, and the failed is tried again at the next tick */
export function createClockwork(
  gateway: Gateway,
  dispatch: Dispatch,
  every: Every,
  report: (error: unknown) => void,
): Clockwork {
  let stopTicking: (() => void) | undefined;
  let running: Promise<void> | null = null;
  let delivering: Promise<void> | null = null;
  let awake = false;
  let stopped = false;

  const guarded = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      report(error);
    }
  };

  async function attendAll(now: Time): Promise<void> {
    const { store } = gateway;
    for (const charge of await store.charge.due(now, batch)) await guarded(() => attend(gateway, charge));
    for (const refund of await store.refund.due(now, batch)) await guarded(() => attendRefund(gateway, refund));
    for (const check of await store.vault.dueChecks(now, batch)) await guarded(() => voidCheck(gateway, check));
  }

  async function deliverAll(): Promise<void> {
    do {
      awake = false;
      while ((await deliverDue(dispatch, deliveriesAtOnce)) === deliveriesAtOnce && !stopped);
    } while (awake && !stopped);
  }

  /** One round of deliveries at a time; who comes meanwhile makes it go round once more. */
  function startDelivering(): Promise<void> {
    awake = true;
    delivering ??= guarded(deliverAll).finally(() => {
      delivering = null;
    });
    return delivering;
  }

  async function tick(): Promise<void> {
    await guarded(() => attendAll(gateway.now()));
    await guarded(() => gateway.store.vault.eraseSecrets(gateway.now()));
    await guarded(() => gateway.store.idempotency.forget(gateway.now() - keysKeptFor));
  }

  return {
    runDue: async () => {
      await tick();
      await startDelivering();
    },
    start: () => {
      stopTicking = every(tickMs, () => {
        running ??= tick().finally(() => {
          running = null;
        });
        void startDelivering();
      });
    },
    wake: () => {
      if (stopTicking && !stopped) void startDelivering();
    },
    stop: async () => {
      stopped = true;
      stopTicking?.();
      await running;
      await delivering;
    },
  };
}
