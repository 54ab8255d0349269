import { Refusal } from "../base/errors.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { minutes, type Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import { holdsMoney } from "../dispute/dispute-row.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import { bookRefund, bookVoid, type RefundDates } from "../ledger/ledger.ts";
import { type Charge, refundableAmount, refundDays, refundDeadline, refundsMax, voidableUntil } from "./charge.ts";
import { refundedFundingOf, refundFunding } from "./funding.ts";
import type { Method } from "./method.ts";
import { refundEvent } from "./payment-event.ts";
import type { Refund } from "./refund-row.ts";

export type RefundRequest = { amount: Minor; metadata: Record<string, unknown>; voidOnly: boolean };

/**
 * Time in which a process sends the refund that it has taken: to some upstreams a refund that is sent by two is two refunds. Longer than the wait to send it,
 * the wait for others of the same payment, three requests of 18 s each, and the way of one that was given up.
 */
const heldFor = minutes(2);

/** Takes a refund to send it again. Of two that take it the later one loses. */
export const takeRefund = (refund: Refund, now: Time): Refund => revise(refund, { dueAt: now + heldFor });

/** The refund after an answer that decides nothing: it is sent again in a minute, but not while the process that took it last may be sending it. */
export const sendAgain = (refund: Refund, now: Time): Refund =>
  revise(refund, { dueAt: Math.max(refund.dueAt ?? 0, now + minutes(1)) });

type Decision = { charge: Charge; refund: Refund; changes: Changes; happened: DomainEvent[] };

/**
 * Returns part or all of a captured charge to the payer. Reserves the amount, so that all refunds together never exceed the captured amount.
 * A refund of the full amount on the day of payment (in Bangkok) becomes a void: the acquirer has not settled it yet.
 *
 * @throws Refusal `failed_refund` with the rule against it; `failed_void` for a request of a void only, where the method refunds
 * @see Refunds API, "Create a refund". To the acquirer a refund is a new credit; a void undoes the capture.
 */
export function requestRefund(charge: Charge, method: Method, request: RefundRequest, id: string, now: Time): Decision {
  const whole = charge.refundedAmount === 0 && request.amount === charge.capturedAmount;
  const voided = method.voidable && whole && now < voidableUntil(charge);
  const voidFault = request.voidOnly && !voided ? voidFaultOf(method, whole) : null;
  const fault = faultOf(charge, method, request.amount, now) ?? voidFault;
  const code = request.voidOnly && method.refund.kind !== "none" ? "failed_void" : "failed_refund";
  if (fault !== null) throw new Refusal(code, fault);
  const refund: Refund = {
    id,
    version: 1,
    account: charge.account,
    livemode: charge.livemode,
    charge: charge.id,
    state: "pending",
    amount: request.amount,
    currency: charge.currency,
    fundingCurrency: charge.fundingCurrency,
    fundingAmount: charge.exchangeRate === null ? null : refundFunding(charge, request.amount),
    voided,
    metadata: request.metadata,
    transaction: null,
    createdAt: now,
    dueAt: now + heldFor,
  };
  const reserved = revise(charge, {
    refundedAmount: charge.refundedAmount + refund.amount,
    refundedFunding: refund.fundingAmount === null ? null : refundedFundingOf(charge) + refund.fundingAmount,
    refundCount: charge.refundCount + 1,
    refunds: [...charge.refunds, refund],
  });
  return {
    charge: reserved,
    refund,
    changes: { update: { charges: [reserved] }, insert: { refunds: [refund] } },
    happened: [],
  };
}

/**
 * Records that the acquirer has returned the money.
 *
 * @param transaction id for the ledger entry
 * @param said whether the bank says that it was a void: at midnight it may see the day otherwise than we did. Only a whole charge can be voided.
 */
export function closeRefund(
  charge: Charge,
  refund: Refund,
  { transaction, ...dates }: RefundDates & { transaction: string },
  now: Time,
  said = refund.voided,
): Decision {
  const voided = said && refund.amount === charge.capturedAmount;
  const closed = settle(refund, { state: "closed", transaction, voided });
  const after = withRefund(revise(charge, { voided: charge.voided || voided }), closed);
  const { entry, postings } = voided
    ? bookVoid(transaction, after, closed, dates, now)
    : bookRefund(transaction, after, closed, dates, now);
  return {
    charge: after,
    refund: closed,
    changes: { update: { charges: [after], refunds: [closed] }, insert: { entries: [entry], postings } },
    happened: [refundEvent("refund.create", after, closed)],
  };
}

/** Records that the acquirer refused; the reserved amount can be refunded again. */
export function failRefund(charge: Charge, refund: Refund): Decision {
  const failed = settle(refund, { state: "failed" });
  const after = revise(charge, {
    refundedAmount: charge.refundedAmount - refund.amount,
    refundedFunding: refund.fundingAmount === null ? null : refundedFundingOf(charge) - refund.fundingAmount,
    refundCount: charge.refundCount - 1,
    refunds: charge.refunds.filter((other) => other.id !== refund.id),
  });
  return { charge: after, refund: failed, changes: { update: { charges: [after], refunds: [failed] } }, happened: [] };
}

/** Settles a pending refund. A second answer would move its money twice, so it is a defect. */
function settle(refund: Refund, answer: Pick<Refund, "state"> & Partial<Refund>): Refund {
  if (refund.state !== "pending")
    throw new Error(`refund ${refund.id} is ${refund.state} and cannot become ${answer.state}`);
  return revise(refund, { ...answer, dueAt: null });
}

function withRefund(charge: Charge, refund: Refund): Charge {
  return { ...charge, refunds: charge.refunds.map((other) => (other.id === refund.id ? refund : other)) };
}

/** The rule against a refund; null when it is allowed. */
function faultOf(charge: Charge, method: Method, amount: Minor, now: Time): string | null {
  const { refund: policy } = method;
  if (policy.kind === "none") return policy.why;
  if (charge.state !== "captured") return "charge was not paid, so there is nothing to refund";
  if (holdsMoney(charge.latestDispute)) return "charge is disputed, so there is nothing to refund";
  const left = refundableAmount(charge);
  if (left === 0) return "charge was already refunded in full";
  if (amount > left) return `amount must be at most ${left}, which is what is left to refund`;
  if (policy.kind === "full" && amount !== charge.capturedAmount) {
    return `${method.installment ? "installment" : method.label.en} charges can only be refunded in full: amount must be ${charge.capturedAmount}`;
  }
  if (now > refundDeadline(charge, method))
    return `the refund period of ${period(refundDays(charge, policy))} after payment has passed`;
  if (charge.refundCount >= refundsMax) return `charge was already refunded ${refundsMax} times`;
  return null;
}

/** The rule against a void of a charge that can be refunded. */
function voidFaultOf(method: Method, whole: boolean): string {
  if (!method.voidable) return `charges of ${method.type} cannot be voided, only refunded`;
  if (!whole) return "only the full amount of a charge that was not refunded before can be voided";
  return "charge can be voided on the day of its payment (Bangkok time) only, after that it can be refunded";
}

const period = (days: number): string => (days === 365 ? "1 year" : `${days} days`);
