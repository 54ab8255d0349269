import { dayInBangkok } from "../../domain/base/bangkok.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { days } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { caughtUp, invoiceableUntil, issue } from "../../domain/receipt/receipt.ts";
import type { Receipt, ReceiptBook } from "../../domain/receipt/receipt-row.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";

/**
 * Makes the receipts of all days that are over and have none, oldest first, each in the commit that takes its number: of two processes one makes it. Days
 * without fees are passed over, however many they are.
 */
export async function attendBook(gateway: Gateway, { account: id }: ReceiptBook): Promise<void> {
  const account = await gateway.store.account.get(id);
  if (!account) return;
  while ((await untilSaved(() => invoiceNext(gateway, account))) === "more");
}

/** Invoices the next day with fees, or notes that there is none. Undefined where another process was first. */
async function invoiceNext(gateway: Gateway, account: Account): Promise<"more" | "done" | undefined> {
  const { store, clock, newId, seller } = gateway;
  const book = await store.receipt.book(account.id);
  const now = clock.of(account.id);
  const until = invoiceableUntil(now);
  if (!book || book.since >= until) return "done";
  const first = await store.receipt.firstFee(account.id, book.since, until);
  if (first === undefined) {
    const saved = await store.save({ update: { receipt_books: [caughtUp(book, until)] } });
    return saved.saved ? "done" : undefined;
  }
  const day = dayInBangkok(first);
  const fees = await store.receipt.fees(account.id, day, day + days(1));
  const id = newId("receipt", account.livemode);
  const made = issue(book, account, seller, fees, { id, day, now });
  const saved = await store.save({ update: { receipt_books: [made.book] }, insert: { receipts: [made.receipt] } });
  return saved.saved ? "more" : undefined;
}

/** @throws Refusal `not_found` */
export async function getReceipt({ store }: Gateway, account: AccountId, id: string): Promise<Receipt> {
  const receipt = await store.receipt.get(account, id);
  if (!receipt) throw new Refusal("not_found", `receipt ${id} was not found`);
  return receipt;
}

/**
 * The receipts of a month, in the order of their days.
 * @throws Refusal `not_found` where it has none
 */
export async function receiptsOfMonth({ store }: Gateway, account: AccountId, month: string): Promise<Receipt[]> {
  const receipts = /^\d{4}-\d\d$/.test(month) ? await store.receipt.ofMonth(account, month) : [];
  if (receipts.length === 0) throw new Refusal("not_found", `no receipt was issued in ${month}`);
  return receipts;
}

/** All receipts of a period, newest first, read page by page. */
export const everyReceipt = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<Receipt[]> => everyPage((before) => store.receipt.page(account, period, before, pageSize));
