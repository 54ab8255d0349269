import type { Recipient } from "../../domain/payout/recipient-row.ts";
import { type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";

/** Export of recipients. Of a bank account it has the last digits, as lists of people have them who need not know the number. */
export const recipientSheet: Sheet<Recipient> = {
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    name: ({ name }) => textOf(name),
    type: ({ type }) => type,
    email: ({ email }) => textOf(email),
    description: ({ description }) => textOf(description),
    default: ({ isDefault }) => String(isDefault),
    bank: ({ bankAccount }) => bankAccount.bank,
    bank_last_digits: ({ bankAccount }) => textOf(bankAccount.lastDigits),
    bank_account_name: ({ bankAccount }) => textOf(bankAccount.name),
    ...timeColumns("verified_at", ({ verifiedAt }) => verifiedAt),
    ...timeColumns("activated_at", ({ activatedAt }) => activatedAt),
    failure_code: ({ failureCode }) => failureCode,
  },
  metadataOf: ({ metadata }) => metadata,
};
