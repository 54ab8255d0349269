import { type Decimal, type Minor, partOf } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import { type Charge, factsOf, refundDeadline, voidableUntil } from "../../domain/payment/charge.ts";
import { price } from "../../domain/payment/fee.ts";
import type { InterestPayer } from "../../domain/payment/method.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { getCharge } from "../payment/charge.ts";
import { actionsOn, type Possible } from "../payment/charge-actions.ts";
import { type TimelineItem, timelineOf } from "./timeline.ts";

/** What the payer of an installment charge pays. */
export type Plan = {
  term: number;
  /** The bank's own rounding of the last month may differ by a few satang. */
  monthly: Minor;
  /** Of whoever pays the interest. */
  monthlyRate: Decimal;
  paidBy: InterestPayer;
  payerInterest: Minor;
  total: Minor;
};

/** How long the charge can be given back. */
export type RefundWindow = { until: Time; fullOnly: boolean; voidUntil: Time | null };

export type ChargeOverview = {
  charge: Charge;
  plan: Plan | null;
  refundWindow: RefundWindow | null;
  actions: Possible[];
  timeline: TimelineItem[];
};

/**
 * A charge with everything that a merchant may want to know about it.
 * @throws Refusal `not_found`
 */
export async function chargeOverview(gateway: Gateway, caller: Caller, id: string): Promise<ChargeOverview> {
  const charge = await getCharge(gateway, caller.account.id, id);
  const now = gateway.clock.of(caller.account.id);
  await gateway.requestLog?.flush();
  return {
    charge,
    plan: planOf(gateway, charge),
    refundWindow: windowOf(gateway, charge, now),
    actions: actionsOn(gateway.methods, charge, now),
    timeline: await timelineOf(gateway, caller, charge),
  };
}

/** A merchant pays the rate that the charge was made with, whatever the method says now; a charge keeps none where the customer pays. */
function planOf({ methods }: Gateway, charge: Charge): Plan | null {
  const { method, source, amount, rates, zeroInterestInstallments } = charge;
  const { installment, fees } = methods.of(method);
  const term = source?.installmentTerm;
  if (!installment || !term) return null;
  const monthlyRate = rates.monthlyInterest ?? installment.interest.customer.monthly;
  const payerInterest = zeroInterestInstallments ? 0 : price(amount, fees, { monthlyRate, term }).interest;
  return {
    term,
    monthly: partOf(amount + payerInterest, term),
    monthlyRate,
    paidBy: zeroInterestInstallments ? "merchant" : "customer",
    payerInterest,
    total: amount + payerInterest,
  };
}

function windowOf({ methods }: Gateway, charge: Charge, now: Time): RefundWindow | null {
  const method = methods.of(charge.method);
  if (charge.paidAt === null || method.refund.kind === "none") return null;
  const until = refundDeadline(charge, method);
  const voidable = factsOf(charge, method, now).canPerformVoid;
  return { until, fullOnly: method.refund.kind === "full", voidUntil: voidable ? voidableUntil(charge) : null };
}
