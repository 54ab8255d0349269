import type { z } from "zod";
import type { ErrorCode } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { days, seconds } from "../../domain/base/time.ts";
import type { Right } from "../../domain/team/role.ts";
import type { Gateway } from "../../operations/gateway.ts";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import type { Store } from "../../storage/store.ts";
import type { Context, Endpoint, KeyAuth, PathParameter, View } from "./endpoint.ts";
import { type ListName, listShape, presentList } from "./list.shape.ts";
import { listQuery, rangeOf } from "./list-query.ts";
import type { Presentation, Shape } from "./shape.ts";

/** The requested part of a list, and its account. */
type Asked<Params> = Pick<Context<Params, never, never>, "gateway" | "account" | "params"> & { range: ListRange };

/** What is specific to one list. */
type ListEntry<Path extends string, Row, Item extends Shape> = {
  auth: KeyAuth | "session";
  tag: string;
  path: Path;
  right?: Right;
  summary: string;
  description?: string;
  /** Resource that a restricted key must be given, as `Endpoint` describes it. */
  resource?: string;
  /** Where it is not called `list`. */
  object?: ListName;
  /** Whether `to` means the whole day where it is a date. Recorded of receipts only. */
  wholeDays?: true;
  /** Whether the list has no location. Recorded of chains only. */
  nowhere?: true;
  /** Shape of its items. */
  item: Item;
  /** @throws Refusal `not_found` where the list is of an object that the account does not have */
  list(asked: Asked<Record<PathParameter<Path>, string>>): Promise<Listed<Row>>;
  present(row: Row, view: View): Presentation<Item>;
};

/** An entry of the contract for a list; parameters, page, location and refusals are common to all lists. */
export function listEndpoint<const Path extends string, Row, Item extends Shape>({
  item,
  list,
  object,
  wholeDays,
  nowhere,
  present,
  ...entry
}: ListEntry<Path, Row, Item>): Endpoint {
  const refuses: ErrorCode[] = entry.path.includes("/:") ? ["bad_request", "not_found"] : ["bad_request"];
  return {
    ...entry,
    method: "GET",
    query: listQuery,
    returns: listShape(item, object),
    refuses,
    run: async (context) => {
      // the router calls `run` with what `listQuery` and the path gave
      const { gateway, account, params, query, view } = context as unknown as Context<
        Record<PathParameter<Path>, string>,
        z.output<typeof listQuery>,
        never
      >;
      const range = wholeDays ? throughDay(rangeOf(query, view.now)) : rangeOf(query, view.now);
      const location = nowhere ? null : locationOf(entry.path, params);
      return { range, location, listed: await list({ gateway, account, params, range }) };
    },
    present: ({ range, location, listed }: { range: ListRange; location: string | null; listed: Listed<Row> }, view) =>
      presentList(listed, range, location, (row) => present(row, view), object),
  };
}

/**
 * Lists what belongs to the object of the path.
 *
 * @param owner loads that object, so that nothing is listed below one that the account does not have
 */
export const below =
  <Row>(
    owner: (gateway: Gateway, account: AccountId, id: string) => Promise<{ id: string }>,
    rowsIn: (store: Store) => (account: AccountId, owner: string, range: ListRange) => Promise<Listed<Row>>,
  ) =>
  async ({ gateway, account, params, range }: Asked<{ id: string }>): Promise<Listed<Row>> => {
    const { id } = await owner(gateway, account.id, params.id);
    return rowsIn(gateway.store)(account.id, id, range);
  };

/** Ends a range that ends with the beginning of a day when that day does. */
const throughDay = (range: ListRange): ListRange =>
  range.to % days(1) === 0 ? { ...range, to: range.to + days(1) - seconds(1) } : range;

/** The path with its parameters filled in. */
function locationOf(path: string, params: Record<string, string>): string {
  return path.replace(/:(\w+)/g, (_, name) => params[name] ?? "");
}
