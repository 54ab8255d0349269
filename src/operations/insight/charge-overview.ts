import { type Decimal, type Minor, partOf } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import { type Charge, factsOf, refundDeadline, voidableUntil } from "../../domain/payment/charge.ts";
import { price } from "../../domain/payment/fee.ts";
import type { InterestPayer } from "../../domain/payment/method.ts";
import { type Caller, type Gateway, methodOf } from "../gateway.ts";
import { getCharge } from "../payment/charge.ts";
import { actionsOn, type Possible } from "../payment/charge-actions.ts";
import { type TimelineItem, timelineOf } from "./timeline.ts";

/** What the payer of an installment charge pays. */
export type Plan = {
  term: number;
  /** May differ from the bank's last month by a few satang, because of its rounding. */
  monthly: Minor;
  /** Interest rate, for either payer of the interest. */
  monthlyRate: Decimal;
  paidBy: InterestPayer;
  payerInterest: Minor;
  total: Minor;
};

/** Time in which the charge can be refunded. */
export type RefundWindow = { until: Time; fullOnly: boolean; voidUntil: Time | null };

export type ChargeOverview = {
  charge: Charge;
  plan: Plan | null;
  refundWindow: RefundWindow | null;
  actions: Possible[];
  timeline: TimelineItem[];
};

/**
 * A charge with everything that its merchant may want to know.
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
    actions: actionsOn(methodOf(gateway, charge), charge, now),
    timeline: await timelineOf(gateway, caller, charge),
  };
}

/** Installment plan of a charge. The merchant's rate is the one stored with the charge; none is stored where the customer pays it. */
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

function windowOf(gateway: Gateway, charge: Charge, now: Time): RefundWindow | null {
  const method = methodOf(gateway, charge);
  if (charge.paidAt === null || method.refund.kind === "none") return null;
  const until = refundDeadline(charge, method);
  const voidable = factsOf(charge, method, now).canPerformVoid;
  return { until, fullOnly: method.refund.kind === "full", voidUntil: voidable ? voidableUntil(charge) : null };
}
