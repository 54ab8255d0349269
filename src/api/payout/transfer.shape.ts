import { z } from "zod";
import type { Transfer, TransferFailure } from "../../domain/payout/transfer-row.ts";
import { transferFailures } from "../../domain/payout/transfer-row.ts";
import { presentTransaction, transactionShape } from "../ledger/ledger.shape.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { bankAccountSchema, presentBankAccount, recipientShape } from "./recipient.shape.ts";

const failureCodes = Object.keys(transferFailures) as TransferFailure[]; // the table has no other keys

export const transferShape = {
  name: "transfer",
  schema: z.object({
    object: z.literal("transfer"),
    id: value.id("trsf"),
    livemode: z.boolean(),
    location: z.string(),
    deleted: z.boolean(),
    fail_fast: z.boolean(),
    paid: z.boolean(),
    sent: z.boolean(),
    sendable: z.boolean(),
    currency: value.currency,
    amount: value.minor,
    fee: value.minor,
    metadata: value.metadata,
    recipient: value.expandable("recp", recipientShape.schema),
    bank_account: bankAccountSchema,
    failure_code: z.enum(failureCodes).nullable(),
    failure_message: z.string().nullable(),
    paid_at: value.time.nullable(),
    sent_at: value.time.nullable(),
    balance_hold_at: z.null(),
    created_at: value.time,
    transactions: z.array(transactionShape.schema),
    schedule: value.expandable("schd", z.looseObject({ object: z.literal("schedule") })).nullable(),
    fee_vat: value.minor,
    net: value.minor,
    total_fee: value.minor,
    split_transfer_group_id: z.string().nullable(),
  }),
} satisfies Shape;

/** Presents a transfer with the keys of 2025, in their order. `sent` and `paid` are read from its one state. */
export function presentTransfer(transfer: Transfer) {
  const totalFee = transfer.fee + transfer.feeVat;
  return {
    object: "transfer" as const,
    id: transfer.id,
    livemode: transfer.livemode,
    location: `/transfers/${transfer.id}`,
    deleted: transfer.state === "deleted",
    fail_fast: transfer.failFast,
    paid: transfer.state === "paid",
    sent: transfer.state === "sent" || transfer.state === "paid",
    sendable: transfer.sendable,
    currency: transfer.currency,
    amount: transfer.amount,
    fee: transfer.fee,
    metadata: transfer.metadata,
    recipient: transfer.recipient,
    bank_account: presentBankAccount(transfer.bankAccount, transfer.livemode),
    failure_code: transfer.failureCode,
    failure_message: transfer.failureCode === null ? null : transferFailures[transfer.failureCode],
    paid_at: wireTime(transfer.paidAt),
    sent_at: wireTime(transfer.sentAt),
    balance_hold_at: null,
    created_at: wireTime(transfer.createdAt),
    transactions: transfer.entries.map(presentTransaction),
    schedule: transfer.schedule,
    fee_vat: transfer.feeVat,
    net: transfer.amount - totalFee,
    total_fee: totalFee,
    split_transfer_group_id: transfer.splitGroup,
  };
}
