import { dateInBangkok, dayInBangkok } from "../base/bangkok.ts";
import { type Decimal, type Minor, percentOf } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { days, hours, type Time } from "../base/time.ts";
import type { BalanceKey } from "../ledger/entry.ts";
import type { Account } from "../merchant/account.ts";
import type { Buyer, Receipt, ReceiptBook, Seller } from "./receipt-row.ts";

type FeeKind = "charge" | "transfer" | "voided";

/** Kinds of fee by the key of the ledger entry that booked it; null where an entry books none. Nothing else decides what is invoiced as what. */
const feeKinds: Record<BalanceKey, FeeKind | null> = {
  "charge.captured.net": "charge",
  "charge.voided.net": "voided",
  "refund.created.debit": null,
  "dispute.started.debit": null,
  "dispute.won.credit": null,
  "transfer.sent.debit": "transfer",
  "transfer.failed.credit": "transfer",
};

/** What was booked under one key in some time, of charges that no upstream carries and of transfers, as the merchant paid it: below zero where it was given back. */
export type BookedFee = { key: BalanceKey; fee: Minor; vat: Minor };

/** Tax withheld from fees for services. Source: Revenue Code of Thailand, 3 % of services among companies. */
const withheld: Decimal = "3";

/** How long after midnight in Bangkok a day is invoiced. Recorded: receipts were made at 01:00. */
const madeAfter = hours(1);

/** The book of a new account. */
export const newBook = ({ id, livemode, createdAt }: Pick<Account, "id" | "livemode" | "createdAt">): ReceiptBook => ({
  id,
  version: 1,
  account: id,
  livemode,
  issued: 0,
  since: dayInBangkok(createdAt),
  ownSince: 0,
  dueAt: dayInBangkok(createdAt) + days(1) + madeAfter,
});

/** The last moment whose day can be invoiced now; exclusive. */
export const invoiceableUntil = (now: Time): Time => dayInBangkok(now - madeAfter);

/** The book once every day before `until` is invoiced. */
export const caughtUp = (book: ReceiptBook, until: Time): ReceiptBook =>
  revise(book, { since: until, dueAt: until + days(1) + madeAfter });

/**
 * Invoices the fees of one day. Its number is the next one of the account, and so is saved with the book.
 *
 * @param booked whatever was booked on the day; days without any have no receipt
 */
export function issue(
  book: ReceiptBook,
  account: Account,
  seller: Seller,
  booked: readonly BookedFee[],
  { id, day, now }: { id: string; day: Time; now: Time },
): { receipt: Receipt; book: ReceiptBook } {
  const sequence = book.issued + 1;
  const issuedOn = dateInBangkok(day);
  const receipt: Receipt = {
    id,
    account: account.id,
    livemode: account.livemode,
    number: numberOf(account, issuedOn, sequence),
    sequence,
    issuedOn,
    currency: account.currency,
    ...sumsOf(booked, account.billing?.withholdsTax ?? false),
    seller,
    buyer: buyerOf(account),
    createdAt: now,
  };
  return { receipt, book: revise(book, { issued: sequence, since: day + days(1) }) };
}

/** The country, the date, then the place in the row. Form: recorded, `OMTH201903110001`. */
const numberOf = ({ country }: Pick<Account, "country">, issuedOn: string, sequence: number): string =>
  `CH${country}${issuedOn.replaceAll("-", "")}${String(sequence).padStart(4, "0")}`;

/** The merchant's own name and address stand in until there are others. */
const buyerOf = ({ name, email, billing }: Account): Buyer => ({
  name: billing?.name ?? name,
  address: billing?.address ?? null,
  taxId: billing?.taxId ?? null,
  withholdsTax: billing?.withholdsTax ?? false,
  email,
  statementName: name,
});

type ReceiptSums = Pick<
  Receipt,
  "chargeFee" | "transferFee" | "voidedFee" | "subtotal" | "vat" | "wht" | "total" | "creditNote"
>;

/**
 * What a receipt says of fees: subtotal = charges + transfers − voids, total = subtotal + VAT − what is withheld. The VAT is the sum of what was booked with
 * each payment, so a receipt and the ledger agree to the satang.
 */
export function sumsOf(booked: readonly BookedFee[], withholds: boolean): ReceiptSums {
  const of = (kind: FeeKind) => sum(booked.filter(({ key }) => feeKinds[key] === kind).map(({ fee }) => fee));
  const [chargeFee, transferFee, voidedFee] = [of("charge"), of("transfer"), 0 - of("voided")];
  const owed = chargeFee + transferFee - voidedFee;
  const subtotal = Math.abs(owed);
  const vat = Math.abs(sum(booked.map(({ vat }) => vat)));
  const wht = withholds ? percentOf(subtotal, withheld) : 0;
  return { chargeFee, transferFee, voidedFee, subtotal, vat, wht, total: subtotal + vat - wht, creditNote: owed < 0 };
}

const sum = (numbers: readonly Minor[]): Minor => numbers.reduce((total, number) => total + number, 0);
