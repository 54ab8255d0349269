import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Funds } from "../../domain/ledger/balance.ts";
import type { BookedRefund, Entry, Movement, StatementLine, Sums } from "../../domain/ledger/ledger.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import type { Caller, Gateway } from "../gateway.ts";

/** Amounts owed to a merchant at a moment; minor units of the account's currency. */
export type Balance = Funds & { account: Account; at: Time };

export async function getBalance(gateway: Gateway, { account }: Caller): Promise<Balance> {
  const at = gateway.clock.of(account.id);
  return { account, at, ...(await gateway.store.ledger.balance(account.id, account.currency, at)) };
}

/** @throws Refusal `not_found` */
export async function getTransaction(gateway: Gateway, { account }: Caller, id: string): Promise<Entry> {
  const entry = await gateway.store.ledger.get(account.id, id);
  if (!entry) throw new Refusal("not_found", `transaction ${id} was not found`);
  return entry;
}

/** A page of the list of transactions, each with the amounts that it consists of. */
export async function listMovements(
  { store }: Gateway,
  account: AccountId,
  range: ListRange,
): Promise<Listed<Movement>> {
  const { rows, total } = await store.ledger.list(account, range);
  return { rows: await store.ledger.movements(account, rows), total };
}

/** Sum of the transactions of a period, in the account's currency; null where there are too many. */
export const sumMovements = ({ store }: Gateway, { id, currency }: Account, period: Period): Promise<Sums | null> =>
  store.ledger.sums(id, currency, period);

/** All transactions of a period, newest first, each with the balance after it, read page by page. */
export async function* everyMovement(
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<StatementLine[]> {
  let balance: Minor | null = null;
  for await (const entries of everyPage((before) => store.ledger.page(account, period, before, pageSize))) {
    const [newest] = entries;
    if (newest) balance ??= await store.settlement.balanceAfter(account, { at: newest.createdAt, id: newest.id });
    const lines: StatementLine[] = [];
    for (const movement of await store.ledger.movements(account, entries)) {
      lines.push({ ...movement, balanceAfter: balance ?? 0 });
      balance = (balance ?? 0) - movement.entry.amount;
    }
    yield lines;
  }
}

/** All refunds of a period, newest first, read page by page. */
export async function* everyRefund(
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<BookedRefund[]> {
  for await (const refunds of everyPage((before) => store.refund.page(account, period, before, pageSize)))
    yield await store.ledger.ofRefunds(account, refunds);
}
