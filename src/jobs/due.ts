import { threeDsName } from "../connectors/bank.ts";
import { voidCheck } from "../operations/card/card-check.ts";
import { attendKeptCard } from "../operations/card/kept-card.ts";
import { attendDispute } from "../operations/dispute/dispute.ts";
import { attend } from "../operations/payment/due-charge.ts";
import { attendRefund } from "../operations/payment/refund.ts";
import { attendRecipient } from "../operations/payout/recipient.ts";
import { attendTransfer } from "../operations/payout/transfer.ts";
import { attendBook } from "../operations/receipt/receipt.ts";
import { attendOccurrence } from "../operations/schedule/occurrence.ts";
import { attendConnection } from "../operations/upstream/reconcile.ts";
import { bankJob } from "./bank-jobs.ts";
import type { DueJob } from "./job.ts";

/** Each kind of job that waits for banks. Deliveries have places of their own and stand in `deliveries.ts`. */
export const dueJobs: readonly DueJob[] = [
  bankJob({
    name: "charge",
    table: "charges",
    lineOf: ({ account, method, state }) => [account, method, state],
    bankOf: ([, type = "", state], methods) => {
      const { carries, bank } = methods.of(type);
      return carries === "card" && state === "awaiting_payer" ? threeDsName : bank;
    },
    attend,
  }),
  // a line of refunds does not know its methods, so all refunds of an account wait for one bank
  bankJob({
    name: "refund",
    table: "refunds",
    lineOf: ({ account }) => [account],
    bankOf: () => "refunds",
    attend: attendRefund,
  }),
  bankJob({
    name: "occurrence",
    table: "occurrences",
    lineOf: ({ account }) => [account],
    bankOf: () => "schedules", // places of their own, so that the schedules of a day leave room for inquiries
    attend: attendOccurrence,
  }),
  bankJob({
    name: "recipient",
    table: "recipients",
    lineOf: ({ account }) => [account],
    bankOf: () => "recipients",
    attend: attendRecipient,
  }),
  bankJob({
    name: "transfer",
    table: "transfers",
    lineOf: ({ account }) => [account],
    bankOf: () => "transfers",
    attend: attendTransfer,
  }),
  bankJob({
    name: "dispute",
    table: "disputes",
    lineOf: ({ account }) => [account],
    bankOf: () => "disputes", // no bank is asked, but each kind of job has its places
    attend: attendDispute,
  }),
  bankJob({
    name: "receipt",
    table: "receipt_books",
    lineOf: ({ account }) => [account],
    bankOf: () => "receipts", // it asks no bank; places of its own leave room for payments
    attend: attendBook,
  }),
  bankJob({
    name: "reconciliation",
    table: "connections",
    lineOf: ({ account }) => [account],
    bankOf: () => "reconciliations", // places of their own: a list of thousands of payments takes an upstream its time
    attend: attendConnection,
  }),
  bankJob({
    name: "kept card",
    table: "kept_cards",
    lineOf: ({ account }) => [account],
    bankOf: () => "kept cards",
    attend: attendKeptCard,
  }),
  bankJob({
    name: "card check",
    table: "card_checks",
    lineOf: ({ account }) => [account],
    bankOf: () => "card checks",
    attend: voidCheck,
  }),
];
