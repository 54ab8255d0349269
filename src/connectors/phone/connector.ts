import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { NextStep } from "../../domain/payment/next-step.ts";
import type { Bank, BankAnswer, BankReference } from "../bank.ts";
import type { PhoneNetwork } from "./simulator.ts";
import type { Inquiry, Rejection } from "./wire.ts";

const reasons: Record<Rejection, DeclineReason> = {
  EXPIRED: "expired",
  REJECTED: "rejected",
  CANCELLED: "cancelled",
  ACCOUNT_NOT_FOUND: "invalid_account",
  INSUFFICIENT_FUNDS: "insufficient_funds",
  INVALID_CODE: "invalid_number",
  SYSTEM_ERROR: "processing",
};

/** Our side of the network behind the phone, for a network in this process. */
export function phoneConnector(network: PhoneNetwork): Required<Pick<Bank, "open" | "refund" | "inquire" | "cancel">> {
  return {
    open: async ({ amount, currency, merchant, page, source, expiresAt, ...about }) => {
      const message: unknown = await network.open({
        ...inquiryOf(about),
        product: source?.type ?? "",
        amount,
        currency,
        merchant: merchant.name,
        callback: page ?? "",
        barcode: source?.barcode ?? null,
        phone: source?.phoneNumber ?? null,
        until: expiresAt,
      });
      const { status, shown } = fieldsOf(message);
      if (status !== "WAITING") return read(message);
      const next = nextIn(about.reference, shown);
      return next ? { answer: "pending", next } : unreadable("nothing that a payer could use");
    },
    refund: async (about) => read(await network.refund(inquiryOf(about))),
    inquire: async (about) => read(await network.status(inquiryOf(about))),
    cancel: async (about) => read(await network.close(inquiryOf(about))),
  };
}

/** The payer's next step. We serve the simulated apps, so everybody who reaches us reaches them. */
function nextIn(reference: string, shown: unknown): NextStep | undefined {
  if (shown === null) return { goTo: `/phone/pay/${reference}` };
  const { kind, content, numbers, barcode, until } = fieldsOf(shown);
  if ((kind === "qr" || kind === "barcode") && typeof content === "string") return { scan: content, as: kind };
  if (kind !== "numbers" || typeof until !== "number") return undefined;
  const told = Object.entries(fieldsOf(numbers)).filter(
    (each): each is [string, string] => typeof each[1] === "string",
  );
  return { tell: Object.fromEntries(told), until, ...(typeof barcode === "string" && { barcode }) };
}

const inquiryOf = ({ reference, account }: BankReference): Inquiry => ({ reference, merchantId: account });

/** The network's rejection for a decline reason, to play the payer. */
export function rejectionFor(reason: DeclineReason): Rejection {
  const found = Object.entries(reasons).find(([, ours]) => ours === reason);
  return (found?.[0] as Rejection | undefined) ?? "SYSTEM_ERROR"; // the keys of `reasons` are rejections
}

/** Our decline reason for the network's rejection. */
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

const unreadable = (what: string): BankAnswer => ({ answer: "unknown", why: `the network answered with ${what}` });

const fieldsOf = (message: unknown): Partial<Record<string, unknown>> =>
  typeof message === "object" && message !== null ? { ...message } : {};

const isRejection = (value: unknown): value is Rejection => typeof value === "string" && Object.hasOwn(reasons, value);
