import { Refusal } from "../domain/base/errors.ts";
import type { AccountId } from "../domain/base/id.ts";
import { revise } from "../domain/base/row.ts";
import { seconds, type Time } from "../domain/base/time.ts";
import { type Attempt, type Delivery, type Event, isTaken, leaseFrom } from "../domain/event/event.ts";
import type { Times } from "../domain/sandbox/clock.ts";
import type { KnownRules } from "../domain/sandbox/rule.ts";
import type { LineKey } from "../storage/base/line.ts";
import type { Store } from "../storage/store.ts";
import type { Outbound } from "./outbound.ts";
import type { Requested } from "./requested.ts";
import { nextAttemptAt, type Schedule } from "./schedule.ts";
import { sign } from "./signature.ts";

/** What sending events needs; put together in main. */
export type Dispatch = Readonly<{
  store: Store;
  outbound: Outbound;
  /** Time of the server, by which receivers check signatures. */
  now: () => Time;
  /** Time of an account, by which its deliveries are made and fall due. */
  clock: Times;
  random: () => number;
  newAttemptId: (livemode: boolean) => string;
  schedule: Schedule;
  /** The exact bytes of an event's body. */
  bodyOf: (event: Event) => string;
  /** Signing secrets of an account, base64, newest first. */
  secretsOf: (account: AccountId) => Promise<string[]>;
  /** Faults on purpose of test accounts. */
  rules: KnownRules;
  /** What requests are sending. */
  requested: Requested;
  /** Hears of each try, once it is on record. */
  told: (event: Event, attempt: Attempt) => void;
}>;

/** Time limit for an endpoint's answer. */
const timeout = seconds(10);

/** A delivery leased to this process, with its event and secrets. */
export type LeasedDelivery = {
  id: string;
  delivery: Delivery;
  event: Event | undefined;
  secrets: () => Promise<readonly string[]>;
};

/** Leases up to `limit` due deliveries of a line; each must be sent at once. */
export function leaseDue({ store, clock, now }: Dispatch, line: LineKey, limit: number): Promise<Delivery[]> {
  const at = now();
  return store.line.lease(line, { due: clock.dueUntil(line[0]), now: at, by: "worker" }, leaseFrom(at), limit);
}

/** Reads events and secrets for all deliveries together, so that a delivery costs little more than its request. */
export async function withContents(
  { store, secretsOf }: Dispatch,
  deliveries: readonly Delivery[],
): Promise<LeasedDelivery[]> {
  const ofAccounts = Map.groupBy(deliveries, ({ account }) => account);
  const events = await Promise.all(
    [...ofAccounts].map(([account, told]) => store.event.some(account, [...new Set(told.map(({ event }) => event))])),
  );
  const known = new Map(events.flat().map((event) => [event.id, event]));
  const secrets = new Map<string, Promise<readonly string[]>>();
  return deliveries.map((delivery) => ({
    id: delivery.id,
    delivery,
    event: known.get(delivery.event),
    secrets: () => {
      const asked = secrets.get(delivery.account) ?? secretsOf(delivery.account);
      secrets.set(delivery.account, asked);
      return asked;
    },
  }));
}

/**
 * Makes one HTTP try. Body and event id are the same at each try; only the signature's time is new.
 * @throws Refusal `not_found` where the event is not there any more
 */
export async function deliver(dispatch: Dispatch, { delivery, event, secrets }: LeasedDelivery): Promise<Attempt> {
  const { store, outbound, now, clock } = dispatch;
  if (!event) throw new Refusal("not_found", `event ${delivery.event} was not found`); // its account was emptied meanwhile
  const body = dispatch.bodyOf(event);
  const sentAt = clock.of(delivery.account);
  const outcome = await outbound.post({
    url: delivery.uri,
    body,
    headers: {
      "content-type": "application/json",
      ...sign(await secrets(), Math.floor(now() / 1_000), body),
    },
    livemode: event.livemode,
    timeoutMs: timeout,
  });
  const attempt: Attempt = {
    id: dispatch.newAttemptId(event.livemode),
    delivery: delivery.id,
    event: event.id,
    account: delivery.account,
    uri: delivery.uri,
    ...outcome,
    createdAt: sentAt,
  };
  const { saved } = await store.save({
    update: { deliveries: [after(dispatch, delivery, attempt)] },
    insert: { attempts: [attempt] },
  });
  if (!saved) {
    // The lease expired and another worker has the delivery: record our try, leave the state to that worker.
    const left = await store.delivery.ofEvent(delivery.account, event.id);
    if (!left.some(({ id }) => id === delivery.id)) return attempt; // its account was emptied meanwhile
    await store.save({ insert: { attempts: [attempt] } });
  }
  dispatch.told(event, attempt);
  return attempt;
}

function after({ schedule, clock, random }: Dispatch, delivery: Delivery, { status }: Attempt): Delivery {
  const attempts = delivery.attempts + 1;
  const over = { attempts, leasedUntil: null };
  if (isTaken(status)) return revise(delivery, { ...over, state: "delivered", dueAt: null });
  const now = clock.of(delivery.account);
  const dueAt = nextAttemptAt(schedule, { attemptsMade: attempts, firstAt: delivery.createdAt, now }, random);
  return revise(delivery, { ...over, state: dueAt === null ? "given_up" : "due", dueAt });
}
