import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, statusOf } from "../../domain/payment/charge.ts";
import type { Gateway } from "../gateway.ts";
import { askAbout, paymentReference } from "./bank.ts";
import { noteMissing, noteOthers } from "./other-payment.ts";
import { amend, noting } from "./settle-charge.ts";

/** Whether a charge was paid at an upstream that gave several ids for it, so that it may be paid once more. */
export const mayBePaidAgain = ({ paidAt, earlierUpstreamIds }: Charge): boolean =>
  paidAt !== null && earlierUpstreamIds.length > 0;

/** Whether a charge of an upstream ended without money, so that a payment of it now would be booked nowhere. */
export const endedUnpaid = (charge: Charge): boolean =>
  charge.upstream !== null && charge.capture && ["expired", "failed"].includes(statusOf(charge));

/**
 * Asks the upstream about a charge that is over, since it told of a payment of it. The answer stands in the charge's timeline, and a payment that is not
 * the charge's own is missing here in the list of the day at once. The charge stays as it ended: its merchant was told so.
 *
 * @throws Refusal `service_unavailable` for an unknown answer: the clock does not ask about such a charge, so the upstream has to tell again
 */
export async function attendLatePayment(gateway: Gateway, account: Account, charge: Charge): Promise<void> {
  const about = paymentReference(charge);
  const { answer, messages } = await askAbout(
    gateway,
    charge,
    { step: "inquire", reference: about.reference },
    (inquire) => inquire(about),
  );
  if (answer.answer === "unknown") {
    await amend(gateway, account, charge, (current) => noting(messages, current, undefined));
    throw new Refusal("service_unavailable", "the payment could not be asked about, please notify again");
  }
  if (answer.answer !== "approved" || answer.reference === null) return; // most tell again of what the charge says already
  const { fee = null, feeVat = 0, interest = 0, interestVat = 0 } = answer.costs ?? {};
  const costs = fee === null ? null : fee + feeVat + interest + interestVat;
  const first = { id: answer.reference, amount: charge.amount }; // connectors approve of no other amount
  if (first.id !== charge.bankReference) await noteMissing(gateway, account, charge, first, costs, messages);
  await noteOthers(gateway, account, charge, answer);
}
