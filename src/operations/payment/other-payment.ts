import type { BankAnswer, OtherPayment } from "../../connectors/bank.ts";
import type { Minor } from "../../domain/base/money.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { BankMessage } from "../../domain/payment/bank-message.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Gateway } from "../gateway.ts";
import { noteMissingHere } from "../upstream/reconcile.ts";
import { paymentReference } from "./bank.ts";

/** Puts what was paid of a charge beside its own payment into the list of the day, so that people hear of it at once. */
export async function noteOthers(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  answer: BankAnswer,
): Promise<void> {
  const others = answer.answer === "approved" ? (answer.others ?? []) : [];
  for (const other of others)
    if (other.id !== charge.bankReference) await noteMissing(gateway, account, charge, other, null, []);
}

/** Puts a payment that is not a charge's own into the list of the day. @param messages what the upstream answered, for the charge's timeline */
export function noteMissing(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  { id, amount }: OtherPayment,
  costs: Minor | null,
  messages: readonly BankMessage[],
): Promise<void> {
  const { reference } = paymentReference(charge);
  const payment = { payment: id, reference, amount, currency: charge.currency, costs, paidAt: null };
  return noteMissingHere(gateway, account, charge, payment, messages);
}
