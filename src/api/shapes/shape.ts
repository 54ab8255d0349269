import type { z } from "zod";

/** An object of the API: the schema of its newest form, under the name it has in the API document. */
export type Shape = {
  name: string;
  schema: z.ZodType;
  /** What a list is a list of. */
  item?: Shape;
};

/** Whole seconds, UTC, as all times of the API. */
export function wireTime(at: number): string;
export function wireTime(at: number | null): string | null;
export function wireTime(at: number | null): string | null {
  return at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
