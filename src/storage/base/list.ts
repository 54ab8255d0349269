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

/** How the total of a list is counted: only where it grows and no row ever leaves it may it be counted on from marks. A refund that fails leaves its list. */
const counts = {
  charges: countBetween,
  events: countBetween,
  entries: countBetween,
  refunds: countEach,
} as const;

type ListedTable = keyof typeof counts;

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
    counts[name](db, name, where, range.from, range.to + 1_000),
  ]);
  return { rows: rows.map((row) => fromStored(name, row)), total };
}
