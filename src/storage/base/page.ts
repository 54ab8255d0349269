import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { TableName } from "../../domain/changes.ts";
import type { Database } from "./database.ts";

/** A place in a list that is ordered by time and id: rows may come and go, what stands before and after it stays so. */
export type Position = { at: Time; id: string };

/** What was found, newest first; `next` is where to go on, null where everything was looked through. */
export type Page<Row> = { rows: Row[]; next: Position | null };

/** When the rows were made that somebody looks for, both ends included; null where it does not matter. */
export type Period = { from: Time | null; to: Time | null };

/** As a condition that follows another one. */
export function within({ from, to }: Period): Sql {
  // `to` names a whole second, as all times of the API do
  return sql`${from === null ? empty : sql`and created_at >= ${from}`} ${to === null ? empty : sql`and created_at <= ${to + 999}`}`;
}

/** Where a filter lets through few, so many rows are looked at before whoever asks is told how far we came. */
const visitsMax = 20_000;

type Wanted = {
  table: TableName;
  columns: Sql;
  /** Whose rows, and of what time; what an index on account, time and id finds. */
  scope: Sql;
  /** Which of them; each has to be looked at. */
  conditions: readonly Sql[];
  before: Position | null;
  limit: number;
};

/** One page of a table whose rows have an account, a time and an id, and an index on these; the rows as stored. */
export async function pageOf(db: Database, wanted: Wanted): Promise<Page<Record<string, unknown>>> {
  const { columns, conditions, before, limit } = wanted;
  const table = raw(wanted.table);
  const scope = before ? sql`${wanted.scope} and (created_at, id) < (${before.at}, ${before.id})` : wanted.scope;
  const order = sql`order by created_at desc, id desc`;
  const bound = conditions.length === 0 ? null : await furthest();
  const within = bound ? sql`and (created_at, id) >= (${bound.at}, ${bound.id})` : empty;
  const found = await db.browse(
    sql`select ${columns} from ${table} where ${join([scope, ...conditions], " and ")} ${within} ${order} limit ${limit + 1}`,
  );
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? positionOf(last) : bound };

  /** The last row of as many as one request looks at, from the index alone; null where there are fewer. */
  async function furthest(): Promise<Position | null> {
    const [row] = await db.browse(
      sql`select created_at, id from ${table} where ${scope} ${order} limit 1 offset ${visitsMax - 1}`,
    );
    return row ? positionOf(row) : null;
  }
}

const positionOf = (row: Record<string, unknown>): Position => ({ at: Number(row.created_at), id: String(row.id) });

/** All pages of a list, one after the other; `read` is given where to go on. */
export async function* everyPage<Row>(read: (before: Position | null) => Promise<Page<Row>>): AsyncGenerator<Row[]> {
  let before: Position | null = null;
  do {
    const { rows, next }: Page<Row> = await read(before);
    yield rows;
    before = next;
  } while (before);
}
