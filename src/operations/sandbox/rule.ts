import { cardRulesOf } from "../../connectors/index.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { failureCodesOf } from "../../domain/payment/method.ts";
import {
  afterReturn,
  type Conditions,
  createRule,
  digitsOf,
  type Facts,
  factsOf,
  fits,
  type Rule,
  type RuleRequest,
} from "../../domain/sandbox/rule.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import type { Gateway } from "../gateway.ts";

/** @throws Refusal `bad_request` in live mode */
export function rulesOf({ store }: Gateway, account: Account, range: ListRange): Promise<Listed<Rule>> {
  mustBeTest(account, "a rule");
  return store.rule.list(account.id, range);
}

/** @throws Refusal `not_found` */
export async function getRule({ store }: Gateway, account: Account, id: string): Promise<Rule> {
  const rule = await store.rule.get(account.id, id);
  if (!rule) throw new Refusal("not_found", `rule ${id} was not found`);
  return rule;
}

/**
 * Adds a fault on purpose to a test account. Requests at this process meet it at once, those at others within a second. Several requests at once may go
 * over the limit by their own number.
 *
 * @throws Refusal `bad_request` in live mode, for what the fault has not, and for one rule too many; `not_found` for a charge that the account has not
 */
export async function addRule(gateway: Gateway, account: Account, request: RuleRequest): Promise<Rule> {
  mustBeTest(account, "a rule");
  const { store, clock, now } = gateway;
  const conditions = await conditionsFor(gateway, account, request.conditions);
  const code = request.code;
  const method = conditions.method === null ? undefined : gateway.methods.of(conditions.method);
  if (code !== undefined && method && ![...failureCodesOf(method), "failed_processing"].includes(code))
    throw new Refusal("bad_request", `charges by ${method.type} do not fail with ${code}`);
  const rule = createRule(
    account.id,
    { ...request, conditions },
    {
      id: gateway.newId("rule", false),
      count: (await store.rule.all(account.id)).length,
      at: clock.of(account.id),
      now: now(),
    },
  );
  const { saved } = await store.save({ insert: { rules: [rule] } });
  if (!saved) throw new Error(`the id ${rule.id} is taken`);
  gateway.rules.note(rule);
  return rule;
}

/** Removes a rule, and lets go what it holds. @throws Refusal `not_found` */
export async function removeRule(gateway: Gateway, account: Account, id: string): Promise<Rule> {
  const rule = await getRule(gateway, account, id);
  await gateway.note({ rule: id, fault: rule.fault });
  await letGo(gateway, account, id);
  return rule;
}

/** Removes all rules of an account, and lets go what they hold. @returns those that there were, the oldest first */
export async function removeRules(gateway: Gateway, account: Account): Promise<Rule[]> {
  mustBeTest(account, "a rule");
  const rules = await gateway.store.rule.all(account.id);
  await gateway.note({ rules: rules.length });
  await letGo(gateway, account, null);
  return rules;
}

async function letGo(gateway: Gateway, account: Account, id: string | null): Promise<void> {
  const freed = await gateway.store.rule.remove(account.id, id, gateway.clock.of(account.id));
  gateway.rules.forget(account.id, id ?? undefined);
  gateway.simulation.misbehaviour.letGo(account.id);
  if (freed.length > 0) gateway.wakeDeliveries(freed);
}

/** The conditions in the form in which payments are compared with them. */
async function conditionsFor(gateway: Gateway, account: Account, given: Conditions): Promise<Conditions> {
  const { charge, method, card, phone } = given;
  if (charge !== null && !["charge", "refund"].includes(kindOfId(charge) ?? ""))
    throw new Refusal("bad_request", "charge must be the id of a charge or a refund");
  if (charge !== null && (await gateway.store.search.named(account.id, charge)).length === 0)
    throw new Refusal("not_found", `this account has no payment ${charge}`);
  if (method !== null && !gateway.methods.all.some(({ type }) => type === method))
    throw new Refusal("bad_request", "method must be the type of a payment method, such as promptpay or card");
  return {
    ...given,
    card: card === null ? null : lastDigitsOf(card),
    phone: phone === null ? null : digitsOf(phone),
  };
}

/** @throws Refusal `bad_request` for a number that is no test card's: no other stands anywhere outside the vault */
function lastDigitsOf(card: string): string {
  const digits = card.replace(/[\s-]/g, "");
  if (/^\d{4}$/.test(digits)) return digits;
  if (/^\d{12,19}$/.test(digits) && cardRulesOf(false).isTestCard(digits)) return digits.slice(-4);
  throw new Refusal("bad_request", "card must be the last four digits of a card, or the number of a test card");
}

/** Notes that a payer was sent back to the merchant, and lets the events go that were held for it. */
export async function payerReturned(gateway: Gateway, { account, id, livemode }: Charge): Promise<void> {
  const { store, clock, now, rules } = gateway;
  if (livemode || !rules.at(account, "webhook").some(({ fault }) => fault === "webhook_after_return")) return;
  await store.rule.noteReturn(account, id, now());
  await store.rule.release(account, id, "webhook_after_return", null, clock.of(account) + afterReturn);
}

/**
 * Keeps an answer of the API back, where a rule of the test account wants it; the work is done and saved.
 *
 * @param done what was asked for, as its operation returned it
 */
export async function keepBack(gateway: Gateway, { id, livemode }: Account, done: unknown): Promise<void> {
  const known = livemode ? [] : gateway.rules.at(id, "api");
  if (known.length === 0) return;
  const facts = await factsIn(gateway, id, done);
  for (const rule of known) {
    if (!fits(rule, facts) || !(await gateway.rules.apply(rule))) continue;
    await gateway.pause(rule.delay ?? 0);
    return;
  }
}

/** The payment that a result is, or is a refund of. */
async function factsIn({ store }: Gateway, account: AccountId, done: unknown): Promise<Facts | null> {
  const { id = "", charge: of = "" } = (done ?? {}) as { id?: unknown; charge?: unknown }; // any operation's result
  const name =
    kindOfId(String(id)) === "charge" ? String(id) : kindOfId(String(id)) === "refund" ? String(of) : undefined;
  const charge = name === undefined ? undefined : await store.charge.get(account, name);
  return charge ? factsOf(charge, String(id)) : null;
}
