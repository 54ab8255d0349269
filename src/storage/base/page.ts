import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { TableName } from "../../domain/changes.ts";
import type { Database } from "./database.ts";

/** A position in a list ordered by time and id. It stays valid when rows come and go. */
export type Position = { at: Time; id: string };

/** The rows found, newest first; `next` is the position to continue at, null at the end of the list. */
export type Page<Row> = { rows: Row[]; next: Position | null };

/** A period of creation times, both ends inclusive; null means open. */
export type Period = { from: Time | null; to: Time | null };

/** The period as a condition that follows another one. */
export function within({ from, to }: Period): Sql {
  // `to` stands for the whole second, as all times of the API do
  return sql`${from === null ? empty : sql`and created_at >= ${from}`} ${to === null ? empty : sql`and created_at <= ${to + 999}`}`;
}

/** Upper bound of rows examined for one page; a filter that matches few rows then returns early, with the position reached. */
const visitsMax = 20_000;

type Wanted = {
  table: TableName;
  columns: Sql;
  /** The account and the period; an index on account, time and id serves it. */
  scope: Sql;
  /** Conditions that each row is tested against. */
  conditions: readonly Sql[];
  before: Position | null;
  limit: number;
};

/** One page of a table with columns account, time and id and an index on them. Returns rows as stored. */
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

  /** The last row within the upper bound of one page, from the index alone; null where the list is shorter. */
  async function furthest(): Promise<Position | null> {
    const [row] = await db.browse(
      sql`select created_at, id from ${table} where ${scope} ${order} limit 1 offset ${visitsMax - 1}`,
    );
    return row ? positionOf(row) : null;
  }
}

const positionOf = (row: Record<string, unknown>): Position => ({ at: Number(row.created_at), id: String(row.id) });

/** All pages of a list, one after the other; `read` gets the position to continue at. */
export async function* everyPage<Row>(read: (before: Position | null) => Promise<Page<Row>>): AsyncGenerator<Row[]> {
  let before: Position | null = null;
  do {
    const { rows, next }: Page<Row> = await read(before);
    yield rows;
    before = next;
  } while (before);
}
