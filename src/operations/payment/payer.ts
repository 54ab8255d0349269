import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, waitsForPayer } from "../../domain/payment/charge.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { Method } from "../../domain/payment/method.ts";
import type { Gateway } from "../gateway.ts";
import { openAtBank } from "./settle-charge.ts";

/** What a payer's page shows: the charge, how it is paid, and whose it is. */
export type Visit = { charge: Charge; account: Account; method: Method };

/**
 * The charge behind a page, or undefined for an address that we never gave out. A bank that decides with the payer is told to expect the payer;
 * should it know already what the payer has decided, that is taken.
 */
export async function visit(gateway: Gateway, page: string): Promise<Visit | undefined> {
  const charge = await gateway.store.charge.ofPage(page);
  const account = charge && (await gateway.store.account.get(charge.account));
  if (!charge || !account) return undefined;
  const method = gateway.methods.of(charge.method);
  if (!waitsForPayer(charge, gateway.now())) return { charge, account, method };
  return { charge: await openAtBank(gateway, account, charge), account, method };
}

/**
 * Whether a failed charge was cancelled by its payer: for K PLUS the API's code is the one of a bank that refuses, and only the bank's own word tells
 * them apart.
 */
export async function cancelledByPayer({ store }: Gateway, { id, state }: Charge): Promise<boolean> {
  if (state !== "failed") return false;
  const messages = await store.bankMessage.ofCharge(id, lastWords);
  const cancelled: DeclineReason = "cancelled";
  return messages.some(({ answer, reason }) => answer === "declined" && reason === cancelled);
}

/** The bank's decline is among its last; what another process asked meanwhile may stand behind it. */
const lastWords = 5;
