import { Refusal } from "../domain/base/errors.ts";
import type { Idempotency } from "../domain/base/idempotency.ts";
import type { Changes, TableName } from "../domain/changes.ts";
import type { DomainEvent } from "../domain/event/domain-event.ts";
import { endpointsOf } from "../domain/event/endpoint.ts";
import { type Delivery, type Event, hostOf, leaseFrom } from "../domain/event/event.ts";
import type { Account } from "../domain/merchant/account.ts";
import { factsOf, fits, tells } from "../domain/sandbox/rule.ts";
import type { Caller, Gateway, Intention } from "./gateway.ts";

/** A rule's decision: what changes, and what happened. */
export type Decision = { changes: Changes; happened: DomainEvent[] };

/** What is stored under the caller's idempotency key: the object it is about and, once known, the answer or the refusal. */
export type Remembered = { reference: string; result?: unknown; refusal?: Refusal | undefined };

/** Another request with the same idempotency key was saved first. */
export class KeyTaken extends Error {}

/**
 * Saves a decision with its events and deliveries, and the caller's idempotency key, in one commit.
 *
 * @returns whether it was saved; false means that a row was changed meanwhile: load and decide again
 * @throws KeyTaken when another request with the caller's key was saved meanwhile
 */
export async function commit(
  gateway: Gateway,
  account: Account,
  decision: Decision,
  memory?: { caller: Caller; remembered: Remembered },
): Promise<boolean> {
  const early = await earlyAmong(gateway, account, decision.happened);
  const told = decision.happened.map((happened) => tell(gateway, account, happened, early.has(happened)));
  const intention = memory?.caller.intention;
  const row = memory && intention ? remember(gateway, memory.caller, intention, memory.remembered) : null;
  const { update, insert, unchanged } = decision.changes;
  const saved = await gateway.store.save({
    ...(unchanged && { unchanged }),
    update: { ...update, ...(row && intention?.started && { idempotency: [row] }) },
    insert: {
      ...insert,
      ...(told.length > 0 && {
        events: told.map(({ event }) => event),
        deliveries: told.flatMap(({ deliveries }) => deliveries),
      }),
      ...(row && !intention?.started && { idempotency: [row] }),
    },
  });
  if (!saved.saved) return lost(saved.lost);
  if (intention && row) intention.started = true;
  const deliveries = told.flatMap((each) => (each.early ? [] : each.deliveries));
  if (deliveries.length > 0) gateway.wakeDeliveries(deliveries);
  for (const each of told) if (each.early) await gateway.webhooks.sendNow(account.id, each.deliveries);
  return true;
}

/** Upper bound of retries after a lost race, then it counts as an outage; in each round another request has won. */
const roundsMax = 20;

/** Upper bound of retries for who stands first in a line, and so races with the first of each other process only: this many losses need a great many processes. */
const roundsInLineMax = 200;

/**
 * Repeats `round` until it returns a value; undefined means that its save lost a race.
 *
 * @throws Refusal `service_unavailable` where it never won
 */
export async function untilSaved<T>(round: () => Promise<T | undefined>, rounds = roundsMax): Promise<T> {
  for (let count = 0; count < rounds; count += 1) {
    const result = await round();
    if (result !== undefined) return result;
  }
  throw new Refusal("service_unavailable", "too many requests change this object at once, please retry");
}

/**
 * Repeats a round that takes money from the account's balance until it is saved. All such rounds write the row of the balance, so at once they would
 * lose to each other, and their work would grow with the square of their number: within this process they wait for each other. Those of other processes
 * are noticed by the version of the row.
 *
 * @param round is given the gateway to commit with; what it sends before the answer leaves after the line, since its receiver may want to stand there, too
 * @throws Refusal `service_unavailable` where too many wait, or it never won
 */
export async function untilTaken<T>(
  gateway: Gateway,
  { id, currency }: Pick<Account, "id" | "currency">,
  round: (gateway: Gateway) => Promise<T | undefined>,
): Promise<T> {
  const early: (readonly Delivery[])[] = [];
  const sendNow = async (_: string, due: readonly Delivery[]) => void early.push(due);
  const webhooks = { ...gateway.webhooks, sendNow };
  const inLine = { ...gateway, webhooks };
  const taken = await gateway.takers(`${id} ${currency}`, () => untilSaved(() => round(inLine), roundsInLineMax));
  for (const due of early) await gateway.webhooks.sendNow(id, due);
  return taken;
}

function lost(table: TableName): false {
  if (table === "idempotency") throw new KeyTaken();
  return false;
}

function remember(
  gateway: Gateway,
  caller: Caller,
  intention: Intention,
  { reference, result, refusal }: Remembered,
): Idempotency {
  const answer = result === undefined ? null : intention.answer(result);
  return {
    account: caller.account.id,
    key: intention.key,
    version: intention.started ? 2 : 1,
    fingerprint: intention.fingerprint,
    reference,
    answer: refusal ? intention.refusal(refusal) : answer,
    status: refusal?.status ?? 200,
    createdAt: gateway.now(),
  };
}

/** What happened that a rule of a test account wants to be delivered before the request is answered. */
async function earlyAmong(
  { rules, store }: Gateway,
  { id, livemode }: Account,
  happened: readonly DomainEvent[],
): Promise<ReadonlySet<DomainEvent>> {
  const early = new Set<DomainEvent>();
  const known = livemode ? [] : rules.at(id, "webhook").filter(({ fault }) => fault === "webhook_early");
  if (known.length === 0) return early;
  for (const each of happened) {
    const { about, charge: of } = each;
    const charge = about.kind === "charge" ? about.row : of !== undefined ? await store.charge.get(id, of) : undefined;
    const facts = charge ? factsOf(charge, about.row.id) : null;
    for (const rule of known)
      if (!early.has(each) && tells(rule, each.key) && fits(rule, facts) && (await rules.apply(rule))) early.add(each);
  }
  return early;
}

type Told = { event: Event; deliveries: Delivery[]; early: boolean };

/** Makes an event, serialised once and for all, and a delivery for each endpoint that gets it. */
function tell(gateway: Gateway, account: Account, happened: DomainEvent, early: boolean): Told {
  const now = gateway.clock.of(account.id);
  const { key, about, charge = null } = happened;
  const event: Event = {
    id: gateway.newId("event", account.livemode),
    account: account.id,
    livemode: account.livemode,
    key,
    object: about.kind,
    objectId: about.row.id,
    charge,
    data: gateway.serialize(about, account.apiVersion, now),
    apiVersion: account.apiVersion,
    createdAt: now,
  };
  const deliveries = endpointsFor(gateway, account, happened).map(
    (uri): Delivery => ({
      id: gateway.newId("delivery", account.livemode),
      version: 1,
      account: account.id,
      livemode: account.livemode,
      event: event.id,
      uri,
      host: hostOf(uri),
      state: "due",
      attempts: 0,
      rule: null,
      dueAt: now,
      leasedUntil: early ? leaseFrom(gateway.now()) : null, // who saves it sends it
      createdAt: now,
    }),
  );
  return { event, deliveries, early };
}

/** Endpoints of an event; CHAMRA_WEBHOOK_URL gets every event of test mode. */
function endpointsFor({ webhookUrl }: Gateway, account: Account, { key, endpoints }: DomainEvent): string[] {
  const own = endpointsOf(account, key, endpoints ?? null);
  return webhookUrl && !account.livemode ? [...new Set([...own, webhookUrl])] : own;
}
