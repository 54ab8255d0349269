import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { Bank, BankAnswer, BankReference } from "../bank.ts";
import type { KplusBank } from "./simulator.ts";
import type { Inquiry, Rejection } from "./wire.ts";

const reasons: Record<Rejection, DeclineReason> = {
  EXPIRED: "expired",
  REJECTED: "rejected",
  CANCELLED: "cancelled",
  ACCOUNT_NOT_FOUND: "invalid_account",
  INSUFFICIENT_FUNDS: "insufficient_funds",
  SYSTEM_ERROR: "processing",
};

/** Our side of K PLUS, for a bank in this process. */
export function kplusConnector(bank: KplusBank): Required<Pick<Bank, "open" | "inquire" | "cancel">> {
  return {
    open: async ({ amount, currency, merchant, page, ...about }) => {
      const opening = { ...inquiryOf(about), amount, currency, merchant: merchant.name, callback: page ?? "" };
      const message: unknown = await bank.open(opening);
      return fieldsOf(message).status === "WAITING"
        ? { answer: "pending", next: inApp(about.reference) }
        : read(message);
    },
    inquire: async (about) => read(await bank.status(inquiryOf(about))),
    cancel: async (about) => read(await bank.close(inquiryOf(about))),
  };
}

/** The next step of the payer: this address opens the app. We serve the simulated app, so everybody who reaches us reaches it. */
const inApp = (reference: string) => ({ goTo: `/kplus/pay/${reference}` });

const inquiryOf = ({ reference, account }: BankReference): Inquiry => ({ reference, merchantId: account });

/** The bank's rejection for a decline reason, to play the payer. */
export function rejectionFor(reason: DeclineReason): Rejection {
  const found = Object.entries(reasons).find(([, ours]) => ours === reason);
  return (found?.[0] as Rejection | undefined) ?? "SYSTEM_ERROR"; // the keys of `reasons` are rejections
}

/** Our decline reason for the bank's rejection. */
export const reasonOf = (rejection: Rejection): DeclineReason => reasons[rejection];

/** Reads an answer, which may contain anything: only valid answers are read, all else is `unknown`. */
function read(message: unknown): BankAnswer {
  const { status, bankReference, rejection } = fieldsOf(message);
  switch (status) {
    case "PAID":
      if (typeof bankReference !== "string") return unreadable("a payment without a reference");
      return { answer: "approved", reference: bankReference, approvalCode: null };
    case "REJECTED":
      if (!isRejection(rejection)) return unreadable("a rejection without a reason that we know");
      return { answer: "declined", reason: reasons[rejection] };
    case "CLOSED":
    case "WAITING":
      return { answer: "pending" };
    default:
      return unreadable("no status that we know");
  }
}

const unreadable = (what: string): BankAnswer => ({ answer: "unknown", why: `K PLUS answered with ${what}` });

const fieldsOf = (message: unknown): Partial<Record<string, unknown>> =>
  typeof message === "object" && message !== null ? { ...message } : {};

const isRejection = (value: unknown): value is Rejection => typeof value === "string" && Object.hasOwn(reasons, value);
