import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import { days, type Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import { bookDispute, bookWonDispute } from "../ledger/ledger.ts";
import { type Charge, isDisputable, refundableAmount } from "../payment/charge.ts";
import type { Method } from "../payment/method.ts";
import { disputeEvent } from "../payment/payment-event.ts";
import { acceptance, type Dispute, mayBe, moveDispute } from "./dispute-row.ts";

type Decision = { dispute: Dispute; changes: Changes; happened: DomainEvent[] };

/** The merchant's time to answer. Source: the original's help page of 2021; no object of the API shows it. */
const answerWithin = days(7);

/**
 * Opens a dispute of what is left of a paid charge, and takes it from the balance. The charge is written in the same commit, so a refund at the same
 * moment comes before it, and counts, or after it, and is refused.
 *
 * @param ids of the dispute and of its transaction
 * @param heldUntil when the charge's money can be transferred, as it was booked
 * @throws Refusal `invalid_dispute`
 */
export function openDispute(
  charge: Charge,
  method: Method,
  ids: { dispute: string; debit: string },
  heldUntil: Time,
  now: Time,
): Decision & { charge: Charge } {
  mustBeDisputable(charge, method);
  const claimed: Dispute = {
    id: ids.dispute,
    version: 1,
    account: charge.account,
    livemode: charge.livemode,
    charge: charge.id,
    state: "open",
    amount: refundableAmount(charge),
    currency: charge.currency,
    reason: "goods_or_services_not_provided",
    message: null,
    metadata: {},
    debit: ids.debit,
    credit: null,
    respondBy: now + answerWithin,
    createdAt: now,
    closedAt: null,
    dueAt: now + answerWithin,
    transactions: [],
    documents: [],
  };
  const { entry, postings } = bookDispute(ids.debit, charge, claimed, heldUntil, now);
  const dispute = { ...claimed, transactions: [entry] };
  const disputed = revise(charge, { dispute: dispute.id, latestDispute: dispute });
  return {
    dispute,
    charge: disputed,
    changes: { update: { charges: [disputed] }, insert: { disputes: [dispute], entries: [entry], postings } },
    happened: [disputeEvent("dispute.create", disputed, dispute)],
  };
}

/** @throws Refusal `invalid_dispute` */
export function mustBeDisputable(charge: Charge, method: Method): void {
  if (!isDisputable(charge, method)) throw new Refusal("invalid_dispute", "charge is not disputable");
}

/**
 * Adds to a decision that paid a charge the dispute of its cardholder, in the same commit. The charge keeps the version of that decision, which is
 * written once.
 */
export function disputedAtOnce<Paid extends { charge: Charge; changes: Changes; happened: DomainEvent[] }>(
  paid: Paid,
  method: Method,
  ids: { dispute: string; debit: string },
  now: Time,
): Paid {
  const { entries = [], postings = [], ...inserted } = paid.changes.insert ?? {};
  const capture = entries.find(({ origin }) => origin === paid.charge.id);
  if (!capture) throw new Error(`nothing is booked of charge ${paid.charge.id}`);
  const { charge, changes, happened } = openDispute(paid.charge, method, ids, capture.transferableAt, now);
  const disputed = { ...charge, version: paid.charge.version };
  return {
    ...paid,
    charge: disputed,
    changes: {
      update: { ...paid.changes.update, charges: [disputed] },
      insert: {
        ...inserted,
        ...changes.insert,
        entries: [...entries, ...(changes.insert?.entries ?? [])],
        postings: [...postings, ...(changes.insert?.postings ?? [])],
      },
    },
    happened: [...paid.happened, ...happened],
  };
}

/**
 * Takes the merchant's answer, after which their bank decides; metadata alone answers nothing.
 *
 * @throws Refusal `invalid_dispute` unless it is open
 */
export function answerDispute(
  charge: Charge,
  dispute: Dispute,
  {
    message,
    metadata = dispute.metadata,
  }: { message?: string | undefined; metadata?: Dispute["metadata"] | undefined },
): Decision {
  mustBeOpen(dispute);
  const answered =
    message === undefined
      ? revise(dispute, { metadata })
      : moveDispute(dispute, "answer", { metadata, message, dueAt: null });
  return changed(answered, [disputeEvent("dispute.update", charge, answered)]);
}

/** Refuses to play the cardholder's bank except in test mode. @throws Refusal `invalid_dispute` */
export function mayBePlayed({ livemode }: { livemode: boolean }, what: "opened" | "closed"): void {
  if (livemode) throw new Refusal("invalid_dispute", `only disputes of test mode can be ${what} by request`);
}

/** Gives the money up. @throws Refusal `invalid_dispute` unless it is open */
export function acceptDispute(charge: Charge, dispute: Dispute, now: Time): Decision {
  mustBeOpen(dispute);
  const accepted = moveDispute(dispute, "accept", { message: acceptance, closedAt: now, dueAt: null });
  return changed(accepted, [
    disputeEvent("dispute.accept", charge, accepted),
    disputeEvent("dispute.close", charge, accepted),
  ]);
}

/** Ends a dispute that nobody answered in time: it is lost. Undefined where there is nothing to end. */
export function lapseDispute(charge: Charge, dispute: Dispute, now: Time): Decision | undefined {
  if (!mayBe(dispute, "lapse") || now < dispute.respondBy) return undefined;
  return lost(charge, moveDispute(dispute, "lapse", { closedAt: now, dueAt: null }));
}

/**
 * Records how the bank of the cardholder decided; a dispute that was won gives its amount back.
 *
 * @param credit id for the transaction of one that was won
 * @param heldUntil when the charge's money can be transferred, as it was booked
 * @throws Refusal `invalid_dispute` where it is closed
 */
export function closeDispute(
  charge: Charge,
  dispute: Dispute,
  won: boolean,
  { credit, heldUntil }: { credit: string; heldUntil: Time },
  now: Time,
): Decision {
  if (!mayBe(dispute, won ? "win" : "lose")) throw notOpen();
  if (!won) return lost(charge, moveDispute(dispute, "lose", { closedAt: now, dueAt: null }));
  const { entry, postings } = bookWonDispute(credit, charge, dispute, heldUntil, now);
  const transactions = [entry, ...dispute.transactions];
  const closed = moveDispute(dispute, "win", { credit, transactions, closedAt: now, dueAt: null });
  return {
    dispute: closed,
    changes: { update: { disputes: [closed] }, insert: { entries: [entry], postings } },
    happened: [disputeEvent("dispute.close", charge, closed)],
  };
}

const lost = (charge: Charge, closed: Dispute): Decision =>
  changed(closed, [disputeEvent("dispute.close", charge, closed)]);

const changed = (dispute: Dispute, happened: DomainEvent[]): Decision => ({
  dispute,
  changes: { update: { disputes: [dispute] } },
  happened,
});

function mustBeOpen(dispute: Dispute): void {
  if (dispute.state !== "open") throw notOpen();
}

const notOpen = (): Refusal => new Refusal("invalid_dispute", "dispute is not open");
