import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import type { Customer } from "../../domain/customer/customer.ts";
import { everyPage, type Page, type Position } from "../../storage/base/page.ts";
import type { Gateway } from "../gateway.ts";

/** Customers of an account, newest first: those with this text, or the one with this id. */
export async function searchCustomers(
  { store }: Gateway,
  account: AccountId,
  q: string | undefined,
  before: Position | null,
  limit: number,
): Promise<Page<Customer>> {
  const text = q?.trim() || null;
  if (text === null || kindOfId(text) !== "customer") return store.customer.search(account, text, before, limit);
  const named = await store.customer.get(account, text);
  return { rows: named && !before ? [named] : [], next: null };
}

/** All customers that a search finds, read page by page. */
export const everyCustomer = (
  gateway: Gateway,
  account: AccountId,
  q: string | undefined,
  pageSize: number,
): AsyncGenerator<Customer[]> => everyPage((before) => searchCustomers(gateway, account, q, before, pageSize));
