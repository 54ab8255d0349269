import type { DeclineReason } from "../domain/payment/failure.ts";
import type { BankAnswer } from "./bank.ts";

/**
 * Readers of the answers of banks whose interface is of our own design: they say PAID, REJECTED, CLOSED or WAITING.
 *
 * @param speaker the bank, as the reason of an unknown answer names it
 * @param reasons our decline reason for each of the bank's rejections
 */
export function answersOf<Rejection extends string>(
  speaker: string,
  reasons: Readonly<Record<Rejection | "SYSTEM_ERROR", DeclineReason>>,
) {
  type Word = Rejection | "SYSTEM_ERROR";
  const isRejection = (value: unknown): value is Word => typeof value === "string" && Object.hasOwn(reasons, value);
  const unreadable = (what: string): BankAnswer => ({ answer: "unknown", why: `${speaker} answered with ${what}` });
  return {
    unreadable,

    /** Reads an answer, which may contain anything: only valid answers are read, all else is `unknown`. */
    read: (message: unknown): BankAnswer => {
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
    },

    /** The bank's rejection for a decline reason, to play the payer. */
    rejectionFor: (reason: DeclineReason): Word => {
      const found = Object.entries(reasons).find(([, ours]) => ours === reason);
      return (found?.[0] as Word | undefined) ?? "SYSTEM_ERROR"; // the keys of `reasons` are rejections
    },

    /** Our decline reason for the bank's rejection. */
    reasonOf: (rejection: Word): DeclineReason => reasons[rejection],
  };
}

/** The fields of a message, which may be anything; none where it is no object. */
export const fieldsOf = (message: unknown): Partial<Record<string, unknown>> =>
  typeof message === "object" && message !== null ? { ...message } : {};

/** Whether text may be echoed and put into addresses, as an upstream's id: no other is taken. */
export const isId = (value: unknown): value is string => typeof value === "string" && /^[\w-]{1,64}$/.test(value);
