import { z } from "zod";
import {
  type Dispute,
  type DisputeState,
  disputeMoves,
  disputeReasons,
  takenBy,
} from "../../domain/dispute/dispute-row.ts";
import { presentTransaction, transactionShape } from "../ledger/ledger.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { listSchema, nestedRange, presentList } from "../wire/list.shape.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { documentShape, presentDocument } from "./document.shape.ts";

const states = Object.keys(disputeMoves) as [DisputeState, ...DisputeState[]]; // it has no other keys, and at least one

export const disputeShape = {
  name: "dispute",
  schema: z.object({
    object: z.literal("dispute"),
    id: value.id("dspt"),
    livemode: z.boolean(),
    location: z.string(),
    currency: value.currency,
    amount: value.minor.meta({ description: "What was left of the charge after its refunds." }),
    funding_amount: value.minor,
    funding_currency: value.currency,
    metadata: value.metadata,
    charge: value.expandable("chrg", z.looseObject({ object: z.literal("charge") })),
    documents: listSchema(documentShape.schema),
    transactions: z.array(transactionShape.schema).meta({ description: "Newest first." }),
    admin_message: z.null(),
    message: z.string().nullable().meta({ description: "The merchant's answer." }),
    reason_code: z.string(),
    reason_message: z.string(),
    status: z.enum(states),
    closed_at: value.time.nullable(),
    created_at: value.time,
  }),
} satisfies Shape;

/** Presents a dispute with the keys, in the order, of the recordings of 2025. */
export function presentDispute(dispute: Dispute, view: Pick<View, "publicUrl" | "now">) {
  const location = `/disputes/${dispute.id}`;
  const documents = { rows: dispute.documents.slice(0, 20), total: dispute.documents.length };
  return {
    object: "dispute" as const,
    id: dispute.id,
    livemode: dispute.livemode,
    location,
    currency: dispute.currency,
    amount: dispute.amount,
    funding_amount: takenBy(dispute),
    funding_currency: dispute.transactions.at(-1)?.currency ?? dispute.currency,
    metadata: dispute.metadata,
    charge: dispute.charge,
    documents: presentList(documents, nestedRange(view.now), `${location}/documents`, (document) =>
      presentDocument(document, view),
    ),
    transactions: dispute.transactions.map(presentTransaction),
    admin_message: null,
    message: dispute.message,
    reason_code: dispute.reason,
    reason_message: disputeReasons[dispute.reason],
    status: dispute.state,
    closed_at: wireTime(dispute.closedAt),
    created_at: wireTime(dispute.createdAt),
  };
}
