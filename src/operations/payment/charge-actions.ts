import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import { mayBePlayed, mustBeDisputable } from "../../domain/dispute/dispute.ts";
import { type Charge, refundableAmount, statusOf, waitsForPayer } from "../../domain/payment/charge.ts";
import { mayBeMarked } from "../../domain/payment/mark.ts";
import type { Method } from "../../domain/payment/method.ts";
import { requestRefund } from "../../domain/payment/refund.ts";
import { beginCapture, beginReversal } from "../../domain/payment/settle-charge.ts";
import { mayBeExpired } from "./charge.ts";

/** Actions of a member on a charge, in the order of the page, each with the rule that may refuse it. */
const rules = {
  refund: (charge: Charge, now: Time, method: Method) => {
    const amount = refundableAmount(charge) || charge.amount;
    requestRefund(charge, method, { amount, metadata: {}, voidOnly: false }, "", now);
  },
  dispute: (charge: Charge, _now: Time, method: Method) => {
    mayBePlayed(charge, "opened");
    mustBeDisputable(charge, method);
  },
  capture: (charge: Charge, now: Time) => beginCapture(charge, undefined, now),
  reverse: (charge: Charge, now: Time) => beginReversal(charge, now),
  expire: (charge: Charge) => mayBeExpired(charge),
  mark_as_paid: (charge: Charge, now: Time) => mayBeMarked(charge, now),
  mark_as_failed: (charge: Charge, now: Time) => mayBeMarked(charge, now),
  open_payer_page: (charge: Charge, now: Time) => {
    if (charge.page === null || charge.returnUri === null)
      throw new Refusal("invalid_charge", "the payer has nothing to do, so there is no page");
    if (waitsForPayer(charge, now)) return;
    const what = charge.state === "awaiting_payer" ? "past its time" : statusOf(charge);
    throw new Refusal("invalid_charge", `the payer has nothing more to do, the charge is ${what}`);
  },
};

export type ChargeAction = keyof typeof rules;
export const chargeActions = Object.keys(rules) as [ChargeAction, ...ChargeAction[]]; // the table has no other keys

/** Whether an action would be accepted now; `whyNot` is the rule's sentence if not. */
export type Possible = { action: ChargeAction; whyNot: string | null };

export const actionsOn = (method: Method, charge: Charge, now: Time): Possible[] =>
  chargeActions.map((action) => ({ action, whyNot: refusalOf(() => rules[action](charge, now, method)) }));

function refusalOf(attempt: () => unknown): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
