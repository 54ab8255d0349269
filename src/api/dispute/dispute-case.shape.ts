import { z } from "zod";
import type { Dispute } from "../../domain/dispute/dispute-row.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { disputeShape, presentDispute } from "./dispute.shape.ts";

/** A dispute as the dashboard shows it: as in merchants' programs, and with the end of the time to answer, which the original's object lacks. */
export const disputeCaseShape = {
  name: "dispute_case",
  schema: disputeShape.schema.extend({
    object: z.literal("dispute_case"),
    respond_by: value.time.nullable().meta({ description: "null once it does not wait for an answer any more." }),
  }),
} satisfies Shape;

export const presentDisputeCase = (dispute: Dispute, view: Pick<View, "publicUrl" | "now">) => ({
  ...presentDispute(dispute, view),
  object: "dispute_case" as const,
  respond_by: wireTime(dispute.dueAt),
});
