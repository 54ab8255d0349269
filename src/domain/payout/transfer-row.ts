import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { Entry } from "../ledger/ledger.ts";
import type { BankAccount } from "./recipient-row.ts";

/**
 * Every legal move of a transfer; others are refused. One that was sent and fails gives its money back.
 * Source: Transfers API, "sent", "paid" and "deleted", which are read from this.
 */
export const transferMoves = {
  created: { send: "sent", fail: "failed", destroy: "deleted" },
  sent: { pay: "paid", fail: "failed" },
  paid: {},
  failed: {},
  deleted: {},
} as const satisfies Record<string, Record<string, string>>;

export type TransferState = keyof typeof transferMoves;

/** Why a transfer failed, with the message that the API shows. Source of the codes: Transfers API and the official libraries. */
export const transferFailures = {
  insufficient_balance: "the balance was not sufficient",
  invalid_recipient: "the recipient was deleted, or is not verified and active",
  transfer_send_failure: "the bank refused the transfer",
  transfer_pay_failure: "the bank could not credit the account",
} as const;

export type TransferFailure = keyof typeof transferFailures;

/** A payment out of a merchant's balance to a recipient. Nothing is held before it is sent; then the whole amount is taken, fee included. */
export type Transfer = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  state: TransferState;
  recipient: string;
  /** The bank account as it was when the transfer was made or, later, sent. */
  bankAccount: BankAccount;
  amount: Minor;
  fee: Minor;
  feeVat: Minor;
  currency: string;
  /** Whether it fails where it cannot be sent at once, and is not tried again. */
  failFast: boolean;
  metadata: Record<string, unknown>;
  /** Id of the schedule that made it. */
  schedule: string | null;
  /** The merchant's name for this transfer, which no other has. */
  idempKey: string | null;
  /** Shared by the parts of a sum that is too large for one transfer. */
  splitGroup: string | null;
  failureCode: TransferFailure | null;
  /** How often it was tried to send it in vain. */
  tries: number;
  createdAt: Time;
  sentAt: Time | null;
  paidAt: Time | null;
  failedAt: Time | null;
  deletedAt: Time | null;
  /** When it is sent, or paid; null once it has ended. */
  dueAt: Time | null;
  /** The debit once it was sent, and the credit if it failed after that. */
  entries: readonly Entry[];
  /** Whether it could be sent at the moment at which it was read. */
  sendable: boolean;
};
