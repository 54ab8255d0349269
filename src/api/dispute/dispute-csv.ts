import type { Dispute } from "../../domain/dispute/dispute-row.ts";
import { amountColumns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";
import { wireTime } from "../wire/shape.ts";

/** Export of disputes. What one holds is its amount unless it was won. */
export const disputeSheet: Sheet<Dispute> = {
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    status: ({ state }) => state,
    charge: ({ charge }) => charge,
    currency: ({ currency }) => currency,
    ...amountColumns<Dispute>(
      "amount",
      ({ amount }) => amount,
      ({ currency }) => currency,
    ),
    reason_code: ({ reason }) => reason,
    respond_by: ({ dueAt }) => wireTime(dueAt),
    closed_at: ({ closedAt }) => wireTime(closedAt),
    message: ({ message }) => textOf(message),
    documents: ({ documents }) => documents.length,
    debit: ({ debit }) => debit,
    credit: ({ credit }) => credit,
  },
  metadataOf: ({ metadata }) => metadata,
};
