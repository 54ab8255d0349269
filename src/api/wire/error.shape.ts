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

/** Presents an error. `location` is the original's reference page, where people find the code. */
export function presentError(code: ErrorCode, message: string) {
  return {
    object: "error" as const,
    location: `https://www.omise.co/api-errors#${code.replaceAll("_", "-")}`,
    code,
    message,
  };
}
