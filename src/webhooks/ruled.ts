import type { AccountId } from "../domain/base/id.ts";
import { revise } from "../domain/base/row.ts";
import type { Time } from "../domain/base/time.ts";
import { type Attempt, type Delivery, type Event, isTaken } from "../domain/event/event.ts";
import type { Charge } from "../domain/payment/charge.ts";
import { factsOf, fits, heldFor, type Rule, tells } from "../domain/sandbox/rule.ts";
import { type Dispatch, deliver, type LeasedDelivery, withContents } from "./deliver.ts";

/** An event that a rule may be for, and its charge; null where there is none. */
type Told = { delivery: Delivery; event: Event; charge: Charge | null };

/**
 * Makes the try of a delivery that has fallen due, or what a rule of its test account wants in its place.
 * @returns the last try; null where none was made
 */
export async function attend(dispatch: Dispatch, leased: LeasedDelivery): Promise<Attempt | null> {
  const { delivery, event } = leased;
  const rules = delivery.livemode ? [] : dispatch.rules.at(delivery.account, "webhook");
  if (!event || rules.length === 0) return deliver(dispatch, leased);
  const charge =
    event.charge === null ? null : ((await dispatch.store.charge.get(event.account, event.charge)) ?? null);
  const told = { delivery, event, charge };
  const isFirst = delivery.attempts === 0 && delivery.rule === null;
  const rule = isFirst ? await ruleFor(dispatch, rules, told) : undefined;
  const attempt = rule ? await obey(dispatch, leased, rule, told) : await deliver(dispatch, leased);
  if (attempt && charge && rules.some(({ fault }) => fault === "webhook_out_of_order"))
    await dispatch.store.rule.release(
      event.account,
      charge.id,
      "webhook_out_of_order",
      delivery.uri,
      dispatch.clock.of(event.account),
    );
  return attempt;
}

/** The newest rule that is for an event, and can be applied once more. */
async function ruleFor(dispatch: Dispatch, rules: readonly Rule[], told: Told): Promise<Rule | undefined> {
  const { event, charge } = told;
  const facts = charge && factsOf(charge, event.objectId);
  for (const rule of rules) {
    const isFor = rule.fault !== "webhook_early" && tells(rule, event.key) && fits(rule, facts);
    if (isFor && (await canHold(dispatch, rule, told)) && (await dispatch.rules.apply(rule))) return rule;
  }
  return undefined;
}

/** Whether there is something to wait for, where a rule holds an event for it. */
async function canHold({ store }: Dispatch, { fault }: Rule, { delivery, charge }: Told): Promise<boolean> {
  const { account, uri } = delivery;
  switch (fault) {
    case "webhook_out_of_order": // one that comes while another is held overtakes it
      return charge !== null && !(await store.rule.holds(account, charge.id, fault, uri));
    case "webhook_after_return":
      if (!charge || charge.page === null || charge.returnUri === null) return false;
      return !(await store.rule.hasReturned(account, charge.id));
    default:
      return true;
  }
}

async function obey(dispatch: Dispatch, leased: LeasedDelivery, rule: Rule, told: Told): Promise<Attempt | null> {
  const delivery = { ...told.delivery, rule: rule.id };
  switch (rule.fault) {
    case "webhook_lost":
      return lose(dispatch, delivery);
    case "webhook_twice":
      return deliverTwice(dispatch, { ...leased, delivery });
    case "webhook_late":
      return hold(dispatch, delivery, delivery.createdAt + (rule.delay ?? 0));
    case "webhook_out_of_order":
      return hold(dispatch, delivery, delivery.createdAt + heldFor);
    case "webhook_after_return": {
      await hold(dispatch, delivery, delivery.createdAt + heldFor);
      const { account } = delivery;
      const { store, clock } = dispatch;
      // the payer may have come back since it was asked
      if (told.charge && (await store.rule.hasReturned(account, told.charge.id)))
        await store.rule.release(account, told.charge.id, rule.fault, null, clock.of(account));
      return null;
    }
    default: // no other one is for a delivery
      return deliver(dispatch, leased);
  }
}

async function hold({ store }: Dispatch, delivery: Delivery, until: Time): Promise<null> {
  await store.save({ update: { deliveries: [revise(delivery, { state: "due", dueAt: until, leasedUntil: null })] } });
  return null;
}

/** Gives a delivery up without a try: what was lost on the way looks like that to both sides. */
async function lose({ store, clock, newAttemptId, told }: Dispatch, delivery: Delivery): Promise<null> {
  const { account, uri, event, rule, livemode } = delivery;
  const attempt: Attempt = {
    id: newAttemptId(livemode),
    delivery: delivery.id,
    event,
    account,
    uri,
    status: null,
    error: `lost on purpose, by ${rule}`,
    answer: null,
    latencyMs: 0,
    createdAt: clock.of(account),
  };
  const over = { dueAt: null, leasedUntil: null };
  const lost = revise(delivery, { state: "given_up", attempts: delivery.attempts + 1, ...over });
  const { saved } = await store.save({ update: { deliveries: [lost] }, insert: { attempts: [attempt] } });
  const [about] = saved ? await store.event.some(account, [event]) : [];
  if (about) told(about, attempt);
  return null;
}

/** Delivers an event, and once it was taken, again. */
async function deliverTwice(dispatch: Dispatch, leased: LeasedDelivery): Promise<Attempt> {
  const attempt = await deliver(dispatch, leased);
  if (!isTaken(attempt.status)) return attempt;
  const { account, event, id } = leased.delivery;
  const delivery = (await dispatch.store.delivery.ofEvent(account, event)).find((each) => each.id === id);
  return delivery ? deliver(dispatch, { ...leased, delivery }) : attempt;
}

/**
 * Delivers events of an account at once that were saved as leased, one after the other, while the request that caused them waits. What an endpoint does
 * not take is tried again by the schedule.
 */
export function deliverNow(dispatch: Dispatch, account: AccountId, deliveries: readonly Delivery[]): Promise<void> {
  return dispatch.requested.send(account, async () => {
    for (const leased of await withContents(dispatch, deliveries)) await deliver(dispatch, leased);
  });
}
