import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";

/** Lists of the dashboard whose filters can be kept. */
export const filteredLists = ["charges", "requests"] as const;
type FilteredList = (typeof filteredLists)[number];

/** A filter that a member has given a name, for themselves. */
export type SavedFilter = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  member: string;
  list: FilteredList;
  name: string;
  /** The filter's conditions, as texts by name, spelled as in the address of the list's page. */
  conditions: Record<string, string>;
  createdAt: Time;
  deletedAt: Time | null;
};

/** The most filters that a member may keep in a mode. */
const savedFiltersMax = 50;

/** Bounds of one filter: the lists have fewer conditions, and none is longer. */
const conditionsMax = 20;
const conditionMax = 1_000;

/**
 * Keeps a filter; under a name that the list's filters have already, it takes that one's place.
 *
 * @param kept the member's filters of all lists
 * @throws Refusal `bad_request`
 */
export function saveFilter(
  row: Omit<SavedFilter, "version" | "deletedAt">,
  kept: readonly SavedFilter[],
): { filter: SavedFilter; isNew: boolean } {
  const name = row.name.trim();
  if (name === "") throw new Refusal("bad_request", "name cannot be blank");
  const conditions = Object.entries(row.conditions);
  if (conditions.length === 0) throw new Refusal("bad_request", "conditions cannot be blank");
  if (conditions.length > conditionsMax || conditions.some(([key, text]) => key.length + text.length > conditionMax))
    throw new Refusal("bad_request", "conditions are too many or too long");
  const before = kept.find((each) => each.list === row.list && each.name === name);
  if (before) return { filter: revise(before, { conditions: row.conditions }), isNew: false };
  if (kept.length >= savedFiltersMax)
    throw new Refusal("bad_request", `more than ${savedFiltersMax} filters cannot be kept: remove one first`);
  return { filter: { ...row, name, version: 1, deletedAt: null }, isNew: true };
}
