import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import { objectTables } from "../../domain/objects.ts";
import { wordsIn } from "../../domain/search/words.ts";
import { countBetween } from "../base/count.ts";
import type { Database } from "../base/database.ts";
import { isAppendOnly } from "../base/list.ts";
import { createTurns } from "../base/turns.ts";
import { between, type Condition } from "./filter.ts";
import { type Scope, type ScopeName, scopes } from "./scopes.ts";

/** A part of what a search finds. */
export type Asked = { order: "chronological" | "reverse_chronological"; skip: number; limit: number };

/** Why nothing was found: more rows than the upper bound would have to be examined, or too many searches wait. */
export type NotFound = "too far" | "busy";

/** Ids of the rows found, and how many there are in all. */
export type FoundRows = { ids: string[]; total: number };

/** Upper bounds of the work of one search. */
export const searchBounds = {
  /** Rows examined at a time: some milliseconds, so that searches of other accounts and the dashboard's come in between. */
  slice: 10_000,
  /** Rows examined in all. */
  examined: 2_000_000,
  /** Milliseconds after which no further slice is examined: clients wait for an answer half a minute or less. */
  patience: 20_000,
  /** Searches of one account that wait or are under way. */
  waiting: 50,
};

/** Later than every creation time. */
const endOfTime = 8_640_000_000_000_000;

type Position = { at: number; id: string };

/** Queries of the search API. */
export function objectSearchQueries(db: Database, bounds = searchBounds) {
  const turns = createTurns<AccountId>(bounds.waiting);
  return {
    /** The condition of a filter's value at the account's time; undefined for a value that the filter cannot read. */
    condition: (scope: ScopeName, name: string, value: string, now: Time): Condition | undefined =>
      filtersOf(scope)[name]?.condition(db, value, now),

    /** The conditions of a query: the rows that it names; else those that mention each of its words. */
    query: async (account: AccountId, scope: ScopeName, name: string, query: string): Promise<Condition[]> => {
      const { named, mentions }: Scope = scopes[scope];
      const ids = await named(db, account, name);
      if (ids.length > 0) return [{ by: "ids", ids: [...new Set(ids)] }];
      return wordsIn(query).map((word) => ({ by: "row", sql: sql`(${join([...mentions(db, word)], " or ")})` }));
    },

    /** One part of the rows that meet all conditions, and their number. An account's searches go one after the other. */
    found: (
      account: AccountId,
      scope: ScopeName,
      conditions: readonly Condition[],
      asked: Asked,
    ): Promise<FoundRows | NotFound> =>
      turns.take(account, () => found(db, account, scopes[scope], conditions, asked, bounds)) ??
      Promise.resolve("busy"),
  };
}

export const filtersOf = (scope: ScopeName): Scope["filters"] => scopes[scope].filters;

async function found(
  db: Database,
  account: AccountId,
  { resource, shown }: Scope,
  conditions: readonly Condition[],
  { order, skip, limit }: Asked,
  bounds: typeof searchBounds,
): Promise<FoundRows | NotFound> {
  const name = objectTables[resource];
  const named = conditions.find((each) => each.by === "ids");
  const values = named && join(named.ids.map((id) => sql`(${id})`));
  // SQLite looks up each id in this form, as in base/among.ts
  const table = values ? sql`(values ${values}) as wanted cross join ${raw(name)}` : raw(name);
  const period = conditions.find((each) => each.by === "time")?.range ?? { from: null, to: null };
  const own = sql`account = ${account}`;
  const scope = period.from === null && period.to === null ? own : sql`${own} and ${between(sql`created_at`, period)}`;
  const tested = [
    ...(named ? [sql`id = wanted.column1`] : []),
    ...(shown && !conditions.some((each) => "hidden" in each) ? [shown] : []),
    ...conditions.flatMap((each) => (each.by === "row" || each.by === "few" ? [each.sql] : [])),
  ];
  const [direction, beyond, upTo] =
    order === "chronological" ? [empty, raw(">"), raw("<=")] : [raw("desc"), raw("<"), raw(">=")];
  const sorted = sql`order by created_at ${direction}, id ${direction}`;
  const whole = tested.length === 0 || conditions.some(({ by }) => by === "few" || by === "ids");

  const result: FoundRows = { ids: [], total: 0 };
  const until = performance.now() + bounds.patience;
  let from: Position | null = null;
  for (let examined = 0; ; examined += bounds.slice) {
    if (examined >= bounds.examined || performance.now() > until) return "too far";
    const rest: Sql = from ? sql`${scope} and (created_at, id) ${beyond} (${from.at}, ${from.id})` : scope;
    const end: Position | null = whole ? null : await lastOf(rest);
    const slice = join(
      [rest, ...(end ? [sql`(created_at, id) ${upTo} (${end.at}, ${end.id})`] : []), ...tested],
      " and ",
    );
    const number = tested.length === 0 ? await numberOf() : await count(slice);
    const wanted = limit - result.ids.length;
    if (wanted > 0 && result.total + number > skip) {
      const offset = Math.max(skip - result.total, 0);
      const rows = await db.browse(
        sql`select id from ${table} where ${slice} ${sorted} limit ${wanted} offset ${offset}`,
      );
      result.ids.push(...rows.map(({ id }) => String(id)));
    }
    result.total += number;
    if (!end) return result;
    from = end;
  }

  /** The number of all rows of the account in the period: from marks where the table allows it, since the most common search asks for no more. */
  async function numberOf(): Promise<number> {
    if (!isAppendOnly(name)) return count(scope);
    return countBetween(db, name, own, period.from ?? 0, (period.to ?? endOfTime) + 1);
  }

  async function count(where: Sql): Promise<number> {
    const [row] = await db.browse(sql`select count(*) as number from ${table} where ${where}`);
    return Number(row?.number);
  }

  /** The last row of the next slice, from the index alone; null where there are fewer. */
  async function lastOf(rest: Sql): Promise<Position | null> {
    const [row] = await db.browse(
      sql`select created_at, id from ${table} where ${rest} ${sorted} limit 1 offset ${bounds.slice - 1}`,
    );
    return row ? { at: Number(row.created_at), id: String(row.id) } : null;
  }
}
