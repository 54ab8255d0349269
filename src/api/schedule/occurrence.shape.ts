import { z } from "zod";
import { type Occurrence, shownStates } from "../../domain/schedule/occurrence-row.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const occurrenceShape = {
  name: "occurrence",
  schema: z.object({
    object: z.literal("occurrence"),
    livemode: z.boolean(),
    location: z.string(),
    id: value.id("occu"),
    result: value.id("(chrg|trsf)").nullable(),
    schedule: value.id("schd"),
    message: z.string().nullable(),
    status: z.enum(shownStates),
    processed_at: value.time,
    created_at: value.time,
    scheduled_on: value.day,
    retry_on: value.day.nullable(),
    execute_time: z.null(),
    split_metadata: z.null(),
    transfer_amount: value.minor,
  }),
} satisfies Shape;

/** Presents an occurrence with the keys of 2025, in their order. */
export function presentOccurrence(occurrence: Occurrence) {
  return {
    object: "occurrence" as const,
    livemode: occurrence.livemode,
    location: `/occurrences/${occurrence.id}`,
    id: occurrence.id,
    result: occurrence.result,
    schedule: occurrence.schedule,
    message: occurrence.message,
    status: statusOf(occurrence),
    processed_at: wireTime(occurrence.processedAt ?? occurrence.createdAt),
    created_at: wireTime(occurrence.createdAt),
    scheduled_on: occurrence.scheduledOn,
    retry_on: occurrence.retryOn,
    execute_time: null,
    split_metadata: null,
    transfer_amount: occurrence.transferAmount,
  };
}

/** @throws Error for an occurrence that is not processed yet: the API does not show it */
function statusOf({ id, state }: Occurrence): (typeof shownStates)[number] {
  const shown = shownStates.find((each) => each === state);
  if (!shown) throw new Error(`occurrence ${id} is ${state} and is not to be shown`);
  return shown;
}
