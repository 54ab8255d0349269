import sql, { empty, raw, type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Rows, TableName } from "../../domain/changes.ts";
import { countBetween, countEach } from "./count.ts";
import type { Database } from "./database.ts";
import { fromStored } from "./tables.ts";

/** What part of a list is asked for; times are inclusive. */
export type ListRange = {
  limit: number;
  offset: number;
  from: Time;
  to: Time;
  order: "chronological" | "reverse_chronological";
};

/** A page of rows, and how many there are between `from` and `to`. */
export type Listed<Row> = { rows: Row[]; total: number };

/**
 * Whether lists of a table only grow: no row is deleted, changes its time of creation, or leaves what a list is narrowed by. Only then may a total be counted
 * on from marks; a new list says so here, and tells why not where it may not.
 */
const appendOnly = {
  charges: true,
  events: true,
  entries: true,
  refunds: false, // one that its bank refuses is no refund any more
} as const satisfies Partial<Record<TableName, boolean>>;

type ListedTable = keyof typeof appendOnly;

/** One page of a table, by creation time. */
export async function listOf<Name extends ListedTable & TableName>(
  db: Database,
  name: Name,
  where: Sql,
  range: ListRange,
): Promise<Listed<Rows[Name]>> {
  const table = raw(name);
  const direction = range.order === "chronological" ? empty : raw("desc");
  // `to` names a whole second, as all times of the API do
  const scope = sql`where ${where} and created_at between ${range.from} and ${range.to + 999}`;
  const [rows, total] = await Promise.all([
    db.all(
      sql`select * from ${table} ${scope} order by created_at ${direction}, id ${direction} limit ${range.limit} offset ${range.offset}`,
    ),
    (appendOnly[name] ? countBetween : countEach)(db, name, where, range.from, range.to + 1_000),
  ]);
  return { rows: rows.map((row) => fromStored(name, row)), total };
}
