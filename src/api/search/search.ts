import { z } from "zod";
import { notYet, Refusal } from "../../domain/base/errors.ts";
import { digitsOf, isJsonObject } from "../../domain/base/exact-json.ts";
import { oneOf } from "../../domain/base/text.ts";
import { type ObjectSearch, searchObjects } from "../../operations/search/search.ts";
import { filtersOf } from "../../storage/search/found.ts";
import { type Scope, type ScopeName, scopes } from "../../storage/search/scopes.ts";
import { resources } from "../resources.ts";
import { type Context, endpoint } from "../wire/endpoint.ts";
import { presentSome } from "../wire/expand.ts";
import { refusedBy } from "../wire/fault.ts";
import * as field from "../wire/fields.ts";
import type { OlderRequests } from "../wire/form.ts";
import { presentSearch, searchShape } from "../wire/search.shape.ts";

const scopeNames = Object.keys(scopes) as ScopeName[]; // it has no other keys

/** Scopes of the original. Source: its page on search. */
const originalScopes: ReadonlySet<string> = new Set([
  ...["charge", "charge_schedule", "customer", "dispute", "event", "link", "linked_account", "log_entry", "receipt"],
  ...["recipient", "refund", "sub_merchant", "transaction", "transfer", "transfer_schedule", "audit"],
]);

/** Page sizes. The original's largest is unknown; this one is that of lists. */
const perPageDefault = 30;
const perPageMax = 100;

const listed = (scope: ScopeName): string =>
  `${scope}: ${Object.entries(filtersOf(scope))
    .map(([name, { kind }]) => `\`${name}\` (${kind})`)
    .join("; ")}.`;

const parametersFor = (described: readonly ScopeName[]) => ({
  query: field.text("Words that all must occur, in any place, or an id.", 255).optional(),
  filters: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: `Conditions, such as \`filters[created]=2026-01\`. ${described.map(listed).join("\n\n")}` }),
  order: field
    .word("By creation time; newest first by default, oldest first in older versions.", [
      "chronological",
      "reverse_chronological",
    ])
    .optional(),
  page: field.integer("From 1, the default.").optional(),
  per_page: field.integer(`${perPageDefault} by default, ${perPageMax} at most.`).optional(),
});

/** Recorded in 2017: a search without an order was answered chronologically. */
const olderSearches: OlderRequests = { "2017-11-02": (given) => ({ order: "chronological", ...given }) };

const details = {
  tag: "Search",
  auth: "secret",
  method: "GET",
  returns: searchShape(scopeNames, [...new Set(scopeNames.map((name) => resources[scopes[name].resource].shape))]),
  older: olderSearches,
  refusal: refusedBy(
    ["invalid_scope", ({ parameter }) => parameter === "scope"],
    ["invalid_page", ({ parameter }) => parameter === "page"],
    ["invalid_per_page", ({ parameter }) => parameter === "per_page"],
    ["invalid_filter", ({ parameter }) => parameter === "filters"],
  ),
  refuses: [
    ...(["bad_request", "invalid_scope", "invalid_filter", "invalid_page", "invalid_per_page"] as const),
    "search_unavailable",
  ],
} as const;

type Query = z.output<z.ZodObject<ReturnType<typeof parametersFor>>>;

/** The search API: one address for all scopes, and one for each. */
export const objectSearchEndpoints = [
  endpoint({
    ...details,
    path: "/search",
    summary: "Search",
    description: "Objects of one scope that meet a query and filters. One answer looks at a bounded number of objects.",
    resource: ({ scope }) => resourceIn(scopeOf(String(scope ?? ""))),
    query: z.object({ scope: field.text(`${oneOf(scopeNames)}.`, 64), ...parametersFor(scopeNames) }),
    run: ({ query, ...context }) => run(context, scopeOf(query.scope), query),
    present: presentFound,
  }),
  ...scopeNames.filter(isAddressed).map((scope) =>
    endpoint({
      ...details,
      path: `/${resourceIn(scope)}s/search`,
      summary: `Search for ${resourceIn(scope).replaceAll("_", " ")}s`,
      resource: resourceIn(scope),
      query: z.object(parametersFor([scope])),
      run: ({ query, ...context }) => run(context, scope, query),
      present: presentFound,
    }),
  ),
];

type Found = { data: readonly object[]; total: number; search: ObjectSearch };

async function run(
  { gateway, account, view }: Pick<Context<never, never, never>, "gateway" | "account" | "view">,
  scope: ScopeName,
  query: Query,
): Promise<Found> {
  const search: ObjectSearch = {
    scope,
    query: query.query ?? "",
    filters: textsOf(query.filters ?? {}),
    order: query.order ?? "reverse_chronological",
    page: within("invalid_page", query.page ?? 1, Number.MAX_SAFE_INTEGER),
    perPage: within("invalid_per_page", query.per_page ?? perPageDefault, perPageMax),
  };
  const { ids, total } = await searchObjects(gateway, account, search);
  const found = ids.length === 0 ? [] : await presentSome(gateway, account, scopes[scope].resource, ids, view);
  const byId = new Map(found.map((each) => [each.id, each]));
  return { data: ids.flatMap((id) => byId.get(id) ?? []), total, search };
}

function presentFound({ data, total, search }: Found) {
  return presentSearch(data, total, search);
}

function isAddressed(name: ScopeName): boolean {
  const { addressed = true }: Scope = scopes[name];
  return addressed;
}

/** The resource of a scope, by the name that its objects have in answers. */
function resourceIn(scope: ScopeName): string {
  return resources[scopes[scope].resource].shape.name;
}

function scopeOf(name: string): ScopeName {
  const found = scopeNames.find((each) => each === name);
  if (found) return found;
  const hint = originalScopes.has(name) ? notYet(`the search of the scope ${name}`) : {};
  throw new Refusal("invalid_scope", `scope must be ${oneOf(scopeNames)}`, hint);
}

function within(code: "invalid_page" | "invalid_per_page", value: number, most: number): number {
  if (value >= 1 && value <= most) return value;
  const name = code.replace("invalid_", "");
  throw new Refusal(code, `${name} must be ${most === perPageMax ? `between 1 and ${most}` : "1 or more"}`);
}

/** Filters as texts, which is how the answer repeats them. */
function textsOf(filters: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).map(([name, value]) => {
      if (Array.isArray(value) || isJsonObject(value)) throw new Refusal("invalid_filter", `${name} must be one value`);
      return [name, digitsOf(value) ?? String(value)];
    }),
  );
}
