import { Refusal } from "../base/errors.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { days, minutes, type Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import { bookCapture } from "../ledger/ledger.ts";
import { type Charge, type ChargeAction, may, move, waitsForPayer } from "./charge.ts";
import type { FailureCode } from "./failure.ts";
import { price } from "./fee.ts";
import { isSameStep, type NextStep } from "./next-step.ts";
import { chargeEvent } from "./payment-event.ts";
import type { Authentication, Proof } from "./three-ds.ts";

type Decision = { charge: Charge; changes: Changes; happened: DomainEvent[] };

/** The bank's word on a charge, in the terms of the charge's own method. */
export type Approval = { reference: string | null; approvalCode: string | null };

/** How long an uncaptured authorization holds. Source: Charges API, 7 days (30 in Japan). */
const authorizationHolds = days(7);

/** How long after an unknown answer the bank is asked again. */
const inquireAfter = minutes(1);

/** How long an issuer waits for the cardholder's answer to its challenge, as EMV 3-D Secure advises. */
const challengeLasts = minutes(10);

/** The issuer is about to be asked, under an id that is on record before it is. */
export function beginAuthentication(charge: Charge, transaction: string): Decision {
  return quiet(revise(charge, { threeDsTransaction: transaction }));
}

/** The issuer asks the cardholder: should the payer not come back, its result is asked for once the challenge is over. */
export function beginChallenge(charge: Charge, now: Time): Decision {
  const challengedUntil = now + challengeLasts;
  const dueAt = Math.min(challengedUntil + inquireAfter, charge.expiresAt);
  return quiet(revise(charge, { authentication: { challengedUntil, proof: null }, dueAt }));
}

/** The payer has authenticated: the bank will now be asked, and this is on record before it is. */
export function beginAuthorization(charge: Charge, proof: Proof, now: Time): Decision {
  return quiet(
    move(charge, "authenticate", { authentication: { challengedUntil: null, proof }, dueAt: now + inquireAfter }),
  );
}

/**
 * The bank has said yes: the money is captured, or held where the merchant captures by hand.
 *
 * @param transaction id for the ledger entry, used where the money is captured
 */
export function approve(charge: Charge, approval: Approval, transaction: string, now: Time): Decision {
  const granted = {
    bankReference: approval.reference,
    approvalCode: approval.approvalCode,
    authorizedAt: now,
    authentication: spent(charge),
    announced: true,
  };
  if (!charge.capture) {
    const held = move(charge, "authorize", { ...granted, dueAt: now + authorizationHolds });
    return { charge: held, changes: { update: { charges: [held] } }, happened: outcomeEvents(charge, held, now) };
  }
  return paid(charge, "pay", { ...granted, capturedAmount: charge.amount }, transaction, now, (after) =>
    outcomeEvents(charge, after, now),
  );
}

/** The bank has said no. */
export function decline(charge: Charge, failureCode: FailureCode, now: Time): Decision {
  const failed = move(charge, "decline", { failureCode, authentication: spent(charge), announced: true, dueAt: null });
  return { charge: failed, changes: { update: { charges: [failed] } }, happened: outcomeEvents(charge, failed, now) };
}

/** Nobody paid in time, or the merchant will not wait longer; the answer shows `expires_at` as the moment it ended. */
export function expire(charge: Charge, now: Time): Decision {
  const at = Math.min(charge.expiresAt, now);
  const expired = move(charge, "expire", { expiresAt: at, expiredAt: at, announced: true, dueAt: null });
  return {
    charge: expired,
    changes: { update: { charges: [expired] } },
    happened: [...creation(charge), chargeEvent("charge.expire", expired), chargeEvent("charge.complete", expired)],
  };
}

/**
 * The merchant claims an authorized amount; on record before the bank is asked.
 *
 * @param amount minor units; less than authorized only where the charge was made with `authorization_type=pre_auth`
 * @throws Refusal `failed_capture`, or `expired_charge` once the authorization has lapsed
 */
export function beginCapture(charge: Charge, amount: Minor | undefined, now: Time): Decision {
  if (lapsed(charge, now)) throw new Refusal("expired_charge");
  if (!may(charge, "capture")) {
    throw new Refusal(
      "failed_capture",
      charge.state === "captured" ? "Charge was already captured" : "Charge is not authorized", // recorded with a capital
    );
  }
  const capturedAmount = amount ?? charge.amount;
  if (capturedAmount > charge.amount) {
    throw new Refusal(
      "failed_capture",
      `capture_amount must be at most ${charge.amount}, which is what was authorized`,
    );
  }
  if (capturedAmount < charge.amount && !charge.preAuth) {
    throw new Refusal(
      "failed_capture",
      "capture_amount below the charge's amount needs authorization_type=pre_auth at creation",
    );
  }
  return quiet(move(charge, "capture", { capturedAmount, followUps: charge.followUps + 1, dueAt: now + inquireAfter }));
}

/** The bank has taken the capture: fees are those of the captured amount. */
export function confirmCapture(charge: Charge, transaction: string, now: Time): Decision {
  const captured = charge.capturedAmount ?? charge.amount;
  const pricing = price(captured, charge.rates, null);
  return paid(charge, "confirm", pricing, transaction, now, (after) => [chargeEvent("charge.capture", after)]);
}

/**
 * The merchant releases an authorized amount; on record before the bank is asked.
 * @throws Refusal `failed_reverse`
 */
export function beginReversal(charge: Charge, now: Time): Decision {
  if (!may(charge, "reverse")) throw new Refusal("failed_reverse");
  return quiet(move(charge, "reverse", { followUps: charge.followUps + 1, dueAt: now + inquireAfter }));
}

/** The bank has released the amount. */
export function confirmReversal(charge: Charge, now: Time): Decision {
  const reversed = move(charge, "release", { reversedAt: now, dueAt: null });
  return {
    charge: reversed,
    changes: { update: { charges: [reversed] } },
    happened: [chargeEvent("charge.reverse", reversed)],
  };
}

/**
 * The bank would not capture or reverse: the charge is authorized as before, until the authorization lapses.
 * Once that is past, a release that was refused is tried again as soon as the bank was to be asked anyway.
 */
export function refuseStep(charge: Charge): Decision {
  return quiet(move(charge, "refuse", { capturedAmount: null, dueAt: Math.max(lapseOf(charge), charge.dueAt ?? 0) }));
}

/**
 * The bank cannot say yet, so nothing is decided; it is asked again soon, or, while a payer it knows of may still decide, at the end of his time.
 *
 * @param unknown whether the bank did not answer, rather than that its payer has not
 * @returns undefined where it will be asked early enough anyway
 */
export function askAgain(charge: Charge, unknown: boolean, now: Time): Charge | undefined {
  const soon = now + inquireAfter;
  const until = waitsForPayer(charge, now) ? charge.expiresAt : soon;
  const dueAt = unknown ? Math.min(soon, until) : until;
  const planned = charge.dueAt ?? dueAt;
  return planned > now && planned <= dueAt ? undefined : revise(charge, { dueAt });
}

/** When an authorization that nobody captured is over. */
const lapseOf = (charge: Charge): Time => (charge.authorizedAt ?? charge.createdAt) + authorizationHolds;

/** Whether the time to capture is over, be it that the clock has released the amount or that it is about to. */
function lapsed(charge: Charge, now: Time): boolean {
  switch (charge.state) {
    case "authorized":
    case "reversing":
      return now >= lapseOf(charge);
    case "reversed":
      return charge.reversedAt !== null && charge.reversedAt >= lapseOf(charge);
    default:
      return false;
  }
}

/** The bank has decided, so the value that proves the authentication to it is needed no more. */
function spent({ authentication }: Charge): Authentication | null {
  if (!authentication) return null;
  const { proof } = authentication;
  return { challengedUntil: null, proof: proof && { ...proof, authenticationValue: null } };
}

function paid(
  charge: Charge,
  action: ChargeAction,
  patch: Partial<Charge>,
  transaction: string,
  now: Time,
  events: (after: Charge) => DomainEvent[],
): Decision {
  const after = move(charge, action, { ...patch, transaction, paidAt: now, dueAt: null });
  const { entry, postings } = bookCapture(transaction, after, now);
  return {
    charge: after,
    changes: { update: { charges: [after] }, insert: { entries: [entry], postings } },
    happened: events(after),
  };
}

/**
 * `charge.complete` ends the waiting of a charge that was pending. A charge that its bank decides at once was never pending: it has `charge.create` alone,
 * written now, so that it shows what became of it. Where the bank's answer came later than that the merchant was answered `pending`, so both are told.
 * Source: recorded lists of events from 2019 and 2021; the webhook page, `charge.complete` ("only for 3-D Secure charge, Alipay and Internet Banking").
 */
function outcomeEvents(before: Charge, after: Charge, now: Time): DomainEvent[] {
  const complete = chargeEvent("charge.complete", after);
  if (before.announced) return [complete];
  const atOnce = now < before.createdAt + inquireAfter && before.state === "authorizing";
  return atOnce ? [chargeEvent("charge.create", after)] : [...creation(before), complete];
}

/** `charge.create` of a charge that its merchant was not told of yet, as it was until now. */
const creation = (charge: Charge): DomainEvent[] => (charge.announced ? [] : [chargeEvent("charge.create", charge)]);

/**
 * The bank knows of the payment, and says what its payer needs, if anything. The merchant is told of the charge with it, where it was not before.
 *
 * @returns undefined where the bank said so before
 */
export function awaitPayer(charge: Charge, nextStep: NextStep | null): Decision | undefined {
  if (charge.announced && isSameStep(charge.nextStep, nextStep)) return undefined;
  const waiting = revise(charge, { nextStep, announced: true, dueAt: charge.expiresAt });
  const happened: DomainEvent[] = charge.announced ? [] : [chargeEvent("charge.create", waiting)];
  return { charge: waiting, changes: { update: { charges: [waiting] } }, happened };
}

/** A move that merchants are not told of. */
function quiet(charge: Charge): Decision {
  return { charge, changes: { update: { charges: [charge] } }, happened: [] };
}
