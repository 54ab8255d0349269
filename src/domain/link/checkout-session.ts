import { Refusal, refuseIfAny } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { hours, type Time } from "../base/time.ts";
import type { Account } from "../merchant/account.ts";
import { type Charge, isFinal } from "../payment/charge.ts";
import { cardType, type Method } from "../payment/method.ts";
import { amountFaults } from "./amount.ts";

/**
 * One payment of one order, at a page of ours between two pages of the shop. Known from the shop plug-ins that use it only: their requests, and what
 * they read of the answers.
 */
export type CheckoutSession = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  amount: Minor;
  currency: string;
  /** The shop's name of the order. */
  orderId: string | null;
  description: string | null;
  /** Names of methods or of families of them, by which it may be paid; empty for all. */
  methods: readonly string[];
  completeUrl: string;
  cancelUrl: string | null;
  metadata: Record<string, unknown>;
  /** Colours of the shop, shown again. */
  style: Record<string, unknown> | null;
  locale: string | null;
  autoCapture: boolean;
  /** The latest charge: a payer takes the session by writing it. */
  charge: string | null;
  createdAt: Time;
  expiresAt: Time;
  cancelledAt: Time | null;
  /** The charges, oldest first: rows of another table, read with the session. */
  payments: readonly Charge[];
};

export type SessionRequest = Pick<
  CheckoutSession,
  | "amount"
  | "currency"
  | "orderId"
  | "description"
  | "methods"
  | "completeUrl"
  | "cancelUrl"
  | "metadata"
  | "style"
  | "locale"
  | "autoCapture"
>;

/** How long a session can be paid. No source says; a payer who comes back the next day starts anew at the shop. */
const sessionLasts = hours(24);

/**
 * What a payer can do with a session. `being_paid` as with links; `used` also where the bank holds the amount and the shop is to capture it.
 */
export type SessionStanding = "open" | "being_paid" | "used" | "cancelled" | "expired";

export const latestOf = ({ payments, charge }: CheckoutSession): Charge | null =>
  payments.find(({ id }) => id === charge) ?? null;

export function sessionStanding(session: CheckoutSession, now: Time): SessionStanding {
  const latest = latestOf(session);
  if (latest && latest.authorizedAt !== null) return "used";
  if (session.cancelledAt !== null) return "cancelled";
  if (latest && !isFinal(latest)) return "being_paid";
  return now >= session.expiresAt ? "expired" : "open";
}

/** @throws Refusal `bad_request` */
export function createSession(
  id: string,
  account: Account,
  methods: readonly Method[],
  request: SessionRequest,
  now: Time,
): CheckoutSession {
  refuseIfAny("bad_request", amountFaults(methods, request.amount, request.currency));
  return {
    id,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    ...request,
    charge: null,
    createdAt: now,
    expiresAt: now + sessionLasts,
    cancelledAt: null,
    payments: [],
  };
}

/** Takes a session for a new charge, in the charge's own commit. @throws Refusal `bad_request` where it cannot be paid */
export function takeSession(session: CheckoutSession, charge: string, now: Time): CheckoutSession {
  const standing = sessionStanding(session, now);
  if (standing !== "open") throw new Refusal("bad_request", refusals[standing]);
  return revise(session, { charge });
}

/** Ends a session that its payer gave up. One that is being paid, or over, stays as it is. */
export const cancelSession = (session: CheckoutSession, now: Time): CheckoutSession | undefined =>
  sessionStanding(session, now) === "open" ? revise(session, { cancelledAt: now }) : undefined;

const refusals = {
  used: "session was already paid",
  cancelled: "session was cancelled",
  expired: "session has expired",
  being_paid: "session is being paid",
} as const;

/** Whether a session takes a method: by its type, its family, or the name that omise.js has for plain cards. */
export const takesMethod = ({ methods }: CheckoutSession, { type, family }: Pick<Method, "type" | "family">): boolean =>
  methods.length === 0 ||
  methods.some((name) => name === type || name === family || (type === cardType && name === "credit_card"));
