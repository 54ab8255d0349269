import sql, { raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Recipient } from "../../domain/payout/recipient-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of recipients. */
export function recipientQueries(db: Database) {
  return {
    /** The account's recipient, also one that was deleted. */
    get: async (account: AccountId, id: string): Promise<Recipient | undefined> => {
      const [row] = await db.all(sql`select * from recipients where account = ${account} and id = ${id}`);
      return row && fromStored("recipients", row);
    },

    /** The account's recipients with these ids, deleted ones too. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Recipient[]> => {
      const rows = await db.all(sql`select t.* ${among("recipients", account, "id", ids)}`);
      return rows.map((row) => fromStored("recipients", row));
    },

    /** The recipient of transfers that name none. */
    default: async (account: AccountId): Promise<Recipient | undefined> => {
      const [row] = await db.all(sql`select * from recipients where account = ${account} and is_default = 1`);
      return row && fromStored("recipients", row);
    },

    /** Without deleted ones. */
    list: (account: AccountId, range: ListRange): Promise<Listed<Recipient>> =>
      listOf(db, "recipients", sql`account = ${account} and deleted_at is null`, range),

    /** A page of the account's recipients that were not deleted, newest first. */
    page: async (
      account: AccountId,
      period: Period,
      before: Position | null,
      limit: number,
    ): Promise<Page<Recipient>> => {
      const { rows, next } = await pageOf(db, {
        table: "recipients",
        columns: raw("*"),
        scope: sql`account = ${account} and deleted_at is null ${within(period)}`,
        conditions: [],
        before,
        limit,
      });
      return { rows: rows.map((row) => fromStored("recipients", row)), next };
    },
  };
}
