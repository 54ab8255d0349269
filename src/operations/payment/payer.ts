import { codeInPage } from "../../domain/base/page-id.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, waitsForPayer } from "../../domain/payment/charge.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { Method } from "../../domain/payment/method.ts";
import type { Gateway } from "../gateway.ts";
import { openAtBank } from "./settle-charge.ts";

/** What a payer's page shows: the charge, how it is paid, and whose it is. */
export type Visit = { charge: Charge; account: Account; method: Method };

/**
 * The charge behind a page, or undefined for an unknown address. A bank that decides with the payer is told to expect them;
 * if it already knows their decision, that is taken. An upstream is not asked by each of many visits.
 */
export async function visit(gateway: Gateway, page: string): Promise<Visit | undefined> {
  const found = await behind(gateway, page);
  if (!found) return undefined;
  const { charge, account } = found;
  const method = gateway.methods.in(account.currency).of(charge.method);
  if (!waitsForPayer(charge, gateway.clock.of(account.id))) return { charge, account, method };
  const ask = () => openAtBank(gateway, account, charge);
  if (charge.upstream === null) return { charge: await ask(), account, method };
  const { upstreams } = gateway;
  if (!upstreams.mayBeAskedAgain(charge.id)) return { charge, account, method };
  return { charge: await upstreams.asked(`visit ${charge.id}`, ask), account, method };
}

/** The charge behind a page, without asking its bank. */
export const chargeOfPage = async (gateway: Gateway, page: string): Promise<Charge | undefined> =>
  (await behind(gateway, page))?.charge;

/** Finds charge and account of a page; the page's id names its account. */
async function behind({ store }: Gateway, page: string): Promise<Omit<Visit, "method"> | undefined> {
  for (const account of await accountsOfPage(store, page)) {
    const charge = await store.charge.ofPage(account.id, page);
    if (charge) return { charge, account };
  }
  return undefined;
}

/** Accounts with the page's code: hardly ever two. Ids without a code can be dropped eight days after the upgrade, with their last payers. */
async function accountsOfPage(store: Gateway["store"], page: string): Promise<Account[]> {
  const code = codeInPage(page);
  if (code !== null) return store.account.byCode(code);
  const owner = await store.charge.ownerOfOldPage(page);
  const account = owner && (await store.account.get(owner));
  return account ? [account] : [];
}

/**
 * Whether a failed charge was cancelled by its payer. For K PLUS the API's code is the same as for a bank's refusal; only the bank's own message
 * tells them apart.
 */
export async function cancelledByPayer({ store }: Gateway, { account, id, state }: Charge): Promise<boolean> {
  if (state !== "failed") return false;
  const messages = await store.bankMessage.ofCharge(account, id, lastWords);
  const cancelled: DeclineReason = "cancelled";
  return messages.some(({ answer, reason }) => answer === "declined" && reason === cancelled);
}

/** Messages searched: the bank's decline is among its last, perhaps followed by answers to another process. */
const lastWords = 5;
