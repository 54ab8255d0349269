import type { AccountId } from "../../domain/base/id.ts";
import type { Attempt, Delivery, Event } from "../../domain/event/event.ts";
import type { Page, Position } from "../../storage/base/page.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { getEvent } from "./event.ts";

/** A delivery with every HTTP try. */
type Way = { delivery: Delivery; attempts: Attempt[] };
export type EventDeliveries = { event: Event; attempts: Attempt[]; ways: Way[] };

/** A delivery in a list, with its event and its last try. */
export type Told = { delivery: Delivery; event: Event; lastAttempt: Attempt | null };

/** @throws Refusal `not_found` */
export async function eventDeliveries(gateway: Gateway, caller: Caller, id: string): Promise<EventDeliveries> {
  const { event, attempts } = await getEvent(gateway, caller, id);
  const deliveries = await gateway.store.delivery.ofEvent(event.account, id);
  const ways = deliveries.map((delivery) => ({ delivery, attempts: triesOf(attempts, delivery) }));
  return { event, attempts, ways };
}

/**
 * Sends an event again, now, and returns its deliveries afterwards.
 * @throws Refusal `not_found`
 */
export async function resendEvent(gateway: Gateway, caller: Caller, id: string): Promise<EventDeliveries> {
  await getEvent(gateway, caller, id);
  await gateway.note({});
  await gateway.webhooks.resend(caller.account.id, id);
  return eventDeliveries(gateway, caller, id);
}

/** Number of given-up deliveries that are sent again, and whether there are more. */
export type Resent = { resent: number; more: boolean };

/** Sends given-up deliveries again, the oldest first; see `webhooks/resend.ts`. */
export async function resendGivenUp(gateway: Gateway, account: AccountId): Promise<Resent> {
  await gateway.note({});
  const { deliveries, more } = await gateway.webhooks.takeUpAgain(account);
  if (deliveries.length > 0) gateway.wakeDeliveries(deliveries);
  return { resent: deliveries.length, more };
}

export async function listDeliveries(
  { store }: Gateway,
  account: AccountId,
  state: Delivery["state"] | null,
  before: Position | null,
  limit: number,
): Promise<Page<Told>> {
  const { rows, next } = await store.delivery.page(account, state, before, limit);
  const ids = [...new Set(rows.map(({ event }) => event))];
  const [events, attempts] = await Promise.all([store.event.some(account, ids), store.event.attempts(account, ids)]);
  const told = rows.flatMap((delivery) => {
    const event = events.find((each) => each.id === delivery.event);
    return event ? [{ delivery, event, lastAttempt: triesOf(attempts, delivery).at(-1) ?? null }] : [];
  });
  return { rows: told, next };
}

const triesOf = (attempts: readonly Attempt[], { id }: Delivery): Attempt[] =>
  attempts.filter((attempt) => attempt.delivery === id);
