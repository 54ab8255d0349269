import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { days, type Time } from "../base/time.ts";
import { type Dispute, holdsMoney, takenBy } from "../dispute/dispute-row.ts";
import type { Charge } from "../payment/charge.ts";
import { netOf, type Pricing } from "../payment/fee.ts";
import { fundingAmountOf, fundingOfRefund, refundedFundingOf } from "../payment/funding.ts";
import type { Refund } from "../payment/refund-row.ts";
import type { Entry } from "./entry.ts";

export type { Entry } from "./entry.ts";

/**
 * The ledger accounts. A positive posting is money that the gateway has or is owed, a negative one money that it owes:
 * what we owe the merchant is the negative sum of `merchant`.
 */
const ledgerAccounts = {
  acquirer: "Money the acquirer owes us for captured charges that no upstream carries.",
  held: "Money that an upstream holds for the merchant, after its costs.",
  kept: "What an upstream has kept for its costs, of payments and of payouts.",
  in_transit: "Money that an upstream has paid out, and that has not come to the merchant's own bank account yet.",
  settled: "Money of an upstream that has come to the merchant's own bank account.",
  merchant: "Money we owe the merchant; the API's balance with its sign turned.",
  fee: "Fees: ours, or those of the upstream that carries the charge.",
  payout: "Money on its way to banks of recipients, or paid there.",
  interest: "Installment interest that the merchant pays, passed on to the bank.",
  vat: "VAT on fees and interest, owed to the Revenue Department.",
} as const;
type LedgerAccount = keyof typeof ledgerAccounts;

export type Posting = {
  entry: string;
  account: AccountId;
  ledgerAccount: LedgerAccount;
  /** Name of the upstream whose money it is: in `held`, `kept`, `in_transit` and `settled`, and nowhere else. */
  upstream: string | null;
  currency: string;
  amount: Minor;
};

export type Booking = { entry: Entry; postings: Posting[] };

/** What the books have to know of a transfer. */
type PaidOut = Pick<Entry, "id" | "account" | "livemode" | "currency"> &
  Pick<Pricing, "fee" | "feeVat"> & { amount: Minor };

/** A booking with what caused it: a charge, a refund or a dispute together with its charge, or a transfer. */
export type Movement = Booking & {
  charge: Charge | null;
  refund: Refund | null;
  dispute: Dispute | null;
  transfer: { id: string; metadata: Record<string, unknown> } | null;
};

/** A line of a statement: a booking, and the balance just after it. */
export type StatementLine = Movement & { balanceAfter: Minor };

/** A refund with its charge, and with its entry once the acquirer has confirmed it. */
export type BookedRefund = { refund: Refund; charge: Charge; entry: Entry | null };

/** The parts of an entry, with sign: gross − fee − its VAT − interest − its VAT is the change of the balance. */
export type Parts = Pricing & { gross: Minor; net: Minor };

/** The parts of an entry as booked. The ledger has one account for all VAT, so the VAT on interest is read from the charge. */
export function partsOf({ entry, postings, charge }: Movement): Parts {
  const booked = (account: LedgerAccount) =>
    postings.find(({ ledgerAccount }) => ledgerAccount === account)?.amount ?? 0;
  const interest = 0 - booked("interest");
  const interestVat = interest === 0 || !charge ? 0 : Math.sign(interest) * charge.interestVat;
  const [fee, vat, net] = [0 - booked("fee"), 0 - booked("vat"), entry.amount];
  return { gross: net + fee + vat + interest, fee, feeVat: vat - interestVat, interest, interestVat, net };
}

/** The merchant's net of a paid charge after refunds and disputes, in the account's currency; null where nothing was paid. A void also returns the fees. */
export function netLeft(charge: Charge): Minor | null {
  if (charge.paidAt === null || charge.capturedAmount === null) return null;
  const { latestDispute } = charge;
  const disputed = holdsMoney(latestDispute) ? takenBy(latestDispute) : 0;
  return charge.voided ? 0 : netOf(fundingAmountOf(charge), charge) - refundedFundingOf(charge) - disputed;
}

/** Sums of many entries; `vat` is the VAT on fees and on interest together. */
export type Sums = { count: number; gross: Minor; fee: Minor; interest: Minor; vat: Minor; net: Minor };

/**
 * When money captured now can be transferred to the merchant, where no upstream says so. Test mode: at once, as in all recorded test transactions from
 * 2019 to 2025. Live mode: after seven days, from the original's help pages for Thailand.
 */
const transferableFrom = (livemode: boolean, capturedAt: Time): Time => capturedAt + (livemode ? days(7) : 0);

/** What an upstream says of the money of a capture. */
export type UpstreamMoney = {
  /** Whether it has paid straight into the merchant's own bank account: there is nothing to wait for then. */
  arrived?: boolean | undefined;
  /** When it can be paid out. */
  transferableAt?: Time | undefined;
};

/** The dates of what a refund takes. */
export type RefundDates = {
  /** When the money of its charge can be transferred, as it was booked. */
  heldUntil: Time;
  /** When the upstream takes it, where it says so. */
  transferableAt?: Time | undefined;
};

/** Books a capture: the acquirer owes us the whole amount, we owe the merchant the net. An upstream holds the net, and has kept its costs. */
export function bookCapture(
  id: string,
  charge: Charge,
  now: Time,
  { arrived = false, transferableAt }: UpstreamMoney = {},
): Booking {
  const from = transferableAt ?? (arrived ? now : transferableFrom(charge.livemode, now));
  return book(id, charge, "charge.captured.net", charge.id, from, now, chargePostings(charge, arrived));
}

/** Books a void: it undoes the whole capture, fees included, since the acquirer has not settled it. Both become transferable together. */
export function bookVoid(id: string, charge: Charge, refund: Refund, dates: RefundDates, now: Time): Booking {
  const undone = chargePostings(charge, false).map(reversed);
  return book(id, charge, "charge.voided.net", refund.id, takenAt(dates, now), now, undone);
}

/** Books a refund: the merchant pays the amount, the acquirer or upstream returns it, fees stay. Money on hold is taken from the money on hold. */
export function bookRefund(id: string, charge: Charge, refund: Refund, dates: RefundDates, now: Time): Booking {
  return book(id, charge, "refund.created.debit", refund.id, takenAt(dates, now), now, [
    ofPayers(charge, -fundingOfRefund(refund)),
    { ledgerAccount: "merchant", amount: fundingOfRefund(refund) },
  ]);
}

/** Books a transfer as it is sent: the whole amount leaves the balance, the fee and its VAT stay here, and the rest goes to the recipient's bank. */
export const bookTransfer = (id: string, transfer: PaidOut, now: Time): Booking =>
  book(id, transfer, "transfer.sent.debit", transfer.id, now, now, transferPostings(transfer));

/** Books a transfer that was sent and could not be paid: everything comes back, the fee too. */
export const bookTransferFailure = (id: string, transfer: PaidOut, now: Time): Booking =>
  book(id, transfer, "transfer.failed.credit", transfer.id, now, now, transferPostings(transfer).map(reversed));

const transferPostings = ({ amount, fee, feeVat }: PaidOut): Line[] => [
  { ledgerAccount: "merchant", amount },
  { ledgerAccount: "payout", amount: -(amount - fee - feeVat) },
  { ledgerAccount: "fee", amount: -fee },
  { ledgerAccount: "vat", amount: -feeVat },
];

/**
 * Books what a dispute takes: the bank takes the amount from us, we from the merchant, whatever the balance is. Fees stay.
 *
 * @param heldUntil when the charge's money can be transferred, as it was booked
 */
export function bookDispute(id: string, charge: Charge, { id: origin }: Dispute, heldUntil: Time, now: Time): Booking {
  const amount = fundingAmountOf(charge) - refundedFundingOf(charge);
  return book(id, charge, "dispute.started.debit", origin, takenAt({ heldUntil }, now), now, [
    ofPayers(charge, -amount),
    { ledgerAccount: "merchant", amount },
  ]);
}

/** Books what comes back with a dispute that was won, not earlier than it was taken. */
export function bookWonDispute(id: string, charge: Charge, dispute: Dispute, heldUntil: Time, now: Time): Booking {
  const { id: origin } = dispute;
  const amount = takenBy(dispute);
  return book(id, charge, "dispute.won.credit", origin, takenAt({ heldUntil }, now), now, [
    ofPayers(charge, amount),
    { ledgerAccount: "merchant", amount: -amount },
  ]);
}

/** When a refund or a dispute leaves the balance: as its upstream says, else together with its charge's money, or at once where that is transferable already. */
const takenAt = ({ heldUntil, transferableAt }: RefundDates, now: Time): Time =>
  transferableAt ?? Math.max(now, heldUntil);

/**
 * Puts the dates of a charge's entries right, as its upstream says them now. What leaves the balance together with the charge's money goes along.
 *
 * @param entries of the charge, its refunds and its disputes
 * @param dates by id of the charge or refund
 * @returns the entries that change
 */
export function redated(entries: readonly Entry[], dates: ReadonlyMap<string, Time>): Entry[] {
  const capture = entries.find(({ key }) => key === "charge.captured.net");
  if (!capture) return [];
  const heldUntil = dates.get(capture.origin) ?? capture.transferableAt;
  return entries.flatMap((entry) => {
    const { origin, createdAt, transferableAt } = entry;
    const goesAlong = entry === capture || transferableAt === takenAt({ heldUntil: capture.transferableAt }, createdAt);
    const along = entry === capture ? heldUntil : takenAt({ heldUntil }, createdAt);
    const next = dates.get(origin) ?? (goesAlong ? along : transferableAt);
    return next === transferableAt ? [] : [revise(entry, { transferableAt: next })];
  });
}

/** One line of a booking; `upstream` is null where it is left out. */
export type Line = { ledgerAccount: LedgerAccount; amount: Minor; upstream?: string | null };

export const reversed = (line: Line): Line => ({ ...line, amount: -line.amount });

/** The other side of what moves on the balance after a capture: the upstream that carries the charge, or the acquirer. */
const ofPayers = ({ upstream }: Charge, amount: Minor): Line =>
  upstream === null ? { ledgerAccount: "acquirer", amount } : { ledgerAccount: "held", upstream, amount };

function chargePostings(charge: Charge, arrived: boolean): Line[] {
  const captured = fundingAmountOf(charge);
  const net = netOf(captured, charge);
  return [
    ...takenIn(charge, captured, net, arrived),
    { ledgerAccount: "merchant", amount: -net },
    { ledgerAccount: "fee", amount: -charge.fee },
    { ledgerAccount: "interest", amount: -charge.interest },
    { ledgerAccount: "vat", amount: -(charge.feeVat + charge.interestVat) },
  ];
}

/** Where a payer's money is: with the acquirer, or with the upstream, which keeps its costs before it pays out. */
function takenIn({ upstream }: Charge, captured: Minor, net: Minor, arrived: boolean): Line[] {
  if (upstream === null) return [{ ledgerAccount: "acquirer", amount: captured }];
  return [
    { ledgerAccount: arrived ? "settled" : "held", upstream, amount: net },
    { ledgerAccount: "kept", upstream, amount: captured - net },
  ];
}

/** Makes an entry of lines. @throws Error where they do not sum to zero: a defect */
export function book(
  id: string,
  of: Pick<Entry, "account" | "livemode" | "currency"> & { fundingCurrency?: string | null },
  key: Entry["key"],
  origin: string,
  transferableAt: Time,
  createdAt: Time,
  lines: Line[],
): Booking {
  const sum = lines.reduce((total, line) => total + line.amount, 0);
  if (sum !== 0) throw new Error(`postings of ${origin} sum to ${sum} instead of zero`);
  const { account, livemode } = of;
  const currency = of.fundingCurrency ?? of.currency;
  const merchant = lines.find((line) => line.ledgerAccount === "merchant");
  return {
    entry: {
      id,
      version: 1,
      account,
      livemode,
      key,
      origin,
      currency,
      amount: 0 - (merchant?.amount ?? 0),
      transferableAt,
      createdAt,
    },
    postings: lines
      .filter((line) => line.amount !== 0)
      .map((line) => ({ entry: id, account, currency, upstream: null, ...line })),
  };
}
