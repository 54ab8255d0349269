import { z } from "zod";
import type { Shape } from "./shape.ts";

/** Answer that only says that it was done. */
export const doneShape = {
  name: "done",
  schema: z.object({ object: z.literal("done") }),
} satisfies Shape;

export const presentDone = () => ({ object: "done" as const });
