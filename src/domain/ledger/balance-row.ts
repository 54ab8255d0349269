import type { AccountId } from "../base/id.ts";

/**
 * Row of an account's balance in one currency. It has no amount: the balance is the sum of the ledger. A commit that takes money from the balance
 * writes this row with its next version; so of two that have read the same balance one loses, and reads again. A commit that adds money leaves it alone.
 */
export type Balance = { account: AccountId; currency: string; version: number };
