import type { Account } from "../domain/account.ts";
import { Refusal } from "../domain/errors.ts";
import type { Entry } from "../domain/ledger.ts";
import type { Minor } from "../domain/money.ts";
import type { Time } from "../domain/time.ts";
import type { Caller, Gateway } from "./gateway.ts";

/** What is owed to a merchant at a moment; minor units of the account's currency. */
export type Balance = { account: Account; total: Minor; transferable: Minor; at: Time };

export async function getBalance(gateway: Gateway, { account }: Caller): Promise<Balance> {
  const at = gateway.now();
  return { account, at, ...(await gateway.store.ledger.balance(account.id, account.currency, at)) };
}

/** @throws Refusal `not_found` */
export async function getTransaction(gateway: Gateway, { account }: Caller, id: string): Promise<Entry> {
  const entry = await gateway.store.ledger.get(account.id, id);
  if (!entry) throw new Refusal("not_found", `transaction ${id} was not found`);
  return entry;
}
