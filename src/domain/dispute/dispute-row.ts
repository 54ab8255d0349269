import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Entry } from "../ledger/entry.ts";
import type { Document } from "./document-row.ts";

/**
 * Every legal move of a dispute; others are refused. Its state is the API's `status`.
 * Sources: Disputes API; recordings from 2017 to 2025. That a dispute that nobody answered is lost when its time is over is ours (decision 026).
 */
export const disputeMoves = {
  open: { answer: "pending", accept: "lost", lapse: "lost", win: "won", lose: "lost" },
  pending: { win: "won", lose: "lost" },
  won: {},
  lost: {},
} as const satisfies Record<string, Record<string, string>>;

export type DisputeState = keyof typeof disputeMoves;
export type DisputeAction = { [State in DisputeState]: keyof (typeof disputeMoves)[State] }[DisputeState];

/** Why a cardholder disputes a payment, by the code in the API. The only reason that was recorded, in its wording of 2025. */
export const disputeReasons = { goods_or_services_not_provided: "Merchandise/Services Not Received" } as const;
type DisputeReason = keyof typeof disputeReasons;

/** What an accepted dispute says in place of an answer. Recorded in 2025. */
export const acceptance = "Merchant accepts the dispute";

/** A cardholder's claim, through their bank, that a payment was wrong. Its amount leaves the balance at once, and returns only if it is won. */
export type Dispute = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  charge: string;
  state: DisputeState;
  /** What was left of the charge after its refunds. */
  amount: Minor;
  currency: string;
  reason: DisputeReason;
  /** The merchant's answer. */
  message: string | null;
  metadata: Record<string, unknown>;
  /** Ids of the transactions that took the money and, where it was won, gave it back. */
  debit: string;
  credit: string | null;
  /** The end of the merchant's time to answer. */
  respondBy: Time;
  createdAt: Time;
  closedAt: Time | null;
  /** When the worker must look at it: `respondBy` while it is not answered. */
  dueAt: Time | null;
  /** Rows of other tables, read with it: its transactions, newest first, and its documents, oldest first. */
  transactions: readonly Entry[];
  documents: readonly Document[];
};

/** Whether `action` is legal now. */
export const mayBe = ({ state }: Dispute, action: DisputeAction): boolean => action in disputeMoves[state];

/** The dispute after `action`, with `patch`. An illegal move is a defect, since rules ask `mayBe` first. */
export function moveDispute(dispute: Dispute, action: DisputeAction, patch: Partial<Dispute>): Dispute {
  const next = (disputeMoves[dispute.state] as Partial<Record<DisputeAction, DisputeState>>)[action];
  if (!next) throw new Error(`dispute ${dispute.id} is ${dispute.state}: ${action} is no move of it`);
  return revise(dispute, { ...patch, state: next });
}

/** States in which the money of a dispute is not the merchant's. */
const takenStates: readonly DisputeState[] = ["open", "pending", "lost"];

/** Whether a dispute holds the money of its charge: until it is won, or for ever. */
export const holdsMoney = (dispute: Dispute | null): dispute is Dispute =>
  dispute !== null && takenStates.includes(dispute.state);

/** What a dispute took from the balance, in the account's currency; its amount is in the charge's. */
export function takenBy({ debit, amount, transactions }: Dispute): Minor {
  const taken = transactions.find(({ id }) => id === debit);
  return taken ? -taken.amount : amount;
}

/** States in which a dispute goes on. */
export const openStates: readonly DisputeState[] = ["open", "pending"];
