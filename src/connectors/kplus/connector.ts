import { answersOf, fieldsOf } from "../answers.ts";
import type { Bank, BankReference } from "../bank.ts";
import type { KplusBank } from "./simulator.ts";
import type { Inquiry, Rejection } from "./wire.ts";

const answers = answersOf<Rejection>("K PLUS", {
  EXPIRED: "expired",
  REJECTED: "rejected",
  CANCELLED: "cancelled",
  ACCOUNT_NOT_FOUND: "invalid_account",
  INSUFFICIENT_FUNDS: "insufficient_funds",
  SYSTEM_ERROR: "processing",
});
const { read } = answers;
export const { rejectionFor, reasonOf } = answers;

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
