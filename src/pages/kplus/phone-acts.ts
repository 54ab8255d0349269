import { reasonOf, rejectionFor } from "../../connectors/kplus/connector.ts";
import { phoneIn } from "../../connectors/kplus/sandbox.ts";
import type { Payment } from "../../connectors/kplus/simulator.ts";
import { type AccountKey, accountKeys, type KplusAccount } from "../../connectors/kplus/simulator-accounts.ts";
import type { PaymentRequest } from "../../connectors/kplus/wire.ts";
import { kindOfId } from "../../domain/base/id.ts";
import type { DeclineReason, FailureCode } from "../../domain/payment/failure.ts";
import { failureCodesOf } from "../../domain/payment/method.ts";
import { mobileBankingKbank } from "../../methods/mobile-banking-kbank.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { bankReference } from "../../operations/payment/bank.ts";
import { visit } from "../../operations/payment/payer.ts";
import { reasonFor } from "../../operations/sandbox/play.ts";

/** A payment as the simulated K PLUS app shows it, after the gateway has told the bank to expect its payer. */
export type PhonePayment = Payment & { request: PaymentRequest };

type Outcome = "successful" | FailureCode;

/** Outcomes that a K PLUS payment can be given. */
export const outcomes: readonly Outcome[] = ["successful", ...failureCodesOf(mobileBankingKbank)];

export const outcomeNamed = (text: string | undefined): Outcome | undefined => outcomes.find((each) => each === text);

/** The payment with this bank reference, or undefined. If its session has run out meanwhile, the gateway is notified. */
export async function phonePayment(gateway: Gateway, reference: string): Promise<PhonePayment | undefined> {
  return told(gateway, await phoneOf(gateway).look(reference));
}

/** Like `phonePayment`, for programs, which may also name the charge, without its payer's opening the page first. Test charges only. */
export async function payment(gateway: Gateway, referenceOrCharge: string): Promise<PhonePayment | undefined> {
  if (kindOfId(referenceOrCharge) !== "charge") return phonePayment(gateway, referenceOrCharge);
  const { store } = gateway;
  const owner = await store.account.ownerOf("charges", referenceOrCharge);
  const charge = owner && (await store.charge.get(owner, referenceOrCharge));
  if (!charge?.page || charge.livemode || charge.method !== mobileBankingKbank.type) return undefined;
  await visit(gateway, charge.page);
  return phonePayment(gateway, bankReference(charge).reference);
}

/** Takes the payer's PIN; from then on the bank waits for them only for a limited time. */
export async function signIn(gateway: Gateway, reference: string): Promise<PhonePayment | undefined> {
  return told(gateway, await phoneOf(gateway).signIn(reference));
}

/** Takes the payer's confirmation; the account's balance decides whether it is paid. */
export async function payFrom(gateway: Gateway, reference: string, account: AccountKey): Promise<void> {
  await told(gateway, await phoneOf(gateway).pay(reference, account, newBankReference(gateway)));
}

/** Ends the payment unpaid. */
export async function rejectOnPhone(gateway: Gateway, reference: string, reason: DeclineReason): Promise<void> {
  await told(gateway, await phoneOf(gateway).reject(reference, rejectionFor(reason)));
}

/** Plays the whole payment: signed in and paid from an account with enough money, or ended with the failure code. */
export async function endOnPhone(gateway: Gateway, reference: string, outcome: Outcome): Promise<void> {
  if (outcome !== "successful") return rejectOnPhone(gateway, reference, reasonFor(mobileBankingKbank, outcome));
  await phoneOf(gateway).signIn(reference);
  return payFrom(gateway, reference, accountKeys[0]);
}

/** The end of a payment in the API's words; null while it waits, and if the shop's time was over before the payer decided. */
export function outcomeOf({ end }: Payment): Outcome | null {
  if (end?.status === "PAID") return "successful";
  if (end?.status !== "REJECTED") return null;
  return mobileBankingKbank.failures[reasonOf(end.rejection)];
}

/** Accounts of the payer who pays a merchant: each test account has its own payer. */
export const phoneAccounts = (gateway: Gateway, account: string): Promise<KplusAccount[]> =>
  phoneOf(gateway).accounts(account);

export const resetPhoneAccounts = (gateway: Gateway, account: string): Promise<void> =>
  phoneOf(gateway).resetAccounts(account);

/** Makes the bank notify the gateway of an ended payment, whose result the gateway then asks for; if the line is bad, it asks again later. */
async function told(gateway: Gateway, payment: Payment): Promise<PhonePayment | undefined> {
  const { request } = payment;
  if (!request) return undefined;
  if (payment.end) await visit(gateway, request.callback);
  return { ...payment, request };
}

const newBankReference = (gateway: Gateway): string => `KP${gateway.randomText(14)}`;

const phoneOf = ({ simulation }: Gateway) => phoneIn(simulation.sandboxes);
