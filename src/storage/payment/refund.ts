import sql, { raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of refunds. Refunds that the acquirer refused are stored and never shown. */
export function refundQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Refund | undefined> => {
      const [row] = await db.all(sql`select * from refunds where account = ${account} and id = ${id}`);
      return row && fromStored("refunds", row);
    },

    list: (account: AccountId, range: ListRange) =>
      listOf(db, "refunds", sql`account = ${account} and state <> 'failed'`, range),

    /** A page of the account's refunds, newest first. */
    page: async (account: AccountId, period: Period, before: Position | null, limit: number): Promise<Page<Refund>> => {
      const scope = sql`account = ${account} and state <> 'failed' ${within(period)}`;
      const { rows, next } = await pageOf(db, {
        table: "refunds",
        columns: raw("*"),
        scope,
        conditions: [],
        before,
        limit,
      });
      return { rows: rows.map((row) => fromStored("refunds", row)), next };
    },

    listOfCharge: (account: AccountId, charge: string, range: ListRange) =>
      listOf(db, "refunds", sql`account = ${account} and charge = ${charge} and state <> 'failed'`, range),

    /** All refunds of a charge, refused ones included, oldest first. */
    allOfCharge: async (account: AccountId, charge: string): Promise<Refund[]> => {
      const rows = await db.all(
        sql`select * from refunds where account = ${account} and charge = ${charge} order by created_at, id`,
      );
      return rows.map((row) => fromStored("refunds", row));
    },
  };
}
