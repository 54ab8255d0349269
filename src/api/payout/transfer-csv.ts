import type { Minor } from "../../domain/base/money.ts";
import type { Transfer } from "../../domain/payout/transfer-row.ts";
import { amountColumns, type Columns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";

/** Export of transfers. The whole amount leaves the balance; net is what the recipient's bank gets. */
export const transferSheet: Sheet<Transfer> = {
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    status: ({ state }) => state,
    recipient: ({ recipient }) => recipient,
    bank: ({ bankAccount }) => bankAccount.bank,
    bank_last_digits: ({ bankAccount }) => textOf(bankAccount.lastDigits),
    bank_account_name: ({ bankAccount }) => textOf(bankAccount.name),
    currency: ({ currency }) => currency,
    ...column("amount", ({ amount }) => amount),
    ...column("fee", ({ fee }) => fee),
    ...column("fee_vat", ({ feeVat }) => feeVat),
    ...column("net", ({ amount, fee, feeVat }) => amount - fee - feeVat),
    ...timeColumns("sent_at", ({ sentAt }) => sentAt),
    ...timeColumns("paid_at", ({ paidAt }) => paidAt),
    failure_code: ({ failureCode }) => failureCode,
    transaction: ({ entries }) => entries[0]?.id ?? null,
    schedule: ({ schedule }) => schedule,
  },
  metadataOf: ({ metadata }) => metadata,
};

function column(name: string, amountOf: (row: Transfer) => Minor): Columns<Transfer> {
  return amountColumns(name, amountOf, ({ currency }) => currency);
}
