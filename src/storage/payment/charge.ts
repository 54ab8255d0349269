import sql, { join, type Sql } from "sql-template-tag";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { fromStored } from "../base/tables.ts";

/** What is asked about charges. A charge always comes with its refunds. */
export function chargeQueries(db: Database) {
  return {
    /** The account's charge, or undefined: another account's is as unknown as none. */
    get: (account: string, id: string) => one(db, sql`select * from charges where id = ${id} and account = ${account}`),

    /** Those of them that the account has. */
    some: async (account: string, ids: readonly string[]): Promise<Charge[]> => {
      const found = await charges(db, sql`select * from charges where id in (${join([...ids])})`);
      return found.filter((charge) => charge.account === account); // by the key alone: SQLite takes an account for the shorter way
    },

    /** Any account's charge, for jobs. */
    find: (id: string) => one(db, sql`select * from charges where id = ${id}`),

    /** The charge behind a payer's page. */
    ofPage: (page: string) => one(db, sql`select * from charges where page = ${page}`),

    list: async (account: string, range: ListRange): Promise<Listed<Charge>> => {
      const listed = await listOf(db, "charges", sql`account = ${account}`, range);
      return { ...listed, rows: await withRefunds(db, listed.rows) };
    },
  };
}

async function one(db: Database, query: Sql): Promise<Charge | undefined> {
  return (await charges(db, query))[0];
}

async function charges(db: Database, query: Sql): Promise<Charge[]> {
  const rows = await db.all(query);
  return withRefunds(
    db,
    rows.map((row) => fromStored("charges", row)),
  );
}

/** Reads the refunds of those that have any: none for most, so mostly no second question. */
export async function withRefunds(db: Database, found: Charge[]): Promise<Charge[]> {
  const refunded = found.filter((charge) => charge.refundCount > 0).map((charge) => charge.id);
  if (refunded.length === 0) return found;
  const rows = await db.all(
    sql`select * from refunds where charge in (${join(refunded)}) and state <> 'failed' order by created_at, id`,
  );
  const refunds = rows.map((row): Refund => fromStored("refunds", row));
  return found.map((charge) => ({ ...charge, refunds: refunds.filter((refund) => refund.charge === charge.id) }));
}
