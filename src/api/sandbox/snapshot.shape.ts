import { z } from "zod";
import type { Snapshot } from "../../domain/sandbox/snapshot.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const snapshotShape = {
  name: "snapshot",
  schema: z.object({
    object: z.literal("snapshot"),
    name: z.string(),
    livemode: z.literal(false),
    location: z.string(),
    rows: z.int().meta({ description: "How many rows the account had, payments with all that belongs to them." }),
    created_at: value.time,
  }),
} satisfies Shape;

export const presentSnapshot = ({ id, rowCount, createdAt }: Snapshot) => ({
  object: "snapshot" as const,
  name: id,
  livemode: false as const,
  location: `/test/snapshots/${id}`,
  rows: rowCount,
  created_at: wireTime(createdAt),
});
