import { z } from "zod";
import type { ListRange } from "../../storage/base/list.ts";
import type { Period } from "../../storage/base/page.ts";
import * as field from "./fields.ts";

/** Parameters for a period of time. */
export const period = {
  from: field.time("The earliest creation time.").optional(),
  to: field.time("The latest creation time.").optional(),
};

export const periodOf = ({ from, to }: z.output<z.ZodObject<typeof period>>): Period => ({
  from: from === undefined ? null : wholeSecond(from),
  to: to === undefined ? null : wholeSecond(to),
});

/** Parameters of every list. */
export const listQuery = z.object({
  limit: field.integer("How many at most; 20 by default, 100 at most.").optional(),
  offset: field.integer("How many to skip.").optional(),
  order: field.word("By creation time.", ["chronological", "reverse_chronological"]).optional(),
  from: field.time("The earliest creation time.").optional(),
  to: field.time("The latest creation time; now by default.").optional(),
});

/** Range of a list; values beyond a bound are set to it, since no refusal is documented. */
export function rangeOf(query: z.output<typeof listQuery>, now: number): ListRange {
  return {
    limit: Math.min(Math.max(query.limit ?? 20, 1), 100),
    offset: Math.max(query.offset ?? 0, 0),
    order: query.order ?? "chronological",
    from: wholeSecond(query.from ?? 0),
    to: wholeSecond(query.to ?? now),
  };
}

function wholeSecond(at: number): number {
  return at - (((at % 1_000) + 1_000) % 1_000);
}
