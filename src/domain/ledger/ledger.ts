import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import { days, type Time } from "../base/time.ts";
import type { Charge } from "../payment/charge.ts";
import { netOf, type Pricing } from "../payment/fee.ts";
import type { Refund } from "../payment/refund-row.ts";

/**
 * The ledger accounts. A positive posting is what the gateway has or is owed, a negative one what it owes:
 * what we owe the merchant is the negative sum of `merchant`.
 */
const ledgerAccounts = {
  acquirer: "Money the acquirer owes us for captured charges.",
  merchant: "Money we owe the merchant; the API's balance with its sign turned.",
  fee: "Our fees.",
  interest: "Installment interest that the merchant pays, passed on to the bank.",
  vat: "VAT on fees and interest, owed to the Revenue Department.",
} as const;
type LedgerAccount = keyof typeof ledgerAccounts;

/** One balanced set of postings. The API's transaction is its effect on the merchant's balance. */
export type Entry = {
  id: string;
  account: AccountId;
  livemode: boolean;
  key: "charge.captured.net" | "charge.voided.net" | "refund.created.debit";
  /** Id of the charge or refund that caused it. */
  origin: string;
  currency: string;
  /** Effect on the merchant's balance, with sign. */
  amount: Minor;
  transferableAt: Time;
  createdAt: Time;
};

export type Posting = {
  entry: string;
  account: AccountId;
  ledgerAccount: LedgerAccount;
  currency: string;
  amount: Minor;
};

export type Booking = { entry: Entry; postings: Posting[] };

/** A booking with the charge whose money it moves, and the refund that caused it, if one did. */
export type Movement = Booking & { charge: Charge; refund: Refund | null };

/** A refund with its charge, and with its entry once the acquirer has confirmed it. */
export type BookedRefund = { refund: Refund; charge: Charge; entry: Entry | null };

/** What an entry consists of, with sign: gross − fee − its VAT − interest − its VAT is what the balance gained. */
export type Parts = Pricing & { gross: Minor; net: Minor };

/** The parts of an entry as they were booked. The ledger has one account for all VAT, so the VAT on interest is taken from the charge. */
export function partsOf({ entry, postings, charge }: Movement): Parts {
  const booked = (account: LedgerAccount) =>
    postings.find(({ ledgerAccount }) => ledgerAccount === account)?.amount ?? 0;
  const interest = 0 - booked("interest");
  const interestVat = interest === 0 ? 0 : Math.sign(interest) * charge.interestVat;
  return {
    gross: booked("acquirer"),
    fee: 0 - booked("fee"),
    feeVat: 0 - booked("vat") - interestVat,
    interest,
    interestVat,
    net: entry.amount,
  };
}

/** What is left for the merchant of a paid charge after its refunds, null where nothing was paid. A void gives the fees back too. */
export function netLeft(charge: Charge): Minor | null {
  if (charge.paidAt === null || charge.capturedAmount === null) return null;
  return charge.voided ? 0 : netOf(charge.capturedAmount, charge) - charge.refundedAmount;
}

/** The sums of many entries; VAT is that on fees and that on interest together. */
export type Sums = { count: number; gross: Minor; fee: Minor; interest: Minor; vat: Minor; net: Minor };

/**
 * When money captured now can be transferred to the merchant: in test mode at once, as in all recorded test transactions from 2019 to 2025;
 * in live mode after seven days, which the original's help pages name for Thailand.
 */
const transferableFrom = (livemode: boolean, capturedAt: Time): Time => capturedAt + (livemode ? days(7) : 0);

/** A captured charge: the acquirer owes us all of it, we owe the merchant the net. */
export function bookCapture(id: string, charge: Charge, now: Time): Booking {
  return book(
    id,
    charge,
    "charge.captured.net",
    charge.id,
    transferableFrom(charge.livemode, now),
    now,
    chargePostings(charge, charge),
  );
}

/** A void undoes the capture whole, fees included, since the acquirer has not settled it; both become transferable together. */
export function bookVoid(id: string, charge: Charge, refund: Refund, now: Time): Booking {
  const undone = chargePostings(charge, charge).map(({ ledgerAccount, amount }) => ({
    ledgerAccount,
    amount: -amount,
  }));
  return book(id, charge, "charge.voided.net", refund.id, takenFrom(charge, now), now, undone);
}

/** A refund takes the amount from the merchant and gives it back through the acquirer; fees stay. Money that is still on hold is taken from what is on hold. */
export function bookRefund(id: string, charge: Charge, refund: Refund, now: Time): Booking {
  return book(id, charge, "refund.created.debit", refund.id, takenFrom(charge, now), now, [
    { ledgerAccount: "acquirer", amount: -refund.amount },
    { ledgerAccount: "merchant", amount: refund.amount },
  ]);
}

/** What is returned goes from where the charge's money lies: it leaves the balance together with it, or at once where that can be transferred already. */
const takenFrom = ({ livemode, paidAt }: Charge, now: Time): Time =>
  Math.max(now, transferableFrom(livemode, paidAt ?? now));

type Line = { ledgerAccount: LedgerAccount; amount: Minor };

function chargePostings(charge: Charge, pricing: Pricing): Line[] {
  const captured = charge.capturedAmount ?? charge.amount;
  return [
    { ledgerAccount: "acquirer", amount: captured },
    { ledgerAccount: "merchant", amount: -netOf(captured, pricing) },
    { ledgerAccount: "fee", amount: -pricing.fee },
    { ledgerAccount: "interest", amount: -pricing.interest },
    { ledgerAccount: "vat", amount: -(pricing.feeVat + pricing.interestVat) },
  ];
}

function book(
  id: string,
  charge: Charge,
  key: Entry["key"],
  origin: string,
  transferableAt: Time,
  createdAt: Time,
  lines: Line[],
): Booking {
  const sum = lines.reduce((total, line) => total + line.amount, 0);
  if (sum !== 0) throw new Error(`postings of ${origin} sum to ${sum} instead of zero`);
  const { account, livemode, currency } = charge;
  const merchant = lines.find((line) => line.ledgerAccount === "merchant");
  return {
    entry: {
      id,
      account,
      livemode,
      key,
      origin,
      currency,
      amount: 0 - (merchant?.amount ?? 0),
      transferableAt,
      createdAt,
    },
    postings: lines.filter((line) => line.amount !== 0).map((line) => ({ entry: id, account, currency, ...line })),
  };
}
