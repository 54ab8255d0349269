import { type LinkedAccount, statusOfLinked } from "../../domain/debit/linked-account.ts";
import { type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";
import { wireTime } from "../wire/shape.ts";

/** Export of linked accounts, as they stand at `now`. Of the account at the bank it has the last digits only. */
export const linkedAccountSheet = (now: number): Sheet<LinkedAccount> => ({
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    type: ({ type }) => type,
    status: (linked) => statusOfLinked(linked, now),
    customer: ({ customer }) => customer,
    last_digits: ({ lastDigits }) => textOf(lastDigits),
    failure_code: ({ failureCode }) => failureCode,
    registered_at: ({ registeredAt }) => wireTime(registeredAt),
    expires_at: ({ expiresAt }) => wireTime(expiresAt),
    return_uri: ({ returnUri }) => textOf(returnUri),
  },
  metadataOf: ({ metadata }) => metadata,
});
