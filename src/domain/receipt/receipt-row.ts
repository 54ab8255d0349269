import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { Billing } from "../merchant/account.ts";

/** The operator, as a tax invoice names the seller. */
export type Seller = { name: string; address: string | null; taxId: string | null };

/** The merchant, as a tax invoice names the buyer. */
export type Buyer = Billing & { email: string; statementName: string };

/** The fees of one day in Bangkok, invoiced, without those that upstreams took. Never changed: seller, buyer and amounts are those of its making. Amounts are in minor units, none below zero. */
export type Receipt = {
  id: string;
  account: AccountId;
  livemode: boolean;
  number: string;
  /** Place in the row of the account's receipts, from 1 and without gaps; the number ends with it. */
  sequence: number;
  /** The day, such as `2026-11-30`. */
  issuedOn: string;
  currency: string;
  /** Fees of charges, with the interest that merchants pay. */
  chargeFee: Minor;
  transferFee: Minor;
  /** Fees given back with voids. */
  voidedFee: Minor;
  subtotal: Minor;
  vat: Minor;
  /** Tax that the merchant withholds and pays for the operator. */
  wht: Minor;
  total: Minor;
  /** Whether more was given back than charged, so that the operator owes the total. */
  creditNote: boolean;
  seller: Seller;
  buyer: Buyer;
  createdAt: Time;
};

/** How far an account's fees are invoiced. Each receipt is made in the commit that writes its number here. */
export type ReceiptBook = {
  /** That of the account, which has one book. */
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  /** Receipts made so far. */
  issued: number;
  /** The start of the first day that is not invoiced. */
  since: Time;
  /** The start of the first day whose receipt leaves out what upstreams took; 0 where all do. Receipts of days before have these fees, too. */
  ownSince: Time;
  /** When the day before is invoiced next. */
  dueAt: Time | null;
};
