import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import { hours, type Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { Account } from "../merchant/account.ts";
import type { DeclineReason } from "../payment/failure.ts";
import type { Method } from "../payment/method.ts";
import { type LinkedAccount, statusOfLinked } from "./linked-account.ts";

export type LinkedAccountRequest = Pick<LinkedAccount, "returnUri" | "metadata">;

/** How long the payer has. Source: Linked Accounts API, a sample whose `expires_at` is exactly a day after `created_at`. */
const answeredWithin = hours(24);

/** @throws Refusal `bad_request`, in the documented words, for a method that is not charged by a linked account */
export function createLinkedAccount(
  id: string,
  account: Account,
  method: Method | undefined,
  request: LinkedAccountRequest,
  now: Time,
): LinkedAccount {
  if (method?.carries !== "linked account") throw new Refusal("bad_request", "Type is not supported");
  return {
    id,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    type: method.type,
    state: "pending",
    ...request,
    customer: null,
    mandate: null,
    lastDigits: null,
    failureCode: null,
    createdAt: now,
    expiresAt: now + answeredWithin,
    registeredAt: null,
  };
}

/** The payer's answer at the bank: a mandate under a reference of the bank's, or why there is none. */
export type Consent = { mandate: string; lastDigits: string } | { declined: DeclineReason };

/** Records the payer's answer. The first one stands, and none counts after the time is over: undefined then. */
export function registerLinkedAccount(
  stored: LinkedAccount,
  { failures }: Pick<Method, "failures">,
  consent: Consent,
  now: Time,
): LinkedAccount | undefined {
  if (statusOfLinked(stored, now) !== "pending") return undefined;
  return "declined" in consent
    ? revise(stored, { state: "failed", failureCode: failures[consent.declined] })
    : revise(stored, { state: "successful", ...consent, registeredAt: now });
}

/**
 * Gives a linked account to a customer, in the commit that changes the customer.
 *
 * @throws Refusal `bad_request` where its payer has not agreed, or it is another customer's
 */
export function giveToCustomer(
  stored: LinkedAccount,
  customer: string,
  now: Time,
): { linked: LinkedAccount; update: NonNullable<Changes["update"]> } {
  mustBeAgreed(stored, now);
  if (stored.customer !== null && stored.customer !== customer)
    throw new Refusal("bad_request", "linked_account belongs to another customer");
  const linked = revise(stored, { customer });
  return { linked, update: { linked_accounts: [linked] } };
}

/** Ends the linked accounts of a customer who is deleted: nothing can be taken from them any more. */
export const endLinkedAccounts = (stored: readonly LinkedAccount[]): LinkedAccount[] =>
  stored.map((each) => revise(each, { state: "deleted", mandate: null }));

/**
 * Checks that money may be taken from a linked account.
 *
 * @param customer the one that the request names, if any
 * @throws Refusal `bad_request` where its payer has not agreed, or it is not the customer's
 */
export function mayBeDebited(linked: LinkedAccount, customer: string | undefined, now: Time): void {
  mustBeAgreed(linked, now);
  if (customer !== undefined && linked.customer !== customer)
    throw new Refusal("bad_request", `linked_account does not belong to ${customer}`);
}

function mustBeAgreed(linked: LinkedAccount, now: Time): void {
  const status = statusOfLinked(linked, now);
  if (status !== "successful") throw new Refusal("bad_request", `linked_account cannot be used: it is ${status}`);
}
