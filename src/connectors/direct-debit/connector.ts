import { answersOf } from "../answers.ts";
import type { Bank, BankReference } from "../bank.ts";
import type { DebitNetwork } from "./simulator.ts";
import type { Inquiry, Rejection } from "./wire.ts";

const { read } = answersOf<Rejection>("the debit network", {
  ACCOUNT_NOT_FOUND: "invalid_account",
  INSUFFICIENT_FUNDS: "insufficient_funds",
  CANCELLED: "cancelled",
  SYSTEM_ERROR: "processing",
});

/** Our side of direct debit, for a network in this process. A debit without a mandate is refused here: no bank would take it. */
export function debitConnector(network: DebitNetwork): Required<Pick<Bank, "authorize" | "inquire" | "cancel">> {
  return {
    authorize: async ({ amount, currency, mandate, ...about }) =>
      mandate === null
        ? { answer: "declined", reason: "invalid_account" }
        : read(await network.debit({ ...inquiryOf(about), mandate, amount, currency })),
    inquire: async (about) => read(await network.status(inquiryOf(about))),
    cancel: async (about) => read(await network.cancel(inquiryOf(about))),
  };
}

const inquiryOf = ({ reference, account }: BankReference): Inquiry => ({ reference, merchantId: account });
