import { z } from "zod";
import { Refusal } from "../../domain/base/errors.ts";
import { filteredLists, type SavedFilter } from "../../domain/team/saved-filter.ts";
import { dropFilter, keepFilter, savedFilters } from "../../operations/team/saved-filter.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import type { Shape } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const savedFiltersShape = {
  name: "saved_filters",
  schema: z.object({
    object: z.literal("saved_filters"),
    data: z.array(
      z.object({
        object: z.literal("saved_filter"),
        id: value.id("filt"),
        list: z.enum(filteredLists),
        name: z.string(),
        conditions: z.record(z.string(), z.string()),
      }),
    ),
  }),
} satisfies Shape;

const present = (filters: readonly SavedFilter[]) => ({
  object: "saved_filters" as const,
  data: filters.map(({ id, list, name, conditions }) => ({
    object: "saved_filter" as const,
    id,
    list,
    name,
    conditions,
  })),
});

const details = { tag: "Dashboard: filters", right: "view", returns: savedFiltersShape, present } as const;

export const savedFilterEndpoints = [
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/saved_filters",
    summary: "List saved filters",
    description: "The filters that the member who asks has named in this mode, of all lists. Others do not see them.",
    refuses: [],
    run: ({ gateway, account, member }) => savedFilters(gateway, account, member),
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/saved_filters",
    summary: "Save a filter",
    description: "Under a name that another filter of the list has, it takes that one's place.",
    body: z.object({
      list: field.word("The list that it is of.", filteredLists),
      name: field.text("What it is called.", 60),
      conditions: z
        .record(z.string(), z.unknown())
        .meta({ description: "As the address of the list's page has them: texts by name." }),
    }),
    refuses: ["bad_request"],
    run: ({ gateway, account, member, body }) =>
      keepFilter(gateway, account, member, { ...body, conditions: textsIn(body.conditions) }),
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/saved_filters/:id/remove",
    summary: "Remove a saved filter",
    refuses: ["not_found"],
    run: ({ gateway, account, member, params }) => dropFilter(gateway, account, member, params.id),
  }),
];

function textsIn(given: Record<string, unknown>): Record<string, string> {
  if (Object.values(given).every((text) => typeof text === "string")) return given as Record<string, string>; // as checked
  throw new Refusal("bad_request", "conditions must be texts");
}
