import { nextDayInBangkok } from "../base/bangkok.ts";
import type { AccountId } from "../base/id.ts";
import type { Decimal, Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { days, type Time } from "../base/time.ts";
import type { Card } from "../card/card.ts";
import type { FailureCode } from "./failure.ts";
import type { FeeRates } from "./fee.ts";
import { failureMessageOf, type Method, type RefundPolicy } from "./method.ts";
import type { NextStep } from "./next-step.ts";
import type { Refund } from "./refund-row.ts";
import type { Source } from "./source.ts";
import type { Authentication } from "./three-ds.ts";

/**
 * Every legal move of a charge; what is not listed is refused.
 * `authorizing`, `capturing` and `reversing` mean: the bank has been asked and may not have answered yet.
 * Source: Charges API, "status"; the states between are ours.
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

/** One attempt to take money from a payer. */
export type Charge = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  state: ChargeState;
  /** Key of the payment method: `card` or the source's type. */
  method: string;
  amount: Minor;
  currency: string;
  capture: boolean;
  /** Allows a capture of less than was authorized. */
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
  /** As they were when the charge spent them. */
  source: Source | null;
  card: Card | null;
  token: string | null;
  /** The refunds made so far, oldest first. */
  refunds: readonly Refund[];
  description: string | null;
  metadata: Record<string, unknown>;
  ip: string | null;
  returnUri: string | null;
  /** Id of the payer's page, which is linked to where there is a way back from it; null where the payer has nothing to do. */
  page: string | null;
  /** What the payer needs to pay, as the bank said last; null where the bank was not told of the payment, or the payer needs nothing. */
  nextStep: NextStep | null;
  /** Whether `charge.create` was told; where its bank is asked before the merchant is answered, not until the bank has answered. */
  announced: boolean;
  /** Endpoints that hear of this charge instead of the account's. */
  webhookEndpoints: readonly string[] | null;
  failureCode: FailureCode | null;
  /** The words of this failure, where they are not those of its code. */
  failureMessage: string | null;
  /** Under which id its issuer is asked by 3-D Secure; null until it is about to be. */
  threeDsTransaction: string | null;
  /** What 3-D Secure says so far; null where nobody was asked to authenticate yet. */
  authentication: Authentication | null;
  /** How many captures and reversals were asked of the bank: each is a request of its own, even where one before was refused. */
  followUps: number;
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
  /** When the clock must look at this charge again: expiry, a bank inquiry, the lapse of an authorization. */
  dueAt: Time | null;
};

/** More refunds of one charge than this are refused. Source: Refunds API. */
export const refundsMax = 15;

/** Whether `action` is legal now. */
export function may(charge: Charge, action: ChargeAction): boolean {
  return action in moves[charge.state];
}

/** The charge after `action`, with `patch`; an illegal move is a defect, since rules ask `may` first. */
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

const authorizedStates: readonly ChargeState[] = ["authorized", "capturing", "reversing", "captured", "reversed"];

/** The public status. Refunds and voids do not change it. */
export const statusOf = (charge: Charge): ChargeStatus => statuses[charge.state];

/** The states that merchants know as one status. */
export const statesOf = (status: ChargeStatus): ChargeState[] =>
  (Object.keys(statuses) as ChargeState[]).filter((state) => statuses[state] === status); // it has no other keys

/** Whether the payer can still act. After his time the clock ends it; until it has, nothing else may. */
export const waitsForPayer = (charge: Charge, now: Time): boolean =>
  charge.state === "awaiting_payer" && now < charge.expiresAt;

/** Whether the bank has said yes or no, or nobody waits for it any more. */
export const isDecided = ({ state }: Charge): boolean => state !== "awaiting_payer" && state !== "authorizing";

/** A final charge never changes its state again. */
export const isFinal = (charge: Charge): boolean => isFinalState(charge.state);

export const isFinalState = (state: ChargeState): boolean => Object.keys(moves[state]).length === 0;

/** Everything the API says about a charge that follows from its state, so that no two answers can disagree. */
export function factsOf(charge: Charge, method: Method, now: Time) {
  const captured = charge.state === "captured";
  const left = refundableAmount(charge) > 0 && charge.refundCount < refundsMax;
  const returnable = captured && method.refund.kind !== "none" && left;
  const inWindow = returnable && now <= refundDeadline(charge, method);
  const untouched = inWindow && charge.refundedAmount === 0;
  return {
    authorized: authorizedStates.includes(charge.state),
    capturable: charge.state === "authorized",
    disputable: captured && method.disputable && refundableAmount(charge) > 0,
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

/** What is left to return to the payer. */
export const refundableAmount = (charge: Charge): Minor => (charge.capturedAmount ?? 0) - charge.refundedAmount;

/** The last moment of the refund period, counted from payment; long past where nothing can be refunded. */
export function refundDeadline(charge: Charge, method: Method): Time {
  if (method.refund.kind === "none" || charge.paidAt === null) return 0;
  return charge.paidAt + days(refundDays(charge, method.refund));
}

/** How many days after payment a charge can be refunded: some card brands allow fewer than the method. */
export function refundDays({ card }: Charge, policy: Exclude<RefundPolicy, { kind: "none" }>): number {
  return (card && policy.brandDays?.[card.brand]) ?? policy.withinDays;
}

/**
 * The first moment at which a full refund is a refund and no void any more: the acquirer settles at the end of the day in Bangkok.
 * Source: Refunds API ("fully refunded prior to its settlement"); 41 recorded refunds, of which those of the same Bangkok day are voids.
 */
export const voidableUntil = ({ paidAt }: Charge): Time => (paidAt === null ? 0 : nextDayInBangkok(paidAt));
