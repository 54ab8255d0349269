import { timingSafeEqual } from "node:crypto";
import type { Notification } from "../../connectors/bank.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { connectorsOf, type Gateway } from "../gateway.ts";
import { attend } from "./due-charge.ts";

/**
 * Where a bank tells that something has become of an account's payments: an address that its merchant gives the bank, and that nobody can guess.
 * It follows from the vault's keys, so it is the same for ever and is kept nowhere.
 */
export const upstreamAddress = (gateway: Gateway, bank: string, account: string): string =>
  `${gateway.publicUrl()}/upstream/${bank}/${tokenOf(gateway, bank, account)}`;

/** The account, and a digest that only the vault can make of it. */
const tokenOf = ({ vault }: Gateway, bank: string, account: string): string =>
  `${account}.${Buffer.from(vault.keyring.digest(`upstream ${bank} ${account}`), "base64").toString("base64url")}`;

/**
 * Takes a notification of a bank. It is never believed, whatever it says: the bank is asked what became of the payment, as the clock would do later.
 *
 * @returns what the bank is answered; undefined for an address that we never gave out, and for what cannot be read
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
    if (isOpen(charge) && gateway.methods.of(charge.method).bank === bank) await attend(gateway, charge);
  return notified.answer;
}

/** Whether its bank may know of the charge what we do not; what is decided is left to the clock. */
const isOpen = ({ state }: Charge): boolean => state === "awaiting_payer" || state === "authorizing";

async function accountOf(gateway: Gateway, bank: string, token: string): Promise<Account | undefined> {
  const [id = ""] = token.split(".", 1);
  const expected = Buffer.from(tokenOf(gateway, bank, id));
  const given = Buffer.from(token);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs ? gateway.store.account.get(id) : undefined;
}
