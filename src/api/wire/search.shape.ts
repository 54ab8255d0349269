import { z } from "zod";
import type { Shape } from "./shape.ts";

const order = z.enum(["chronological", "reverse_chronological"]);

/** A page of what a search finds: objects of one scope. */
function searchSchema(found: z.ZodType, scope: z.ZodType) {
  return z.object({
    object: z.literal("search"),
    export: z.null(),
    data: z.array(found),
    page: z.int(),
    per_page: z.int(),
    total: z.int(),
    total_pages: z.int(),
    filters: z.record(z.string(), z.string()).meta({ description: "As they were sent." }),
    location: z.string(),
    order,
    query: z.string(),
    scope,
    aggregate_level: z.null(),
  });
}

/** The shape of a page, with the shapes of what it may hold. */
export type SearchShape = Shape & { schema: ReturnType<typeof searchSchema>; found: readonly Shape[] };

export function searchShape(scopes: readonly string[], found: readonly Shape[]): SearchShape {
  return { name: "search", schema: searchSchema(z.union(found.map(({ schema }) => schema)), z.enum(scopes)), found };
}

/** A search as it was asked. */
type Asked = {
  scope: string;
  query: string;
  filters: Readonly<Record<string, string>>;
  order: z.output<typeof order>;
  page: number;
  perPage: number;
};

/** Presents a page with the keys, in the order, of the recordings of 2025. @param data its objects, presented */
export function presentSearch(data: readonly object[], total: number, asked: Asked) {
  return {
    object: "search" as const,
    export: null,
    data,
    page: asked.page,
    per_page: asked.perPage,
    total,
    total_pages: Math.ceil(total / asked.perPage),
    filters: asked.filters,
    location: "/search",
    order: asked.order,
    query: asked.query,
    scope: asked.scope,
    aggregate_level: null,
  };
}
