import sql, { empty, raw, type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Rows, TableName } from "../../domain/changes.ts";
import { countBetween, countEach } from "./count.ts";
import type { Database } from "./database.ts";
import { fromStored } from "./tables.ts";

/** The requested part of a list; times are inclusive. */
export type ListRange = {
  limit: number;
  offset: number;
  from: Time;
  to: Time;
  order: "chronological" | "reverse_chronological";
};

/** A page of rows, and the total number between `from` and `to`. */
export type Listed<Row> = { rows: Row[]; total: number };

/**
 * Whether the list of a table is append-only: no row is deleted, changes its creation time, or leaves the list's conditions. Only then may totals be
 * counted from marks. A new list is declared here, with the reason where it is not append-only.
 */
const appendOnly = {
  charges: true,
  events: true,
  entries: true,
  customers: false, // deleted ones leave the list
  cards: false, // the same, and a customer's list gets cards that were made before
  disputes: false, // the lists by state lose a dispute that moves on
  documents: false, // deleted ones leave the list
  links: true,
  checkout_sessions: true,
  schedules: true,
  receipts: true,
  reconciliations: true,
  upstream_payouts: true,
  reconciliation_items: false, // one leaves the list when it turns out to be of another day
  sandboxes: false, // ended ones leave the list
  snapshots: false, // deleted ones do
  rules: false, // the same
  chains: true,
  linked_accounts: false, // the list of a customer gets some that were made before
  occurrences: false, // an occurrence enters the list when it is processed, long after its creation
  recipients: false, // deleted ones leave the list
  transfers: false, // the same
  refunds: false, // a refund leaves the list when its bank refuses it
} as const satisfies Partial<Record<TableName, boolean>>;

/** Whether rows of a table may be counted from marks. */
export const isAppendOnly = (name: TableName): boolean => name in appendOnly && appendOnly[name as ListedTable];

type ListedTable = keyof typeof appendOnly;

/** One page of a table, in order of creation. */
export async function listOf<Name extends ListedTable & TableName>(
  db: Database,
  name: Name,
  where: Sql,
  range: ListRange,
): Promise<Listed<Rows[Name]>> {
  const table = raw(name);
  const direction = range.order === "chronological" ? empty : raw("desc");
  // `to` stands for the whole second, as all times of the API do
  const scope = sql`where ${where} and created_at between ${range.from} and ${range.to + 999}`;
  const [rows, total] = await Promise.all([
    db.all(
      sql`select * from ${table} ${scope} order by created_at ${direction}, id ${direction} limit ${range.limit} offset ${range.offset}`,
    ),
    (appendOnly[name] ? countBetween : countEach)(db, name, where, range.from, range.to + 1_000),
  ]);
  return { rows: rows.map((row) => fromStored(name, row)), total };
}
