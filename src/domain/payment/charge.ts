import { nextDayInBangkok } from "../base/bangkok.ts";
import type { AccountId } from "../base/id.ts";
import type { Decimal, Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { days, type Time } from "../base/time.ts";
import type { ChargedCard } from "../card/card.ts";
import { type Dispute, holdsMoney } from "../dispute/dispute-row.ts";
import type { Routing } from "../upstream/route.ts";
import type { CardOnFile } from "./card-on-file.ts";
import type { FailureCode } from "./failure.ts";
import type { FeeRates } from "./fee.ts";
import { failureMessageOf, type Method, type RefundPolicy } from "./method.ts";
import type { NextStep } from "./next-step.ts";
import type { Refund } from "./refund-row.ts";
import type { Source } from "./source.ts";
import type { Authentication } from "./three-ds.ts";

/**
 * Every legal move of a charge; others are refused.
 * `authorizing`, `capturing` and `reversing`: the bank has been asked and may not have answered yet.
 * Source: Charges API, "status"; these intermediate states are ours.
 */
export const moves = {
  awaiting_payer: {
    authenticate: "authorizing",
    pay: "captured",
    authorize: "authorized",
    decline: "failed",
    expire: "expired",
  },
  authorizing: { pay: "captured", authorize: "authorized", decline: "failed" },
  authorized: { capture: "capturing", reverse: "reversing" },
  capturing: { confirm: "captured", refuse: "authorized" },
  reversing: { release: "reversed", refuse: "authorized" },
  captured: {},
  failed: {},
  reversed: {},
  expired: {},
} as const satisfies Record<string, Record<string, string>>;

export type ChargeState = keyof typeof moves;
export type ChargeAction = { [State in ChargeState]: keyof (typeof moves)[State] }[ChargeState];

/** What a charge in another currency than its account's keeps of its conversion; all null where both are one. */
export type Funding = {
  /** The account's currency, in which fees, the ledger and the balance are. */
  fundingCurrency: string | null;
  /** Main units of the account's currency for one of the charge's, on the day of the charge. Captures and refunds use it, too. */
  exchangeRate: Decimal | null;
  /** The amount in the account's currency, once captured of what was captured. */
  fundingAmount: Minor | null;
  /** The sum of its refunds in the account's currency. */
  refundedFunding: Minor | null;
};

/** One attempt to take money from a payer. */
export type Charge = Funding & {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  state: ChargeState;
  /** Type of the payment method: `card` or the source's type. */
  method: string;
  amount: Minor;
  currency: string;
  capture: boolean;
  /** Allows a capture of less than the authorized amount. */
  preAuth: boolean;
  capturedAmount: Minor | null;
  refundedAmount: Minor;
  refundCount: number;
  voided: boolean;
  fee: Minor;
  feeVat: Minor;
  interest: Minor;
  interestVat: Minor;
  /** The rates at creation; `monthlyInterest` is the merchant's rate, null where the merchant pays no interest. */
  rates: FeeRates & { monthlyInterest: Decimal | null };
  zeroInterestInstallments: boolean;
  /** Source and card as they were when the charge spent them. */
  source: Source | null;
  card: ChargedCard | null;
  /** Whether the card was deleted since; kept with the card. */
  cardDeleted: boolean;
  token: string | null;
  /** The customer whose card it is. */
  customer: string | null;
  /** Id of the linked account that the money is taken from. */
  linkedAccount: string | null;
  /** Null where the merchant said nothing of it. */
  cardOnFile: CardOnFile | null;
  /** The schedule that it was made for. */
  schedule: string | null;
  /** The refunds made so far, oldest first. */
  refunds: readonly Refund[];
  /** Id of the payment link by which its payer came. */
  link: string | null;
  /** Id of the checkout session in which it was made. */
  checkoutSession: string | null;
  /** Id of its latest dispute: one is opened by writing it, so a refund at the same moment loses the race or wins it. */
  dispute: string | null;
  /** The row of `dispute`. */
  latestDispute: Dispute | null;
  description: string | null;
  metadata: Record<string, unknown>;
  ip: string | null;
  returnUri: string | null;
  /** Id of the payer's page; null where the payer has nothing to do. The page is linked only where it has a way back. */
  page: string | null;
  /** What the payer needs to pay, from the bank's last answer; null where the bank was not asked or the payer needs nothing. */
  nextStep: NextStep | null;
  /** Whether `charge.create` was sent. A charge whose bank is asked before the merchant is answered sends it after the bank's answer. */
  announced: boolean;
  /** Endpoints that receive this charge's events in place of the account's main one. */
  webhookEndpoints: readonly string[] | null;
  failureCode: FailureCode | null;
  /** The message of this failure, where it differs from that of its code. */
  failureMessage: string | null;
  /** What confirms the cardholder; null where the merchant asked for no passkey. */
  authenticatedBy: Confirmation | null;
  /** The transaction id for 3-D Secure; null until the issuer is about to be asked. */
  threeDsTransaction: string | null;
  /** The state of 3-D Secure; null where no authentication was asked for yet. */
  authentication: Authentication | null;
  /** The number of captures and reversals sent to the bank: each is a new request, even after a refused one. */
  followUps: number;
  /** Name of the upstream that carries it; null in test mode. What one upstream may have taken no other is asked for. */
  upstream: string | null;
  /** How it came to its upstream, oldest first; the others before certainly did not take it. */
  routing: readonly Routing[];
  /** The upstream's own id of the payment, once it has told it. */
  upstreamId: string | null;
  /** Ids that it told before, oldest first: a payer who came back was given another payment, and may have paid the first. The latest ten. */
  earlierUpstreamIds: readonly string[];
  /** The upstream's stand-in for a card that never came to us. */
  upstreamToken: string | null;
  /** The upstream's id of the customer whose card that is; null for a token. */
  upstreamCustomer: string | null;
  /** The bank's own reference of the authorization. */
  bankReference: string | null;
  approvalCode: string | null;
  transaction: string | null;
  createdAt: Time;
  authorizedAt: Time | null;
  paidAt: Time | null;
  expiresAt: Time;
  expiredAt: Time | null;
  reversedAt: Time | null;
  /** When the worker must look at this charge again: expiry, a bank inquiry, the lapse of an authorization. */
  dueAt: Time | null;
};

/** What confirms a cardholder: the passkey that the merchant asked for, or 3-D Secure in its place. */
export type Confirmation = "PASSKEY" | "3DS";

/** Upper bound of refunds of one charge. Source: Refunds API. */
export const refundsMax = 15;

/** Whether `action` is legal now. */
export function may(charge: Charge, action: ChargeAction): boolean {
  return action in moves[charge.state];
}

/** The charge after `action`, with `patch`. An illegal move is a defect, since rules ask `may` first. */
export function move(charge: Charge, action: ChargeAction, patch: Partial<Charge>): Charge {
  const next = (moves[charge.state] as Partial<Record<ChargeAction, ChargeState>>)[action];
  if (!next) throw new Error(`charge ${charge.id} is ${charge.state} and cannot ${action}`);
  return revise(charge, { ...patch, state: next });
}

export type ChargeStatus = "pending" | "successful" | "failed" | "expired" | "reversed";

const statuses: Record<ChargeState, ChargeStatus> = {
  awaiting_payer: "pending",
  authorizing: "pending",
  authorized: "pending",
  capturing: "pending",
  reversing: "pending",
  captured: "successful",
  failed: "failed",
  reversed: "reversed",
  expired: "expired",
};

/** The states of a charge whose payer has paid or whose issuer holds the amount, now or before. */
export const authorizedStates: readonly ChargeState[] = [
  "authorized",
  "capturing",
  "reversing",
  "captured",
  "reversed",
];

/** The public status. Refunds and voids do not change it. */
export const statusOf = (charge: Charge): ChargeStatus => statuses[charge.state];

/** The states behind one public status. */
export const statesOf = (status: ChargeStatus): ChargeState[] =>
  (Object.keys(statuses) as ChargeState[]).filter((state) => statuses[state] === status); // it has no other keys

/** Whether the payer can still act. After their time only the worker may change the charge, to end it. */
export const waitsForPayer = (charge: Charge, now: Time): boolean =>
  charge.state === "awaiting_payer" && now < charge.expiresAt;

/** States in which neither bank nor time has decided. */
export const undecidedStates: readonly ChargeState[] = ["awaiting_payer", "authorizing"];

/** Whether the bank has said yes or no, or nobody waits for it any more. */
export const isDecided = ({ state }: Charge): boolean => !undecidedStates.includes(state);

/** A final charge never changes its state again. */
export const isFinal = (charge: Charge): boolean => isFinalState(charge.state);

export const isFinalState = (state: ChargeState): boolean => Object.keys(moves[state]).length === 0;

/** The facts that the API derives from a charge's state, in one place so that no two answers disagree. */
export function factsOf(charge: Charge, method: Method, now: Time) {
  const captured = charge.state === "captured";
  const disputed = holdsMoney(charge.latestDispute);
  const left = refundableAmount(charge) > 0 && charge.refundCount < refundsMax && !disputed;
  const returnable = captured && method.refund.kind !== "none" && left;
  const inWindow = returnable && now <= refundDeadline(charge, method);
  const untouched = inWindow && charge.refundedAmount === 0;
  return {
    authorized: authorizedStates.includes(charge.state),
    capturable: charge.state === "authorized" && charge.amount > 0,
    disputable: isDisputable(charge, method),
    refundable: inWindow,
    partiallyRefundable: inWindow && method.refund.kind === "partial",
    reversed: charge.state === "reversed",
    reversible: charge.state === "authorized",
    voided: charge.voided,
    paid: captured,
    expired: charge.state === "expired",
    /** Whether seven days have passed since creation, the longest time that a charge has to expire. */
    old: now >= charge.createdAt + days(7),
    canPerformVoid: untouched && method.voidable && now < voidableUntil(charge),
    failureMessage: charge.failureMessage ?? (charge.failureCode && failureMessageOf(method, charge.failureCode)),
  };
}

/** Whether a cardholder can dispute it: something of it is left, and no other dispute has taken that. One that was won can be followed by another. */
export const isDisputable = (charge: Charge, { disputable }: Method): boolean =>
  charge.state === "captured" && disputable && refundableAmount(charge) > 0 && !holdsMoney(charge.latestDispute);

/** The amount that can still be refunded. */
export const refundableAmount = (charge: Charge): Minor => (charge.capturedAmount ?? 0) - charge.refundedAmount;

/** The last moment of the refund period, counted from payment; 0 where nothing can be refunded. */
export function refundDeadline(charge: Charge, method: Method): Time {
  if (method.refund.kind === "none" || charge.paidAt === null) return 0;
  return charge.paidAt + days(refundDays(charge, method.refund));
}

/** How many days after payment a charge can be refunded; some card brands allow fewer than the method. */
export function refundDays({ card }: Charge, policy: Exclude<RefundPolicy, { kind: "none" }>): number {
  return (card && policy.brandDays?.[card.brand]) ?? policy.withinDays;
}

/**
 * The moment from which a full refund is no longer a void: the acquirer settles at the end of the day in Bangkok.
 * Source: Refunds API ("fully refunded prior to its settlement"); 41 recorded refunds, of which those of the same Bangkok day are voids.
 */
export const voidableUntil = ({ paidAt }: Charge): Time => (paidAt === null ? 0 : nextDayInBangkok(paidAt));
