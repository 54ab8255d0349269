import type { SimulatorMemory } from "../simulator-memory.ts";
import { type DebitRequest, type DebitStatus, type Inquiry, purseOf, type Rejection } from "./wire.ts";

/** The network's side: debits accounts by the mandates of their owners. */
export type DebitNetwork = {
  debit(request: DebitRequest): Promise<DebitStatus>;
  status(inquiry: Inquiry): Promise<DebitStatus>;
  /** Ends a debit that has not arrived: when it does, it is answered as cancelled. */
  cancel(inquiry: Inquiry): Promise<DebitStatus>;
};

/** How debits of each account end, by its key; null where the money is there. */
const endings: Readonly<Record<string, Rejection | null>> = {
  full: null,
  empty: "INSUFFICIENT_FUNDS",
  closed: "ACCOUNT_NOT_FOUND",
};

export function debitSimulator(memory: SimulatorMemory, newReference: () => string): DebitNetwork {
  const answer = async (reference: string, status: DebitStatus): Promise<DebitStatus> =>
    JSON.parse(await memory.putOnce(reference, JSON.stringify(status))) as DebitStatus; // written here only
  return {
    debit: ({ reference, mandate }) => answer(reference, decide(mandate, newReference)),
    status: async ({ reference }) => {
      const stored = await memory.get(reference);
      return stored === undefined ? { status: "WAITING" } : (JSON.parse(stored) as DebitStatus);
    },
    cancel: ({ reference }) => answer(reference, { status: "REJECTED", rejection: "CANCELLED" }),
  };
}

function decide(mandate: string, newReference: () => string): DebitStatus {
  const rejection = endings[purseOf(mandate) ?? ""];
  if (rejection === null) return { status: "PAID", bankReference: newReference() };
  return { status: "REJECTED", rejection: rejection ?? "ACCOUNT_NOT_FOUND" };
}
