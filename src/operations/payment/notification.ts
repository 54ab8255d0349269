import { timingSafeEqual } from "node:crypto";
import type { Bank, Notification } from "../../connectors/bank.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, isDecided } from "../../domain/payment/charge.ts";
import { keepNotification } from "../../domain/payment/notification.ts";
import { connectorsOf, type Gateway } from "../gateway.ts";
import { tokenOf } from "../upstream/address.ts";
import { readNotification } from "../upstream/connection.ts";
import { nameOf } from "./bank.ts";
import { attend } from "./due-charge.ts";
import { attendLatePayment, endedUnpaid, mayBePaidAgain } from "./late-payment.ts";

/**
 * Takes a bank's notification. Its content is never believed: the bank is asked what became of the payment, as the clock would do later.
 *
 * @returns the answer to the bank; undefined for an unknown address and for a notification that cannot be read
 * @throws Refusal `service_unavailable` where the bank has to tell again
 */
export async function takeNotification(
  gateway: Gateway,
  bank: string,
  token: string,
  notification: Notification,
): Promise<object | undefined> {
  const account = await accountOf(gateway, bank, token);
  const notified = account && (await readerOf(gateway, account, bank)?.(notification));
  if (!notified) return undefined;
  for (const charge of await gateway.store.search.named(account.id, notified.reference)) {
    if (nameOf(gateway, charge) !== bank) continue;
    await keep(gateway, charge, bank, notified.says);
    const isOver = isDecided(charge);
    if (isOver && !(endedUnpaid(charge) || mayBePaidAgain(charge))) continue;
    await gateway.upstreams.asked(`told ${charge.id}`, () =>
      isOver ? attendLatePayment(gateway, account, charge) : attend(gateway, charge),
    );
  }
  return notified.answer;
}

/** Keeps what a notification says for the charge's timeline, before the bank is asked, who may not answer. */
async function keep({ store, newId, clock }: Gateway, charge: Charge, bank: string, says: string): Promise<void> {
  const { id, account, livemode } = charge;
  const before = await store.notification.ofCharge(account, id);
  const at = clock.of(account);
  const kept = keepNotification(newId("notification", livemode), charge, bank, says, before, at);
  if (kept) await store.save({ insert: { notifications: [kept] } });
}

/** Reads the notifications of a bank or an upstream to an account; undefined where the account has none of that name. */
function readerOf(gateway: Gateway, account: Account, bank: string): Bank["notified"] {
  return account.livemode && gateway.upstreams.find(bank)
    ? (notification) => readNotification(gateway, account.id, bank, notification)
    : connectorsOf(gateway, account).banks[bank]?.notified;
}

async function accountOf(gateway: Gateway, bank: string, token: string): Promise<Account | undefined> {
  const [id = ""] = token.split(".", 1);
  const expected = Buffer.from(tokenOf(gateway, bank, id));
  const given = Buffer.from(token);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs ? gateway.store.account.get(id) : undefined;
}
