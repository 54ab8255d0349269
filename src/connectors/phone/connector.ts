import type { NextStep } from "../../domain/payment/next-step.ts";
import { answersOf, fieldsOf } from "../answers.ts";
import type { Bank, BankReference } from "../bank.ts";
import type { PhoneNetwork } from "./simulator.ts";
import type { Inquiry, Rejection } from "./wire.ts";

const answers = answersOf<Rejection>("the network", {
  EXPIRED: "expired",
  REJECTED: "rejected",
  CANCELLED: "cancelled",
  ACCOUNT_NOT_FOUND: "invalid_account",
  INSUFFICIENT_FUNDS: "insufficient_funds",
  INVALID_CODE: "invalid_number",
  SYSTEM_ERROR: "processing",
});
const { read, unreadable } = answers;
export const { rejectionFor, reasonOf } = answers;

/** Our side of the network behind the phone, for a network in this process. */
export function phoneConnector(network: PhoneNetwork): Required<Pick<Bank, "open" | "refund" | "inquire" | "cancel">> {
  return {
    open: async ({ amount, currency, merchant, page, shows, source, expiresAt, ...about }) => {
      const message: unknown = await network.open({
        ...inquiryOf(about),
        product: source?.type ?? "",
        shows,
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
