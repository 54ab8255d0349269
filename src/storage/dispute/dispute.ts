import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Dispute, DisputeState } from "../../domain/dispute/dispute-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of disputes. A dispute always includes its transactions, and the documents that were not deleted. */
export function disputeQueries(db: Database) {
  return {
    /** The account's dispute; undefined for an unknown id or another account's dispute. */
    get: async (account: AccountId, id: string): Promise<Dispute | undefined> => {
      const rows = await db.all(sql`select * from disputes where account = ${account} and id = ${id}`);
      return (await withParts(db, account, rows.map(fromDispute)))[0];
    },

    /** The disputes of the account with these ids. */
    some: (account: AccountId, ids: readonly string[]): Promise<Dispute[]> => someDisputes(db, account, ids),

    /** @param states all by default */
    list: async (account: AccountId, range: ListRange, states?: readonly DisputeState[]): Promise<Listed<Dispute>> => {
      const wanted = states ? sql`account = ${account} and state in (${join([...states])})` : sql`account = ${account}`;
      const listed = await listOf(db, "disputes", wanted, range);
      return { ...listed, rows: await withParts(db, account, listed.rows) };
    },

    /** All disputes of a charge, oldest first. */
    ofCharge: async (account: AccountId, charge: string): Promise<Dispute[]> => {
      const rows = await db.all(
        sql`select * from disputes where account = ${account} and charge = ${charge} order by created_at, id`,
      );
      return withParts(db, account, rows.map(fromDispute));
    },

    /** A page of the account's disputes, newest first. */
    page: async (
      account: AccountId,
      period: Period,
      before: Position | null,
      limit: number,
    ): Promise<Page<Dispute>> => {
      const scope = sql`account = ${account} ${within(period)}`;
      const { rows, next } = await pageOf(db, {
        table: "disputes",
        columns: raw("*"),
        scope,
        conditions: [],
        before,
        limit,
      });
      return { rows: await withParts(db, account, rows.map(fromDispute)), next };
    },
  };
}

/** Disputes by their ids, each with its parts; charges are read with theirs. */
export async function someDisputes(db: Database, account: AccountId, ids: readonly string[]): Promise<Dispute[]> {
  if (ids.length === 0) return [];
  const rows = await db.all(sql`select t.* ${among("disputes", account, "id", ids)}`);
  return withParts(db, account, rows.map(fromDispute));
}

const fromDispute = (row: Record<string, unknown>): Dispute => fromStored("disputes", row);

/** Adds transactions and documents: two queries, however many disputes there are. */
async function withParts(db: Database, account: AccountId, found: Dispute[]): Promise<Dispute[]> {
  if (found.length === 0) return found;
  const booked = found.flatMap(({ debit, credit }) => (credit === null ? [debit] : [debit, credit]));
  const of = (table: "entries" | "documents", column: string, values: readonly string[], more: Sql) =>
    db.all(sql`select t.* ${among(table, account, column, values)} ${more}`);
  const [entryRows, documentRows] = await Promise.all([
    of("entries", "id", booked, sql`order by t.created_at desc, t.id desc`),
    of(
      "documents",
      "dispute",
      found.map(({ id }) => id),
      sql`and t.deleted_at is null order by t.created_at, t.id`,
    ),
  ]);
  const entries = entryRows.map((row) => fromStored("entries", row));
  const documents = documentRows.map((row) => fromStored("documents", row));
  return found.map((dispute) => ({
    ...dispute,
    transactions: entries.filter(({ origin }) => origin === dispute.id),
    documents: documents.filter((document) => document.dispute === dispute.id),
  }));
}
