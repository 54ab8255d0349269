import sql, { raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Transfer } from "../../domain/payout/transfer-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of transfers. A transfer always includes its movements of the balance; whether it can be sent is asked apart. */
export function transferQueries(db: Database) {
  const found = (account: AccountId, rows: Record<string, unknown>[]): Promise<Transfer[]> =>
    withEntries(
      db,
      account,
      rows.map((row) => fromStored("transfers", row)),
    );
  return {
    /** The account's transfer, also one that was deleted. */
    get: async (account: AccountId, id: string): Promise<Transfer | undefined> =>
      (await found(account, await db.all(sql`select * from transfers where account = ${account} and id = ${id}`)))[0],

    /** The account's transfers with these ids. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Transfer[]> =>
      found(account, await db.all(sql`select t.* ${among("transfers", account, "id", ids)}`)),

    /** The transfer that a merchant has named so. */
    ofIdempKey: async (account: AccountId, key: string): Promise<Transfer | undefined> =>
      (
        await found(
          account,
          await db.all(sql`select * from transfers where account = ${account} and idemp_key = ${key}`),
        )
      )[0],

    /** Without deleted ones. */
    list: async (account: AccountId, range: ListRange): Promise<Listed<Transfer>> => {
      const { rows, total } = await listOf(db, "transfers", sql`account = ${account} and deleted_at is null`, range);
      return { rows: await withEntries(db, account, rows), total };
    },

    /** A page of the account's transfers, newest first; deleted ones too. */
    page: async (
      account: AccountId,
      period: Period,
      before: Position | null,
      limit: number,
    ): Promise<Page<Transfer>> => {
      const { rows, next } = await pageOf(db, {
        table: "transfers",
        columns: raw("*"),
        scope: sql`account = ${account} ${within(period)}`,
        conditions: [],
        before,
        limit,
      });
      return { rows: await found(account, rows), next };
    },
  };
}

/** Adds the movements of transfers that were sent. */
async function withEntries(db: Database, account: AccountId, transfers: Transfer[]): Promise<Transfer[]> {
  const sent = transfers.filter(({ sentAt }) => sentAt !== null).map(({ id }) => id);
  if (sent.length === 0) return transfers;
  const rows = await db.all(sql`select t.* ${among("entries", account, "origin", sent)} order by t.created_at, t.id`);
  const entries = rows.map((row) => fromStored("entries", row));
  return transfers.map((transfer) => ({
    ...transfer,
    entries: entries.filter(({ origin }) => origin === transfer.id),
  }));
}
