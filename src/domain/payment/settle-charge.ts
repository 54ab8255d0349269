import { Refusal } from "../base/errors.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { days, hours, minutes, type Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import { bookCapture, type UpstreamMoney } from "../ledger/ledger.ts";
import { type RouteTaken, routingOf } from "../upstream/route.ts";
import { type Charge, type ChargeAction, may, move, waitsForPayer } from "./charge.ts";
import type { FailureCode } from "./failure.ts";
import { type Pricing, price } from "./fee.ts";
import { inFunding, recaptured } from "./funding.ts";
import { isSameStep, type NextStep } from "./next-step.ts";
import { chargeEvent } from "./payment-event.ts";
import type { Authentication, Proof } from "./three-ds.ts";

type Decision = { charge: Charge; changes: Changes; happened: DomainEvent[] };

/** A bank's approval of a charge. */
export type Approval = {
  reference: string | null;
  approvalCode: string | null;
  /** What the upstream takes, where it says so: the merchant has a contract with it, and our own rates are not asked. */
  costs?: Pricing | undefined;
} & UpstreamMoney;

/** How long an uncaptured authorization is held. Source: Charges API, 7 days (30 in Japan). */
const authorizationHolds = days(7);

/** The pause before the bank is asked again after an unknown answer. */
const inquireAfter = minutes(1);

/** The time limit of an issuer's challenge, as EMV 3-D Secure advises. */
const challengeLasts = minutes(10);

/** Records the transaction id before the issuer is asked. */
export function beginAuthentication(charge: Charge, transaction: string): Decision {
  return quiet(revise(charge, { threeDsTransaction: transaction }));
}

/** Records that the issuer challenges the cardholder. If the payer does not come back, the worker asks for the result when the challenge ends. */
export function beginChallenge(charge: Charge, now: Time): Decision {
  const challengedUntil = now + challengeLasts;
  const dueAt = Math.min(challengedUntil + inquireAfter, charge.expiresAt);
  return quiet(revise(charge, { authentication: { challengedUntil, proof: null }, dueAt }));
}

/** Records that the payer has authenticated, before the bank is asked. */
export function beginAuthorization(charge: Charge, proof: Proof, now: Time): Decision {
  return quiet(
    move(charge, "authenticate", { authentication: { challengedUntil: null, proof }, dueAt: now + inquireAfter }),
  );
}

/**
 * Records the bank's yes: the money is captured, or held where the merchant captures by hand.
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
    ...approval.costs,
  };
  if (!charge.capture) {
    const held = move(charge, "authorize", { ...granted, dueAt: now + authorizationHolds });
    return { charge: held, changes: { update: { charges: [held] } }, happened: outcomeEvents(charge, held, now) };
  }
  const patch = { ...granted, capturedAmount: charge.amount };
  return paid(charge, "pay", patch, transaction, approval, now, (after) => outcomeEvents(charge, after, now));
}

/** Records the bank's no. */
export function decline(charge: Charge, failureCode: FailureCode, now: Time): Decision {
  const failed = move(charge, "decline", { failureCode, authentication: spent(charge), announced: true, dueAt: null });
  return { charge: failed, changes: { update: { charges: [failed] } }, happened: outcomeEvents(charge, failed, now) };
}

/** Ends a charge that was not paid in time, or that the merchant gave up; the answer shows `expires_at` as the moment it ended. */
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
 * Begins the capture of an authorized amount; recorded before the bank is asked.
 *
 * @param amount minor units; less than authorized only for a charge with `authorization_type=pre_auth`
 * @throws Refusal `failed_capture`, or `expired_charge` once the authorization has lapsed
 */
export function beginCapture(charge: Charge, amount: Minor | undefined, now: Time): Decision {
  if (lapsed(charge, now)) throw new Refusal("expired_charge");
  if (!may(charge, "capture")) {
    throw new Refusal(
      "failed_capture",
      charge.state === "captured" ? "Charge was already captured" : "Charge is not authorized", // recorded with a capital letter
    );
  }
  if (charge.amount === 0)
    throw new Refusal("failed_capture", "charge has an amount of 0, so there is nothing to capture");
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
  return quiet(
    move(charge, "capture", {
      capturedAmount,
      ...recaptured(charge, capturedAmount),
      followUps: charge.followUps + 1,
      dueAt: now + inquireAfter,
    }),
  );
}

/** Records the bank's yes to a capture; fees are those of the captured amount, or what the upstream takes. */
export function confirmCapture(
  charge: Charge,
  { costs, ...money }: Pick<Approval, "costs" | keyof UpstreamMoney>,
  transaction: string,
  now: Time,
): Decision {
  const captured = charge.capturedAmount ?? charge.amount;
  const pricing = costs ?? price(inFunding(charge, captured), charge.rates, null);
  return paid(charge, "confirm", pricing, transaction, money, now, (after) => [chargeEvent("charge.capture", after)]);
}

/**
 * Begins the release of an authorized amount; recorded before the bank is asked.
 * @throws Refusal `failed_reverse`
 */
export function beginReversal(charge: Charge, now: Time): Decision {
  if (!may(charge, "reverse")) throw new Refusal("failed_reverse");
  return quiet(move(charge, "reverse", { followUps: charge.followUps + 1, dueAt: now + inquireAfter }));
}

/** Records that the bank has released the amount. */
export function confirmReversal(charge: Charge, now: Time): Decision {
  const reversed = move(charge, "release", { reversedAt: now, dueAt: null });
  return {
    charge: reversed,
    changes: { update: { charges: [reversed] } },
    happened: [chargeEvent("charge.reverse", reversed)],
  };
}

/**
 * Records the bank's no to a capture or reversal: the charge is authorized as before, until the authorization lapses.
 * After that moment a refused release is tried again when the bank was to be asked anyway.
 */
export function refuseStep(charge: Charge): Decision {
  const dueAt = Math.max(lapseOf(charge), charge.dueAt ?? 0);
  return quiet(move(charge, "refuse", { capturedAmount: null, ...recaptured(charge, charge.amount), dueAt }));
}

/**
 * When a charge that waits for its payer is looked at next. Simulated banks tell of every payment, so that is at the end of its time. An upstream's
 * notification may be lost: it is asked after a minute, and then each time when the charge is twice as old, but every hour at least.
 */
function nextLook({ upstream, createdAt, expiresAt }: Charge, now: Time): Time {
  if (upstream === null) return expiresAt;
  return Math.min(now + Math.min(Math.max(now - createdAt, inquireAfter), hours(1)), expiresAt);
}

/**
 * Whether only one process may be asking the upstream for a charge: a card that it keeps can be charged twice, and a request that nobody has the answer
 * of yet may still be under way. A token is spent by the first, and of two waiting payments the payer is shown one.
 */
export const hasOneSender = ({ upstreamCustomer, upstreamId }: Charge): boolean =>
  upstreamCustomer !== null && upstreamId === null;

/** Whether the request itself takes the money, by a card at an upstream, and nobody knows yet what became of it. Other payments wait for a payer, who cannot know of them. */
export const takesMoneyAlone = ({ upstream, upstreamId, upstreamToken }: Charge): boolean =>
  upstream !== null && upstreamId === null && upstreamToken !== null;

/**
 * How long a charge belongs to the process that has taken it to ask for it: longer than the wait to do so, a search for an earlier request, the request,
 * and the way of one that was given up.
 */
const heldFor = minutes(2);

/** Takes a charge that is due to ask its upstream for it. Of two that take it the later one loses. */
export const takeToOpen = (charge: Charge, now: Time): Charge => revise(charge, { dueAt: now + heldFor });

/**
 * Schedules another inquiry after an answer that decides nothing: soon, or at the next look while a payer known to the bank may still decide.
 *
 * @param unknown whether the bank did not answer; false where it answered that the payer has not decided
 * @returns undefined where an inquiry is due early enough already
 */
export function askAgain(charge: Charge, unknown: boolean, now: Time): Charge | undefined {
  const soon = now + inquireAfter;
  const until = waitsForPayer(charge, now) ? nextLook(charge, now) : soon;
  const free = hasOneSender(charge) ? (charge.dueAt ?? now) : now; // while its sender may be at it, nobody else is
  const early = takesMoneyAlone(charge) ? soon : Math.min(soon, until); // at the end of its time the request may still be under way
  const dueAt = Math.max(free, unknown ? early : until);
  const planned = charge.dueAt ?? dueAt;
  return planned > now && planned <= dueAt ? undefined : revise(charge, { dueAt });
}

/** The moment when an uncaptured authorization ends. */
const lapseOf = (charge: Charge): Time => (charge.authorizedAt ?? charge.createdAt) + authorizationHolds;

/** Whether the time to capture is over, also before the worker has released the amount. */
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

/** The authentication without the value that proves it; the bank has decided and needs it no more. */
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
  money: UpstreamMoney,
  now: Time,
  events: (after: Charge) => DomainEvent[],
): Decision {
  const after = move(charge, action, { ...patch, transaction, paidAt: now, dueAt: null });
  const { entry, postings } = bookCapture(transaction, after, now, money);
  return {
    charge: after,
    changes: { update: { charges: [after] }, insert: { entries: [entry], postings } },
    happened: events(after),
  };
}

/**
 * The events of a decision. `charge.complete` ends the waiting of a pending charge. A charge decided by its bank at once was never pending: it has
 * only `charge.create`, written now, with the outcome. Where the bank's answer came after the merchant was answered `pending`, both are sent.
 * Source: recorded lists of events from 2019 and 2021; the webhook page, `charge.complete` ("only for 3-D Secure charge, Alipay and Internet
 * Banking").
 */
function outcomeEvents(before: Charge, after: Charge, now: Time): DomainEvent[] {
  const complete = chargeEvent("charge.complete", after);
  if (before.announced) return [complete];
  const atOnce = now < before.createdAt + inquireAfter && before.state === "authorizing";
  return atOnce ? [chargeEvent("charge.create", after)] : [...creation(before), complete];
}

/** `charge.create` with the charge as it was until now; none where it was sent already. */
const creation = (charge: Charge): DomainEvent[] => (charge.announced ? [] : [chargeEvent("charge.create", charge)]);

/** Gives a charge that its upstream certainly did not take to another one, which has not heard of it. */
export function reroute(charge: Charge, to: RouteTaken, now: Time): Decision {
  const { upstream, connection } = to;
  const routing = [...charge.routing, routingOf(to, now)];
  const dueAt = Math.min(now + inquireAfter, charge.expiresAt);
  const { changes, ...moved } = quiet(
    revise(charge, { upstream, routing, upstreamId: null, earlierUpstreamIds: [], dueAt }),
  );
  return { ...moved, changes: { ...changes, unchanged: { connections: [connection] } } };
}

/**
 * Records that the bank knows of the payment, and what its payer needs. Sends `charge.create` where it was not sent before.
 *
 * @returns undefined where nothing changed
 */
export function awaitPayer(
  charge: Charge,
  nextStep: NextStep | null,
  upstreamId: string | null,
  now: Time,
): Decision | undefined {
  if (charge.announced && isSameStep(charge.nextStep, nextStep) && charge.upstreamId === upstreamId) return undefined;
  const earlierUpstreamIds = earlierIds(charge, upstreamId);
  const dueAt = nextLook(charge, now);
  const waiting = revise(charge, { nextStep, upstreamId, earlierUpstreamIds, announced: true, dueAt });
  const happened: DomainEvent[] = charge.announced ? [] : [chargeEvent("charge.create", waiting)];
  return { charge: waiting, changes: { update: { charges: [waiting] } }, happened };
}

/** Upper bound of earlier ids that are kept. One is replaced when it is over, so only a payment of the last few can still become known. */
const earlierIdsMax = 10;

/** Ids of a charge's payment that stand no more once it has `next`. */
function earlierIds({ upstreamId, earlierUpstreamIds }: Charge, next: string | null): readonly string[] {
  if (upstreamId === null || upstreamId === next) return earlierUpstreamIds;
  return [...earlierUpstreamIds.filter((id) => id !== next), upstreamId].slice(-earlierIdsMax);
}

/** A change without an event. */
function quiet(charge: Charge): Decision {
  return { charge, changes: { update: { charges: [charge] } }, happened: [] };
}
