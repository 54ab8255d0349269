import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { nameIn } from "../../domain/search/words.ts";
import type { Condition } from "../../storage/search/filter.ts";
import { type FoundRows, filtersOf } from "../../storage/search/found.ts";
import type { ScopeName } from "../../storage/search/scopes.ts";
import type { Gateway } from "../gateway.ts";

/** A search of one scope as it is asked. */
export type ObjectSearch = {
  scope: ScopeName;
  query: string;
  /** Values by the name of their filter. */
  filters: Readonly<Record<string, string>>;
  order: "chronological" | "reverse_chronological";
  page: number;
  perPage: number;
};

/**
 * Ids of the objects on a page of a search, in its order, and how many are found in all.
 *
 * @throws Refusal `invalid_filter` for an unknown filter or a value that it cannot read
 * @throws Refusal `search_unavailable` where too many objects would have to be examined
 * @throws Refusal `too_many_requests` where too many searches of the account wait
 */
export async function searchObjects(
  { store, clock }: Gateway,
  account: Account,
  { scope, query, filters, order, page, perPage }: ObjectSearch,
): Promise<FoundRows> {
  const now = clock.of(account.id);
  const conditions = Object.entries(filters).map(([name, value]) => conditionOf(store, scope, name, value, now));
  if (query !== "") conditions.push(...(await store.objects.query(account.id, scope, nameIn(query), query)));
  const found = await store.objects.found(account.id, scope, conditions, {
    order,
    skip: (page - 1) * perPage,
    limit: perPage,
  });
  if (found === "busy")
    throw new Refusal("too_many_requests", "too many searches wait: ask for the next when one is answered");
  if (found === "too far")
    throw new Refusal("search_unavailable", "there is too much to search in: name a period with filters[created]");
  return found;
}

function conditionOf(store: Gateway["store"], scope: ScopeName, name: string, value: string, now: Time): Condition {
  const known = filtersOf(scope);
  const filter = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!filter)
    throw new Refusal("invalid_filter", `${name} is no filter of ${scope}: there are ${Object.keys(known).join(", ")}`);
  const condition = store.objects.condition(scope, name, value, now);
  if (!condition) throw new Refusal("invalid_filter", `${name} must be ${filter.kind}`);
  return condition;
}
