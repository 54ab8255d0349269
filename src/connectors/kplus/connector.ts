import type { DeclineReason } from "../../domain/failure.ts";
import type { AppConnector, BankAnswer } from "../connector.ts";
import type { KplusSimulator } from "./simulator.ts";
import type { PaymentStatus, Rejection } from "./wire.ts";

const reasons: Record<Rejection, DeclineReason> = {
  EXPIRED: "expired",
  REJECTED: "rejected",
  CANCELLED: "cancelled",
  ACCOUNT_NOT_FOUND: "invalid_account",
  INSUFFICIENT_FUNDS: "insufficient_funds",
  SYSTEM_ERROR: "processing",
};

/** Our side of K PLUS, speaking to the bank in this process. */
export function kplusConnector(bank: KplusSimulator): AppConnector {
  return {
    kind: "app",
    open: async (request) => read(await bank.open(request)),
    inquire: async (reference) => read(await bank.status(reference)),
    cancel: async (reference) => read(await bank.close(reference)),
  };
}

/** The bank's rejection for a reason, for those who play the payer. */
export function rejectionFor(reason: DeclineReason): Rejection {
  const found = Object.entries(reasons).find(([, ours]) => ours === reason);
  return (found?.[0] as Rejection | undefined) ?? "SYSTEM_ERROR"; // the keys of `reasons` are rejections
}

function read(status: PaymentStatus): BankAnswer {
  switch (status.status) {
    case "PAID":
      return { answer: "approved", reference: status.bankReference, approvalCode: null };
    case "REJECTED":
      return { answer: "declined", reason: reasons[status.rejection] };
    case "CLOSED":
    case "WAITING":
      return { answer: "pending" };
  }
}
