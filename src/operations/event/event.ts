import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Attempt, Event } from "../../domain/event/event.ts";
import type { Listed } from "../../storage/base/list.ts";
import type { Caller, Gateway } from "../gateway.ts";

/** An event with every HTTP try. */
export type EventResult = { event: Event; attempts: Attempt[] };

/** @throws Refusal `not_found` */
export async function getEvent(gateway: Gateway, { account }: Caller, id: string): Promise<EventResult> {
  const event = await gateway.store.event.get(account.id, id);
  if (!event) throw new Refusal("not_found", `event ${id} was not found`);
  return { event, attempts: await gateway.store.event.attempts(account.id, [id]) };
}

/** Adds the tries to a page of events. */
export async function withAttempts(
  gateway: Gateway,
  account: AccountId,
  { rows, total }: Listed<Event>,
): Promise<Listed<EventResult>> {
  const attempts = await gateway.store.event.attempts(
    account,
    rows.map((event) => event.id),
  );
  return {
    total,
    rows: rows.map((event) => ({ event, attempts: attempts.filter((attempt) => attempt.event === event.id) })),
  };
}
