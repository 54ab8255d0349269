import { days } from "../domain/base/time.ts";
import { forgottenAfter } from "../domain/team/lock-out.ts";
import type { Gateway } from "../operations/gateway.ts";

/** What is erased when its time is over. */
export type PurgeJob = {
  name: string;
  /** How long it is kept, in milliseconds. */
  keep: number;
  /** Why so long. */
  why: string;
  /** Erases what is from before that moment. */
  forget(gateway: Gateway, before: number): Promise<unknown>;
};

/** Whatever is kept for a while only; what is not listed is kept for good. */
export const purgeJobs: readonly PurgeJob[] = [
  {
    name: "card numbers",
    keep: 0,
    why: "Each has the time at which it is erased with it: when nothing can need it any more.",
    forget: ({ vault }) => vault.erase(),
  },
  {
    name: "idempotency keys",
    keep: days(1),
    why: "A client that repeats a request does so within a day.",
    forget: ({ store }, before) => store.idempotency.forget(before),
  },
  {
    name: "requests",
    keep: days(7),
    why: "The request log is for looking into what went wrong lately; it has what payers typed.",
    forget: ({ store }, before) => store.request.forget(before),
  },
  {
    name: "failed sign-ins",
    keep: forgottenAfter,
    why: "Older ones no longer make anybody wait.",
    forget: ({ store }, before) => store.signInFailure.forgetBefore(before),
  },
  {
    name: "sessions",
    keep: days(90),
    why: "A session that is over still tells when its member was last seen.",
    forget: ({ store }, before) => store.session.forgetBefore(before),
  },
  {
    name: "memory of simulated banks",
    keep: days(8),
    why: "Longer than any charge waits for its payer: seven days.",
    forget: ({ store }, before) => store.simulatedBank.forgetBefore(before),
  },
];
