import { z } from "zod";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import { type Shape, wireTime } from "./shape.ts";
import * as value from "./values.ts";

const order = z.enum(["chronological", "reverse_chronological"]);

/** What lists are called; receipts have a word of their own, recorded in 2025. */
export type ListName = "list" | "receipt_list";

/** A page of objects of one kind. */
export function listSchema<Item extends z.ZodType>(item: Item, object: ListName = "list") {
  return z.object({
    object: z.literal(object),
    data: z.array(item),
    limit: z.int(),
    offset: z.int(),
    total: z.int(),
    location: z.string().nullable(),
    order,
    from: value.time,
    to: value.time,
  });
}

/** The shape of a page, with the shape of its items. */
export type ListShape<Item extends Shape> = Shape & {
  schema: ReturnType<typeof listSchema<Item["schema"]>>;
  item: Item;
};

export function listShape<Item extends Shape>(item: Item, object?: ListName): ListShape<Item> {
  return { name: `${item.name}_list`, schema: listSchema<Item["schema"]>(item.schema, object), item };
}

export function presentList<Row, Presented>(
  { rows, total }: Listed<Row>,
  range: ListRange,
  location: string | null,
  present: (row: Row) => Presented,
  object: ListName = "list",
) {
  return {
    object,
    data: rows.map((row) => present(row)),
    limit: range.limit,
    offset: range.offset,
    total,
    location,
    order: range.order,
    from: wireTime(range.from),
    to: wireTime(range.to),
  };
}

/** Range of a list inside an object: the first twenty. */
export const nestedRange = (now: number): ListRange => ({
  limit: 20,
  offset: 0,
  from: 0,
  to: now,
  order: "chronological",
});
