import { z } from "zod";
import { type ErrorCode, errorCatalogue } from "../../domain/base/errors.ts";
import type { Shape } from "./shape.ts";

export const errorShape = {
  name: "error",
  schema: z.object({
    object: z.literal("error"),
    location: z.string(),
    code: z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
  }),
} satisfies Shape;

/** `location` is the original's own reference page, so that whoever looks a code up finds it. */
export function presentError(code: ErrorCode, message: string) {
  return {
    object: "error" as const,
    location: `https://www.omise.co/api-errors#${code.replaceAll("_", "-")}`,
    code,
    message,
  };
}
