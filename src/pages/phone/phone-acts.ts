import { reasonOf, rejectionFor } from "../../connectors/phone/connector.ts";
import { numberIn } from "../../connectors/phone/products.ts";
import { referenceIn } from "../../connectors/phone/qr.ts";
import { phone, phoneIn } from "../../connectors/phone/sandbox.ts";
import type { PaymentRequest } from "../../connectors/phone/wire.ts";
import { kindOfId } from "../../domain/base/id.ts";
import type { DeclineReason, FailureCode } from "../../domain/payment/failure.ts";
import { failureCodesOf, type Method } from "../../domain/payment/method.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { bankReference } from "../../operations/payment/bank.ts";
import { chargeOfPage, visit } from "../../operations/payment/payer.ts";
import { reasonFor } from "../../operations/sandbox/play.ts";
import type { PhonePayment } from "./payment.ts";

export type Outcome = "successful" | FailureCode;

/** Outcomes that a payment by the method can be given. */
export const outcomesOf = (method: Method): Outcome[] => ["successful", ...failureCodesOf(method)];

/** The payment with this reference, or undefined. One that has ended meanwhile is told to the gateway. */
export async function paymentOf(gateway: Gateway, reference: string): Promise<PhonePayment | undefined> {
  const payment = await phoneIn(gateway.simulation.sandboxes).look(reference);
  const { request } = payment;
  const method = request && gateway.methods.find(request.product);
  if (!request || !method) return undefined;
  if (payment.end) await visit(gateway, request.callback);
  return { ...payment, request, method };
}

/** Like `paymentOf`, for programs, which may also name the charge, without its payer's opening the page first. Test charges only. */
export async function paymentNamed(gateway: Gateway, referenceOrCharge: string): Promise<PhonePayment | undefined> {
  if (kindOfId(referenceOrCharge) !== "charge") return paymentOf(gateway, referenceOrCharge);
  const { store } = gateway;
  const owner = await store.account.ownerOf("charges", referenceOrCharge);
  const charge = owner && (await store.charge.get(owner, referenceOrCharge));
  if (!charge?.page || charge.livemode || gateway.methods.of(charge.method).bank !== phone.name) return undefined;
  await visit(gateway, charge.page);
  return paymentOf(gateway, bankReference(charge).reference);
}

/** Ends a payment as its payer decided; the gateway is notified and asks for the result. Past the merchant's time nothing can be paid any more. */
export async function end(
  gateway: Gateway,
  { reference, callback }: PaymentRequest,
  outcome: "paid" | DeclineReason,
  account?: string,
): Promise<void> {
  const { decide } = phoneIn(gateway.simulation.sandboxes);
  const decided =
    outcome === "paid"
      ? ({ status: "PAID", bankReference: `TP${gateway.randomText(14)}` } as const)
      : ({ status: "REJECTED", rejection: rejectionFor(outcome) } as const);
  await decide(reference, decided, account);
  await visit(gateway, callback);
}

/** Plays the whole payment, by the outcome's name in the API. */
export const endAs = (gateway: Gateway, { request, method }: PhonePayment, outcome: Outcome): Promise<void> =>
  end(gateway, request, outcome === "successful" ? "paid" : reasonFor(method, outcome));

/** The end of a payment in the API's words; null while it waits, and if the shop's time was over before the payer decided. */
export function outcomeOf({ end: ended, method }: PhonePayment): Outcome | null {
  if (ended?.status === "PAID") return "successful";
  return ended?.status === "REJECTED" ? method.failures[reasonOf(ended.rejection)] : null;
}

/**
 * Where a scanned or pasted text leads, as an address of ours: a code's content, the address of its picture or of the payer's page, an app's link, or the
 * reference itself. Undefined for a text that no payment of test mode has.
 */
export async function placeOf(gateway: Gateway, scanned: string): Promise<string | undefined> {
  const [, app, named = ""] = /\/(kplus|phone)\/pay\/(\w+)/.exec(scanned) ?? [];
  if (app === "kplus") return `/kplus/pay/${named}`; // another app, which knows its own payments
  const reference = app === "phone" ? named : await referenceOf(gateway, scanned);
  const payment = reference === undefined ? undefined : await paymentNamed(gateway, reference);
  return payment && `/phone/pay/${encodeURIComponent(payment.request.reference)}`;
}

async function referenceOf(gateway: Gateway, scanned: string): Promise<string | undefined> {
  const number = numberIn(scanned);
  const under = number === undefined ? undefined : await phoneIn(gateway.simulation.sandboxes).paidUnder(number);
  if (under !== undefined) return under;
  const page = /\/payments\/(\w+)\//.exec(scanned)?.[1];
  if (page === undefined || kindOfId(page) !== "page") return referenceIn(scanned) ?? scanned;
  const charge = await chargeOfPage(gateway, page);
  return charge && !charge.livemode ? bankReference(charge).reference : undefined;
}
