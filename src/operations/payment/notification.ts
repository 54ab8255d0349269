import { timingSafeEqual } from "node:crypto";
import type { Notification } from "../../connectors/bank.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { isDecided } from "../../domain/payment/charge.ts";
import { connectorsOf, type Gateway } from "../gateway.ts";
import { attend } from "./due-charge.ts";

/**
 * Address at which a bank notifies us about an account's payments. The merchant gives it to the bank, and nobody can guess it.
 * The token is derived from the vault's keys, so it never changes and is not stored.
 */
export const upstreamAddress = (gateway: Gateway, bank: string, account: string): string =>
  `${gateway.publicUrl()}/upstream/${bank}/${tokenOf(gateway, bank, account)}`;

/** The account's id, and a digest that only the vault can compute from it. */
const tokenOf = ({ vault }: Gateway, bank: string, account: string): string =>
  `${account}.${Buffer.from(vault.keyring.digest(`upstream ${bank} ${account}`), "base64").toString("base64url")}`;

/**
 * Takes a bank's notification. Its content is never believed: the bank is asked what became of the payment, as the clock would do later.
 *
 * @returns the answer to the bank; undefined for an unknown address and for a notification that cannot be read
 */
export async function takeNotification(
  gateway: Gateway,
  bank: string,
  token: string,
  notification: Notification,
): Promise<object | undefined> {
  const account = await accountOf(gateway, bank, token);
  const notified = account && (await connectorsOf(gateway, account).banks[bank]?.notified?.(notification));
  if (!notified) return undefined;
  for (const charge of await gateway.store.search.named(account.id, notified.reference))
    if (!isDecided(charge) && gateway.methods.of(charge.method).bank === bank) await attend(gateway, charge);
  return notified.answer;
}

async function accountOf(gateway: Gateway, bank: string, token: string): Promise<Account | undefined> {
  const [id = ""] = token.split(".", 1);
  const expected = Buffer.from(tokenOf(gateway, bank, id));
  const given = Buffer.from(token);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs ? gateway.store.account.get(id) : undefined;
}
