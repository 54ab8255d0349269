import { z } from "zod";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import { type Shape, wireTime } from "./shape.ts";
import * as value from "./values.ts";

const order = z.enum(["chronological", "reverse_chronological"]);

/** A page of objects of one kind. */
export function listSchema(item: z.ZodType) {
  return z.object({
    object: z.literal("list"),
    data: z.array(item),
    limit: z.int(),
    offset: z.int(),
    total: z.int(),
    location: z.string(),
    order,
    from: value.time,
    to: value.time,
  });
}

export function listShape(item: Shape): Shape {
  return { name: `${item.name}_list`, schema: listSchema(item.schema), item };
}

export function presentList<Row>(
  { rows, total }: Listed<Row>,
  range: ListRange,
  location: string,
  present: (row: Row) => object,
) {
  return {
    object: "list",
    data: rows.map(present),
    limit: range.limit,
    offset: range.offset,
    total,
    location,
    order: range.order,
    from: wireTime(range.from),
    to: wireTime(range.to),
  };
}

/** The list inside an object, which shows the first twenty. */
export const nestedRange = (now: number): ListRange => ({
  limit: 20,
  offset: 0,
  from: 0,
  to: now,
  order: "chronological",
});
